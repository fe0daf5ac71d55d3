"""What lists reach is what may be seen: nothing more, nothing less, for everybody."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shouwen.docket import queries as dossiers
from shouwen.docket.models import Dossier
from shouwen.matters import actions
from shouwen.matters.queries import reaching
from tests.people import Office, at, build

START = at("2026-02-10 09:30")
ASKED = ("lin", "zhao", "sun", "chen", "zhou", "wang", "qian")


@pytest.fixture
def houses(db: None) -> tuple[Office, Office]:
    """Two offices; in each, everybody was asked something, and some of it was handed over."""
    pair = (build(), build("XB"))
    for house in pair:
        for number, name in enumerate(ASKED):
            when = START + timedelta(minutes=number)
            by = house.actor(name, when)
            contact = actions.Contact(f"{name} 被问到的事", item="GZF" if number % 2 else "")
            done = actions.register(contact, institution_id=house.id, by=by, at=when)
            if name in {"lin", "zhao"}:
                to = {"recipient": (house.handling if name == "lin" else house.office_post).pk}
                actions.perform(done.dossier.uid, "handed-over", to, by=by, at=when)
            if name == "lin":
                sun = house.actor("sun", when)
                actions.perform(done.dossier.uid, "taken-over", {}, by=sun, at=when)
    return pair


@pytest.mark.parametrize("few", [0, 3, 1_000])
def test_lists_reach_exactly_what_may_be_seen(
    houses: tuple[Office, Office], few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reaching, "FEW", few)
    everything = Dossier.objects.count()
    sizes = set()
    for house in houses:
        for name in house.people:
            actor = house.actor(name, START + timedelta(hours=1))
            seen = set(dossiers.visible(actor).values_list("pk", flat=True))
            reached = reaching.reached(actor)
            assert sorted(reached.rows.values_list("pk", flat=True)) == sorted(seen), name
            if reached.quick is not None:
                assert set(reached.quick.values_list("pk", flat=True)) <= seen, name
            sizes.add(len(seen))
    assert {0, len(ASKED)} <= sizes  # some see nothing, some their whole house
    assert everything not in sizes  # and nobody another house
