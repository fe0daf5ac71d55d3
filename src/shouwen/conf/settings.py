"""Every setting, read from the environment; the comment above each one is its manual."""

from __future__ import annotations

from pathlib import Path

from shouwen.conf import env

PACKAGE = Path(__file__).resolve().parent.parent

# Folder for the database, keys and files that people hand in. Default: ./var
DATA = Path(env.text("SHOUWEN_DATA", "var")).resolve()
DATA.mkdir(parents=True, exist_ok=True)

# Show error details in the browser. Never in production.
DEBUG = env.flag("SHOUWEN_DEBUG", False)

# Signs sessions and forms. Made and kept in the data folder when not given.
SECRET_KEY = env.text("SHOUWEN_SECRET_KEY", "") or env.kept_secret(DATA / "secret.key")

# Host names the site answers to, separated by commas.
ALLOWED_HOSTS = env.words("SHOUWEN_HOSTS", "127.0.0.1,localhost,[::1]")

# Origins that may send forms when behind a proxy: https://shouwen.example.gov.cn
CSRF_TRUSTED_ORIGINS = env.words("SHOUWEN_ORIGINS", "")

# Serve over https only (behind a proxy that sets X-Forwarded-Proto).
HTTPS = env.flag("SHOUWEN_HTTPS", False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# sqlite (in the data folder), sqlite:////path/file, or postgres://user:password@host:port/name
DATABASES = {"default": env.database(env.text("DATABASE_URL", "sqlite"), DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "ninja",
    "shouwen.journal",
    "shouwen.organization",
    "shouwen.enactment",
    "shouwen.catalog",
    "shouwen.notify",
    "shouwen.papers",
    "shouwen.docket",
    "shouwen.matters",
    "shouwen.api",
    "shouwen.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "shouwen.conf.edge.Edge",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "shouwen.web.security.PagePolicy",
    "shouwen.web.views.faults.RefusalPages",
]

ROOT_URLCONF = "shouwen.conf.urls"
WSGI_APPLICATION = "shouwen.conf.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "shouwen.web.frame.frame",
            ]
        },
    }
]

# Notes about acts may name people: they stay on the server, never in a cookie.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_FAILURE_VIEW = "shouwen.web.views.faults.csrf_failed"

AUTH_USER_MODEL = "organization.Person"
AUTHENTICATION_BACKENDS = ["shouwen.organization.backend.PersonBackend"]
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/desk/"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# Chinese first: sentences are written in Chinese and translated into English.
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "web" / "locale"]
USE_I18N = True
USE_TZ = True

# The zone in which an institution without a zone of its own computes its days.
TIME_ZONE = env.text("SHOUWEN_ZONE", "Asia/Shanghai")

STATIC_URL = "static/"
# Built files carry a hash in their names: served straight from the package, kept for ever.
WHITENOISE_USE_FINDERS = True
WHITENOISE_IMMUTABLE_FILE_TEST = r"/dist/[a-z]+-[0-9a-f]{10}\."
MEDIA_ROOT = DATA / "files"

# Largest request body and largest file that may be handed in, in bytes.
DATA_UPLOAD_MAX_MEMORY_SIZE = env.number("SHOUWEN_MAX_BODY", 5 * 1024 * 1024)
MAX_UPLOAD = env.number("SHOUWEN_MAX_UPLOAD", 20 * 1024 * 1024)
# The first one stops reading a file where it passes MAX_UPLOAD.
FILE_UPLOAD_HANDLERS = [
    "shouwen.web.uploads.StopTooLarge",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
# How many things one network address may send from the public pages in an hour. A kiosk or a
# service hall behind one address needs more.
WEB_PER_HOUR = env.number("SHOUWEN_WEB_PER_HOUR", 30)

# Mail server: smtp://user:password@host:25, smtps://… for TLS. Without one, mails wait.
SMTP = env.text("SHOUWEN_SMTP", "")
# Sender of mails.
DEFAULT_FROM_EMAIL = env.text("SHOUWEN_MAIL_FROM", "shouwen@localhost")
vars().update(env.mail(SMTP))

# File holding the Ed25519 seal key; read by the sealer only. Made the first time.
SEAL_KEY = Path(env.text("SHOUWEN_SEAL_KEY", str(DATA / "keys" / "seal.pem")))
# Folder for copies of the seals, best on another disk: what is checked after a restore.
SEALS = Path(env.text("SHOUWEN_SEALS", str(DATA / "seals")))
# File holding the key that encrypts personal data beside the journal. Made the first time.
KEYRING = Path(env.text("SHOUWEN_KEYRING", str(DATA / "keys" / "keyring.key")))
# Key under which citizens' query codes are hashed. Made and kept in the data folder.
CODE_KEY = env.kept_secret(DATA / "keys" / "codes.key")
# Address of an SMS gateway that takes JSON {"to", "text"}. Without one, SMS messages wait.
SMS_GATEWAY = env.text("SHOUWEN_SMS_GATEWAY", "")
# Origin prefix of the institution's logs, a domain name of yours.
LOG_ORIGIN = env.text("SHOUWEN_LOG_ORIGIN", "shouwen.localhost")

# How much is logged: DEBUG, INFO, WARNING or ERROR.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env.text("SHOUWEN_LOG_LEVEL", "INFO")},
    "loggers": {"django.request": {"level": "ERROR"}},
}
