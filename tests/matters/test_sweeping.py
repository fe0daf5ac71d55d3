"""Files that were never sent go after a day; what a matter lists, or is about to, stays."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from shouwen.errors import Unclear
from shouwen.jobs.serving import Duties
from shouwen.matters import actions
from shouwen.matters.actions import sweeping
from shouwen.matters.filing import path_of
from tests.people import Office, build

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def _files_apart(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def office(db: None) -> Office:
    return build()


def a_file(text: str, *, stored: datetime) -> actions.Kept:
    kept = actions.keep([b"%PDF-1.7\n" + text.encode()], f"{text}.pdf")
    os.utime(path_of(kept.sha256), (stored.timestamp(), stored.timestamp()))
    return kept


def send(office: Office, *files: actions.Kept) -> None:
    contact = actions.Contact(
        subject="续租", channel="web", item="GZF", applicant="张三", files=files
    )
    actions.register(contact, institution_id=office.id, by=None, at=timezone.now())


def there(file: actions.Kept) -> bool:
    return path_of(file.sha256).exists()


def test_only_what_waited_for_a_day_and_was_never_sent_goes(office: Office, settings) -> None:
    now = timezone.now()
    sent = a_file("sent", stored=now)
    send(office, sent)
    os.utime(path_of(sent.sha256), ((now - 9 * DAY).timestamp(),) * 2)
    given_up, fresh = (
        a_file("given up", stored=now - DAY - HOUR),
        a_file("fresh", stored=now - HOUR),
    )
    broken = Path(settings.MEDIA_ROOT) / "incoming-x"
    broken.write_bytes(b"half")
    os.utime(broken, ((now - 2 * DAY).timestamp(),) * 2)
    assert actions.sweep_files(at=now) == 2
    assert (there(sent), there(given_up), there(fresh), broken.exists()) == (
        True,
        False,
        True,
        False,
    )


def test_it_is_looked_through_once_in_six_hours_and_by_the_worker(office: Office) -> None:
    now = timezone.now()
    assert actions.sweep_files(at=now - 3 * HOUR) == 0  # there is no folder yet
    a_file("one", stored=now - 2 * DAY)
    Duties().run()
    late = a_file("two", stored=now - 2 * DAY)
    Duties().run()
    assert there(late)
    assert actions.sweep_files(at=now + 7 * HOUR) == 1


def test_a_file_swept_away_is_asked_for_again(office: Office) -> None:
    now = timezone.now()
    old = a_file("old", stored=now - 2 * DAY)
    actions.sweep_files(at=now)
    with pytest.raises(Unclear, match=r"files\.gone"):
        send(office, old)


def test_a_file_attached_while_the_sweep_looks_stays(office: Office, monkeypatch) -> None:
    now = timezone.now()
    file = a_file("late", stored=now - 2 * DAY)
    seen = sweeping._older

    def looking(folder: Path, before: float) -> list[str]:
        found = list(seen(folder, before))
        os.utime(path_of(file.sha256))  # somebody attaches it, and has not committed yet
        return found

    monkeypatch.setattr(sweeping, "_older", looking)
    assert actions.sweep_files(at=now) == 0
    assert there(file)


def test_a_file_put_aside_by_a_sweep_that_died_is_settled_by_the_next(office: Office) -> None:
    now = timezone.now()
    used, unused = a_file("used", stored=now), a_file("unused", stored=now)
    send(office, used)
    for one in (used, unused):
        place = path_of(one.sha256)
        os.utime(place, ((now - 2 * DAY).timestamp(),) * 2)
        place.rename(place.with_name(f"going-{one.sha256}"))
    assert actions.sweep_files(at=now) == 1
    assert there(used)
    assert not there(unused)
