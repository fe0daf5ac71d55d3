"""django-helpdesk, the nearest peer, made ready to create tickets through its own API.

It lives in an environment and a database of its own (`shouwen_bench_peer`), in the folder of the
benchmarks; the first time costs a minute. It is given what favours it: no mail is sent, its caller
has a session (its Basic authentication hashes a password for each request), connections are kept.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks import load
from benchmarks.load import Run

PORT = 8472
NAME = "shouwen_bench_peer"
PACKAGES = ("django-helpdesk==2.6.1", "Django==5.2.*", "psycopg2-binary", "gunicorn")
SETTINGS = """

SECRET_KEY = "benchmark"
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS = [
    *(f"django.contrib.{name}" for name in (
        "auth", "contenttypes", "sessions", "messages", "staticfiles", "sites", "humanize", "admin",
    )),
    "rest_framework", "helpdesk",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
ROOT_URLCONF = "peer_urls"
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True,
    "OPTIONS": {"context_processors": [
        "django.template.context_processors.request",
        "django.contrib.auth.context_processors.auth",
        "django.contrib.messages.context_processors.messages"]}}]
DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "shouwen_bench_peer",
    "CONN_MAX_AGE": 600}}
USE_TZ = True
SITE_ID = 1
STATIC_URL, MEDIA_URL = "static/", "media/"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
HELPDESK_TEAMS_MODE_ENABLED = False
HELPDESK_ACTIVATE_API_ENDPOINT = True
"""
URLS = """
from django.urls import include, path
urlpatterns = [path("helpdesk/", include("helpdesk.urls"))]
"""
WSGI = """
from django.core.wsgi import get_wsgi_application
application = get_wsgi_application()
"""
READY = """
import django, json
django.setup()
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.middleware.csrf import _get_new_csrf_string
from helpdesk.models import Queue
call_command("migrate", verbosity=0)
who, new = get_user_model().objects.get_or_create(
    username="bench", defaults={"is_staff": True, "is_superuser": True, "password": "!"})
queue, new = Queue.objects.get_or_create(slug="bench", defaults={"title": "bench"})
session = SessionStore()
session[SESSION_KEY] = str(who.pk)
session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
session[HASH_SESSION_KEY] = who.get_session_auth_hash()
session.save()
print(json.dumps([session.session_key, _get_new_csrf_string(), queue.pk]))
"""


class Missing(Exception):
    """The peer cannot be had on this machine."""


def measure(clients: int, seconds: float) -> Run:
    """Create tickets with django-helpdesk for some seconds, as our own matters are registered."""
    folder = _folder()
    session, token, queue = _ready(folder)
    sent = _request(session, token, queue)
    with _serving(folder):
        load.wait_for(PORT)
        load.drive(PORT, lambda: sent, clients=clients, seconds=2)
        run = load.drive(PORT, lambda: sent, clients=clients, seconds=seconds)
    if any(status >= 400 for status in run.statuses):
        raise Missing(f"django-helpdesk refused: {run.statuses}")
    return run


def _folder() -> Path:
    """Return the peer's folder, with its environment and the three files that it needs."""
    folder = Path(os.environ["SHOUWEN_DATA"]) / "peer"
    python = folder / "bin" / "python"
    try:
        if not (folder / "installed").exists():
            subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
            install = [str(python), "-m", "pip", "install", "--quiet", *PACKAGES]
            subprocess.run(install, check=True, capture_output=True)
            (folder / "installed").touch()
    except (OSError, subprocess.CalledProcessError) as fault:
        raise Missing(f"django-helpdesk could not be installed: {fault}") from fault
    for name, text in (("settings", SETTINGS), ("urls", URLS), ("wsgi", WSGI)):
        (folder / f"peer_{name}.py").write_text(text)
    return folder


def _environment(folder: Path) -> dict[str, str]:
    named = {"DJANGO_SETTINGS_MODULE": "peer_settings", "PYTHONPATH": str(folder)}
    return {**os.environ, **named}


def _ready(folder: Path) -> tuple[str, str, int]:
    """Make the peer's database; return a session, its token against forgery, and a queue."""
    subprocess.run(["createdb", NAME], capture_output=True, check=False)
    told = subprocess.run(
        [str(folder / "bin" / "python"), "-c", READY],
        env=_environment(folder),
        capture_output=True,
        text=True,
        check=False,
    )
    if told.returncode:
        raise Missing(f"django-helpdesk could not be made ready: {told.stderr[-300:]}")
    session, token, queue = json.loads(told.stdout.splitlines()[-1])
    return session, token, queue


@contextmanager
def _serving(folder: Path) -> Iterator[None]:
    """Run the peer with two workers of two threads, as our own server runs."""
    command = [
        str(folder / "bin" / "gunicorn"),
        "-w",
        "2",
        "--threads",
        "2",
        "-b",
        f"127.0.0.1:{PORT}",
    ]
    server = subprocess.Popen(
        [*command, "--keep-alive", "30", "--log-level", "critical", "peer_wsgi"],
        env=_environment(folder),
        cwd=folder,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(40)


def drop() -> None:
    """Throw the peer's database away."""
    subprocess.run(["dropdb", "--if-exists", NAME], capture_output=True, check=False)


def _request(session: str, token: str, queue: int) -> bytes:
    """Return the bytes of one request: a ticket with a title, a text and an address."""
    ticket = {
        "queue": queue,
        "title": "公租房续租",
        "description": "材料都带来了,请问怎么办。",
        "submitter_email": "citizen@example.org",
        "priority": 3,
    }
    body = json.dumps(ticket, ensure_ascii=False).encode()
    head = (
        f"POST /helpdesk/api/tickets/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"Cookie: sessionid={session}; csrftoken={token}\r\nX-CSRFToken: {token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
