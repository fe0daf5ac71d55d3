"""What time alone brings: the next period of a duty, and a second breach of a limit moved on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shouwen.docket import actions, queries
from shouwen.docket.models import Breach, Dossier, Obligation, Timer
from shouwen.enactment import queries as enactment
from shouwen.matters import actions as matters
from shouwen.matters import queries as matter_queries
from tests.people import Office, at, build

REGISTERED = at("2026-01-20 09:10")


@pytest.fixture
def office(db: None) -> Office:
    """Return a fresh office with its law in force."""
    return build()


def a_complex_matter(office: Office) -> Dossier:
    """Return an accepted renewal on which progress is reported every month."""
    lin = office.actor("lin", REGISTERED)
    contact = matters.Contact(subject="续租", item="GZF", phone="13800000000")
    done = matters.register(contact, institution_id=office.id, by=lin, at=REGISTERED)
    form = matter_queries.acts_now(done.dossier, lin, REGISTERED).form("accepted")
    assert form is not None
    wanted = {"complexity": "complex"}
    answers = {one.name: wanted[one.name] for one in form.fields if one.name in wanted}
    assert answers == wanted
    matters.perform(done.dossier.uid, "accepted", answers, by=lin, at=REGISTERED)
    return Dossier.objects.get(uid=done.dossier.uid)


def test_the_next_period_of_a_duty_is_owed_without_anybody_acting(office: Office) -> None:
    dossier = a_complex_matter(office)
    for month, day in ((1, "2026-01-21"), (2, "2026-02-02"), (3, "2026-03-02"), (4, "2026-04-02")):
        actions.tick(now=at(f"{day} 09:00"))
        rows = Obligation.objects.filter(dossier=dossier, rule__endswith="#6/progress")
        periods = {key.rpartition(":")[2] for key in rows.values_list("key", flat=True)}
        assert periods == {f"2026-{one:02}" for one in range(1, month + 1)}


def test_what_arose_during_an_outage_is_broken_at_its_own_moment(office: Office) -> None:
    dossier = a_complex_matter(office)
    late = at("2026-06-15 09:00")
    actions.tick(now=late)
    law, record = enactment.law(office.id), queries.record(dossier)
    computed = {duty.key: duty.breach_at for duty in law.duties(record, late) if duty.breach_at}
    stored = Breach.objects.filter(dossier=dossier).values_list("obligation__key", "at")
    assert dict(stored) == computed
    assert sum("#6/progress" in key for key in computed) >= 4


def test_a_breach_annulled_by_a_new_limit_stands_again_once_that_has_passed(
    office: Office,
) -> None:
    dossier = a_complex_matter(office)
    promised = Obligation.objects.filter(dossier=dossier, limit_at__isnull=False, right=False)
    first = promised.order_by("limit_at").last()
    assert first is not None
    assert first.limit_at is not None
    over = first.limit_at + timedelta(hours=1)
    actions.tick(now=over)
    breach = Breach.objects.get(obligation=first)
    Breach.objects.filter(pk=breach.pk).update(annulled_at=over)
    later = first.limit_at - timedelta(days=1)
    Breach.objects.filter(pk=breach.pk).update(at=later)
    Obligation.objects.filter(pk=first.pk).update(verdict="open")
    Timer.objects.create(obligation=first, dossier=dossier, stage="limit", at=first.limit_at)
    again = over + timedelta(days=3)
    actions.tick(now=again)
    breach.refresh_from_db()
    assert (breach.annulled_at, breach.at, breach.found_at) == (None, first.limit_at, again)
