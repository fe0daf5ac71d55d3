"""A random walk through the life of an office: acts, absences, clocks, sweeps.

Everything is drawn from one seed, so that a failure can be walked again step by step.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from shouwen.docket import actions as docket
from shouwen.docket import queries as dossiers
from shouwen.docket.models import Dossier
from shouwen.enactment import actions as enactment
from shouwen.enactment import queries as law_of
from shouwen.errors import ShouwenError
from shouwen.matters import actions as matters
from shouwen.matters import queries as matter_queries
from shouwen.matters.domain import STARTING_KINDS, Form, FormField
from shouwen.matters.forms import FORMS
from shouwen.organization import actions as organization
from shouwen.organization.domain import SYSTEM, Actor
from shouwen.organization.models import Absence
from shouwen.worktime import load_calendar
from tests.people import Office, at, build

BEGIN = at("2026-01-12 09:00")
END = at("2026-10-30 18:00")
TOO_FAR = date(2190, 2, 1)
WORKING = ("lin", "zhao", "sun", "wu", "zhou", "zheng", "wang", "qian", "feng", "chen")
REASONS = ("leave", "business-trip", "meeting")


@dataclass(slots=True)
class Walk:
    """One walk: the office, the clock, and what was done so far."""

    seed: int
    office: Office
    chance: random.Random
    now: datetime = BEGIN
    uids: list[UUID] = field(default_factory=list)
    touched: set[UUID] = field(default_factory=set)
    """Dossiers on which the last step entered an act, or judged anew."""
    swept: bool = False
    told: list[str] = field(default_factory=list)
    done: dict[str, int] = field(default_factory=dict)

    @classmethod
    def begin(cls, seed: int) -> Walk:
        """Start in a fresh office."""
        return cls(seed, build(), random.Random(seed))

    def step(self) -> None:
        """Do one random thing."""
        self.touched, self.swept = set(), False
        ways: list[tuple[Callable[[], str], int]] = [
            (self.act, 52),
            (self.illegal, 10),
            (self.register, 8 if len(self.uids) < 9 else 1),
            (self.wait, 16),
            (self.leave, 6),
            (self.come_back, 3),
            (self.sweep, 12),
            (self.new_calendar, 1),
        ]
        way = self.chance.choices([one for one, _ in ways], [often for _, often in ways])[0]
        told = f"{self.now:%m-%d %H:%M} {way.__name__}: {way()}"
        self.told.append(told)
        self.done[way.__name__] = self.done.get(way.__name__, 0) + 1

    # What people do.

    def register(self) -> str:
        """Let somebody register a first contact, or a citizen write from the web."""
        by = self.somebody() if self.chance.random() < 0.8 else None
        item = "GZF" if self.chance.random() < 0.6 else ""
        contact = matters.Contact(
            subject="想办一件事",
            channel="web" if by is None else "visit",
            kind=self.chance.choice(STARTING_KINDS),
            item=item,
            phone="13800000000",
        )
        first = self.somebody() if by is not None and self.chance.random() < 0.15 else None
        try:
            with transaction.atomic():
                done = matters.register(
                    contact, institution_id=self.office.id, by=by, at=self.now, first_asked=first
                )
        except ShouwenError as refusal:
            return f"refused {refusal.code}"
        self.uids.append(done.dossier.uid)
        self.touched.add(done.dossier.uid)
        return f"{done.number} {contact.kind} {item} by {by.name if by else 'citizen'}"

    def act(self) -> str:
        """Enter an act that is offered to whoever was drawn, with sensible answers."""
        if not self.uids:
            return self.register()
        dossier = Dossier.objects.get(uid=self.chance.choice(self.uids))
        by = self.somebody_for(dossier)
        offered = matter_queries.acts_now(dossier, by, self.now).possible
        if not offered:
            return f"nothing is offered to {by.name if by else 'citizen'}"
        form = self.chance.choice(offered).form
        return self._enter(dossier, form, self.answers(form), by)

    def illegal(self) -> str:
        """Enter any act at all, whoever one is and whatever one writes."""
        if not self.uids:
            return "nothing yet"
        dossier = Dossier.objects.get(uid=self.chance.choice(self.uids))
        form = self.chance.choice(list(FORMS.values()))
        answers = self.answers(form)
        if self.chance.random() < 0.3:
            answers |= {"surprise": "x"}
        if answers and self.chance.random() < 0.3:
            answers.pop(self.chance.choice(sorted(answers)))
        return self._enter(dossier, form, answers, self.somebody_for(dossier))

    def _enter(
        self, dossier: Dossier, form: Form, answers: dict[str, Any], by: Actor | None
    ) -> str:
        who = by.name if by else "citizen"
        told = f"{dossier.number} {dossier.state} {form.act} by {who} {answers}"
        stale = self.chance.random() < 0.05
        seen = dossier.head_seq - 1 if stale else None
        try:
            with transaction.atomic():
                matters.perform(dossier.uid, form.act, answers, by=by, at=self.now, seen=seen)
        except ShouwenError as refusal:
            return f"{told} refused {refusal.code}"
        assert not stale, told
        self.touched.add(dossier.uid)
        self.done[form.act] = self.done.get(form.act, 0) + 1
        return told

    def somebody(self) -> Actor:
        """Draw a colleague."""
        return self.office.actor(self.chance.choice(WORKING), self.now)

    def somebody_for(self, dossier: Dossier) -> Actor | None:
        """Draw whoever holds the dossier or is to take it over, more often than others."""
        drawn = self.chance.random()
        if drawn < 0.12:
            return None
        post = dossier.pending_post_id if drawn < 0.5 else dossier.post_id
        if post is not None and drawn < 0.8:
            there = dossiers.organization.present(post, self.now, institution_id=self.office.id)
            for name, person in self.office.people.items():
                if person.pk == there.person_id:
                    return self.office.actor(name, self.now)
        return self.somebody()

    def answers(self, form: Form) -> dict[str, Any]:
        """Fill a form in; what may be left out sometimes is."""
        return {
            one.name: self._answer(one)
            for one in form.fields
            if one.required or self.chance.random() < 0.7
        }

    def _answer(self, asked: FormField) -> Any:
        if asked.choices:
            code = self.chance.choice(sorted(asked.choices))
            return [code] if asked.kind == "codes" else code
        posts = (self.office.desk, self.office.handling, self.office.office_post)
        match asked.kind:
            case "post":
                return self.chance.choice(posts).pk
            case "date":
                if self.chance.random() < 0.03:
                    return TOO_FAR.isoformat()
                ahead = timedelta(days=self.chance.randint(-2, 40))
                return (self.now + ahead).date().isoformat()
            case "count":
                return self.chance.randint(0, 9)
            case "codes":
                return [str(self.chance.randint(1, 3))]
            case "flag":
                return self.chance.choice(["yes", ""])
            case _:
                return "写明情况"

    # What happens to people and clocks.

    def wait(self) -> str:
        """Let time pass: minutes, hours, a night, a week."""
        minutes = self.chance.choice([1, 20, 90, 300, 900, 1440, 3 * 1440, 9 * 1440])
        self.now = min(
            END, self.now + timedelta(minutes=minutes, seconds=self.chance.randint(0, 59))
        )
        return f"until {self.now:%m-%d %H:%M:%S}"

    def leave(self) -> str:
        """Let one person, or once in a while everybody, be away from now or soon."""
        everybody = self.chance.random() < 0.12
        names = WORKING if everybody else (self.chance.choice(WORKING),)
        since = self.now + timedelta(hours=0 if everybody else self.chance.choice([0, 0, 2, 30]))
        until = since + timedelta(hours=self.chance.choice([3, 20, 75]))
        away = [name for name in names if self._away(name, since, until)]
        return f"{away} until {until:%m-%d %H:%M}"

    def _away(self, name: str, since: datetime, until: datetime) -> bool:
        try:
            with transaction.atomic():
                organization.go_absent(
                    self.office.people[name],
                    since=since,
                    until=until,
                    reason=self.chance.choice(REASONS),
                    note="请代为办理",
                    by=SYSTEM,
                    at=self.now,
                )
        except ShouwenError:
            return False
        return True

    def come_back(self) -> str:
        """Let one who is away come back early."""
        away = Absence.objects.filter(
            since__lte=self.now, until__gt=self.now, cancelled_at__isnull=True
        ).order_by("pk")
        if not away:
            return "nobody is away"
        one = self.chance.choice(list(away))
        organization.return_early(one, by=SYSTEM, at=self.now)
        return str(one.person)

    def sweep(self) -> str:
        """Run the background duties: sweep once or twice, settle alarms."""
        first = docket.tick(now=self.now, batch=self.chance.choice([2, 500]))
        organization.settle(self.office.id, at=self.now)
        if self.chance.random() < 0.4:
            again = docket.tick(now=self.now)
            assert again.handled == 0, "a second sweep at the same instant found work"
        self.swept = True
        return str(first)

    def new_calendar(self) -> str:
        """Import the year with one more rest day, and judge every open dossier anew."""
        year = load_calendar("cn").years[self.now.year]
        extra = (self.now + timedelta(days=self.chance.randint(1, 12))).date()
        source = year.as_json()
        if extra in {day for days in year.work.values() for day in days}:
            return "a make-up workday stays one"
        holiday = sorted(source["rest"])[0]
        source["rest"][holiday].append(extra.isoformat())
        enactment.import_year(
            self.now.year,
            source,
            institution_id=self.office.id,
            notice="放假通知",
            by=SYSTEM,
            at=self.now,
        )
        law_of.forget()
        for uid in dossiers.with_open_limits(self.office.id):
            docket.judge_again(uid, at=self.now, why={"calendar": "cn", "years": [self.now.year]})
            self.touched.add(uid)
        return extra.isoformat()
