"""The worker's round: nobody's trouble is another's."""

from __future__ import annotations

import pytest

from shouwen.docket.models import Heartbeat
from shouwen.errors import Refused, Text
from shouwen.jobs.serving import Duties
from shouwen.journal import actions as journal
from shouwen.journal.models import Seal
from shouwen.notify import actions, queries
from shouwen.notify.actions import Notice
from tests.people import at, build


@pytest.mark.django_db(transaction=True)
def test_a_house_that_cannot_be_sealed_stops_neither_others_nor_the_round(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first, second = build(with_law=False), build("XB", with_law=False)
    sealed = journal.seal

    def refusing(institution_id: int, **given: object) -> object:
        if institution_id == first.id:
            raise Refused("journal.seal-forged", Text("封存不是本单位的", "not our seal"))
        return sealed(institution_id, **given)  # type: ignore[arg-type]

    monkeypatch.setattr(journal, "seal", refusing)
    Duties().run()
    assert set(Seal.objects.values_list("log__institution_id", flat=True)) == {second.id}
    assert Heartbeat.objects.filter(name="work").exists()


@pytest.mark.django_db
def test_messages_of_loaded_history_are_not_counted_as_given_up() -> None:
    office, when = build(with_law=False), at("2026-02-13 10:00")
    said = Notice("act", "x:1", address="13900000000", channel="sms", facts={})
    actions.tell([said], institution_id=office.id, at=when)
    assert queries.outbox().waiting == 1
    actions.drop_waiting(institution_id=office.id, at=when)
    assert (queries.outbox().waiting, queries.outbox().given_up) == (0, 0)
