"""The institution that judges history by today's editions (试评).

The editions begin in 2024; messages of earlier years would meet no law at all. A trial applies
them from its own first day, for measuring only, and says so wherever its adoption is shown.
"""

from __future__ import annotations

import re
from datetime import datetime
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from shouwen.enactment import actions as enactment
from shouwen.jobs.adopting import Shipped, shipped_adoption
from shouwen.organization import actions as organization
from shouwen.organization import queries
from shouwen.organization.domain import SYSTEM
from shouwen.organization.models import Institution
from shouwen.rulebook.readback import show
from shouwen.rulebook.reading import read_edition

CODE = "LS"
NAME = "历史来信试评"
NAME_EN = "Trial of past messages"
FIRST_DAY = "2007-01-01"
"""The first day of the first calendar year that the product carries."""

ZONE = ZoneInfo("Asia/Shanghai")
FOUNDED = datetime(2007, 1, 1, 0, 0, tzinfo=ZONE)
STAFF = (
    ("trial-a", "试评员甲", "Trial clerk A", "primary"),
    ("trial-b", "试评员乙", "Trial clerk B", "backup"),
)


@transaction.atomic
def trial_institution() -> Institution:
    """Return the trial institution, making it and its law the first time.

    Where there is one topmost institution it stands below that one, so that its supervisor may
    look at it.
    """
    known = queries.institutions(active_only=False)
    found = next((one for one in known if one.code == CODE), None)
    if found is not None:
        return found
    tops = [one for one in known if one.parent_id is None]
    done: dict[str, Any] = {"by": SYSTEM, "at": FOUNDED}
    house = organization.create_institution(
        name=NAME, code=CODE, name_en=NAME_EN, parent=tops[0] if len(tops) == 1 else None, **done
    )
    _staff(house, done)
    _adopt(house)
    return house


def _staff(house: Institution, done: dict[str, Any]) -> None:
    place = organization.create_department(house, name="来信办理科", name_en="Letters", **done)
    post = organization.create_post(
        place, title="来信岗", title_en="Letters", is_window=True, **done
    )
    people = []
    for username, name, english, capacity in STAFF:
        person = organization.create_person(
            house, username=username, name=name, name_en=english, department=place,
            joined_at=FOUNDED, **done,
        )  # fmt: skip
        organization.appoint(post, person, capacity=capacity, since=FOUNDED, **done)
        people.append(person)
    organization.assign_role(house, "registrar", post=post, since=FOUNDED, **done)
    for kind, where in (("head", place), ("in-charge", place), ("principal", None)):
        organization.appoint_leader(
            house, people[1], kind=kind, department=where, since=FOUNDED, **done
        )


def trial_document() -> Shipped:
    """Return the example adoption, with its fixes, as a trial that begins in 2007."""
    shipped = shipped_adoption("demo-city")
    source = shipped.source
    for key, value in (
        ("adoption", "trial"),
        ("edition", FIRST_DAY),
        ("title", "历史来信试评(采用示例细则的各项数字)"),
        ("short", "试评"),
    ):
        source = re.sub(rf"(?m)^{key}: .*$", f"{key}: {value}", source, count=1)
    source = re.sub(r"(?m)^issued: .*\n", "", source, count=1)
    return Shipped(source, shipped.editions)


def _adopt(house: Institution) -> None:
    document = trial_document()
    row = enactment.draft(
        document.source,
        institution_id=house.pk,
        editions=document.editions,
        trial=True,
        by=SYSTEM,
        at=FOUNDED,
    )
    told = "\n".join(show(read_edition(text.encode()), "zh") for _, text in document.editions)
    enactment.sign(
        row.pk,
        institution_id=house.pk,
        readback=sha256(told.encode()).hexdigest(),
        by=SYSTEM,
        at=FOUNDED,
    )
