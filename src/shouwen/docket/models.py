"""Dossiers, what is owed on them, when to look again, and what was broken."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from shouwen.docket.domain import Worst, new_uid
from shouwen.organization.models import Department, Institution, Person, Post


class Dossier(models.Model):
    """Anything with a number, a procedure, a journal chain and obligations.

    `state`, `bonds`, `post` and the columns of its most pressing limit are copies, kept in the same
    transaction as the act that changes them; the journal is the truth.
    """

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=40)
    number = models.CharField(max_length=40)
    state = models.CharField(max_length=40)
    previous_state = models.CharField(max_length=40, default="")
    """The state before the last change: where a declined hand-over or a correction returns to."""
    settled = models.BooleanField(default=False)
    """Nothing is to be handled any more: done, refused, guided away, withdrawn or filed away."""
    final = models.BooleanField(default=False)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, related_name="+", db_index=False
    )
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+", db_index=False)
    pending_post = models.ForeignKey(
        Post, models.PROTECT, null=True, related_name="+", db_index=False
    )
    first_asked = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", db_index=False
    )
    bonds = models.JSONField(default=dict)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    last_act_at = models.DateTimeField()
    head_seq = models.IntegerField(default=-1)
    head_hash = models.CharField(max_length=64, default="")
    head_recorded = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=12, default="none")
    limit_at = models.DateTimeField(null=True)
    remind_at = models.DateTimeField(null=True)
    limit_unit = models.CharField(max_length=20, default="")
    limit_rule = models.CharField(max_length=160, default="")
    provisional = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "number"], name="dossier_number"),
        ]
        indexes = [
            models.Index(fields=["institution", "-opened_at", "-uid"], name="dossier_newest"),
            models.Index(fields=["department", "-opened_at", "-uid"], name="dossier_department"),
            # The columns after `uid` let statistics count what is open from the index alone.
            models.Index(
                fields=[
                    "institution",
                    "limit_at",
                    "uid",
                    "department",
                    "kind",
                    "state",
                    "verdict",
                    "remind_at",
                ],
                condition=Q(settled=False),
                name="dossier_open_limit",
            ),
            models.Index(
                fields=["post", "limit_at", "uid"], condition=Q(settled=False), name="dossier_held"
            ),
            models.Index(
                fields=["post", "limit_at", "uid"],
                condition=Q(settled=False, state="waiting"),
                name="dossier_waiting",
            ),
            models.Index(
                fields=["pending_post", "last_act_at"],
                condition=Q(pending_post__isnull=False),
                name="dossier_pending",
            ),
            models.Index(fields=["first_asked", "-opened_at"], name="dossier_first_asked"),
            models.Index(fields=["institution", "-last_act_at", "-uid"], name="dossier_last_act"),
            models.Index(
                fields=["institution", "state", "-opened_at", "-uid"], name="dossier_state"
            ),
            models.Index(
                fields=["post", "-closed_at", "uid"], condition=Q(settled=True), name="dossier_done"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def press(self, pressing: Worst) -> None:
        """Copy the most pressing open duty onto the row."""
        self.verdict, self.limit_rule = pressing.verdict, pressing.rule
        self.limit_at, self.remind_at = pressing.limit_at, pressing.remind_at
        self.limit_unit, self.provisional = pressing.unit, pressing.provisional


PRESSING = ("verdict", "limit_at", "remind_at", "limit_unit", "limit_rule", "provisional")
"""The columns that `Dossier.press` writes."""


class Involvement(models.Model):
    """A post or person that has a part in a dossier, and may therefore see it."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="involvements")
    role = models.CharField(max_length=40)
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["post", "dossier"], name="involved_post"),
            models.Index(fields=["person", "dossier"], name="involved_person"),
        ]


class Proposal(models.Model):
    """An act that waits for somebody's signature: an extension, a refusal."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="proposals")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    department = models.ForeignKey(Department, models.PROTECT, null=True, related_name="+")
    wants = models.CharField(max_length=40)
    role = models.CharField(max_length=40)
    seq = models.IntegerField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=40, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "seq"], name="proposal_of_entry"),
        ]
        indexes = [
            models.Index(
                fields=["institution", "role", "asked_at"],
                condition=Q(decided_at__isnull=True),
                name="proposal_waiting",
            ),
        ]


class Obligation(models.Model):
    """The stored verdict on one duty: a copy of what `Law.duties` computed, with its steps."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="obligations", db_index=False)
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+", db_index=False)
    department = models.ForeignKey(Department, models.PROTECT, null=True, related_name="+")
    key = models.CharField(max_length=200)
    rule = models.CharField(max_length=160)
    acts = models.JSONField()
    bearer = models.CharField(max_length=40)
    recipient = models.CharField(max_length=40, default="")
    opened_seq = models.IntegerField()
    opened_at = models.DateTimeField()
    verdict = models.CharField(max_length=12)
    soft = models.BooleanField(default=False)
    right = models.BooleanField(default=False)
    ends = models.BooleanField(default=False)
    """Whether doing it finishes the dossier: what a rate of completion counts."""
    promised_at = models.DateTimeField(null=True)
    remind_at = models.DateTimeField(null=True)
    limit_at = models.DateTimeField(null=True)
    provisional = models.BooleanField(default=False)
    unit = models.CharField(max_length=20, default="")
    steps = models.JSONField()
    cited = models.JSONField()
    closed_seq = models.IntegerField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "key"], name="obligation_key"),
        ]
        indexes = [
            models.Index(
                fields=["institution", "limit_at"],
                condition=Q(closed_at__isnull=True),
                name="obligation_open",
            ),
            models.Index(
                fields=["institution", "closed_at", "verdict"],
                condition=Q(closed_at__isnull=False),
                name="obligation_closed",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class Timer(models.Model):
    """The next threshold of an obligation; one row, moved forward, deleted when none is left."""

    obligation = models.OneToOneField(Obligation, models.CASCADE, primary_key=True)
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="+")
    stage = models.CharField(max_length=8)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["at", "obligation"], name="timer_due")]


class Breach(models.Model):
    """A limit that passed: dated by the computed moment, not by when it was noticed."""

    obligation = models.OneToOneField(Obligation, models.CASCADE, related_name="breach")
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="breaches")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    department = models.ForeignKey(Department, models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=60)
    rule = models.CharField(max_length=160)
    cited = models.JSONField()
    at = models.DateTimeField()
    found_at = models.DateTimeField()
    bearer = models.CharField(max_length=40)
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    soft = models.BooleanField(default=False)
    annulled_at = models.DateTimeField(null=True)
    """Set when a later act (an extension approved in time, a calendar event) moved the limit."""

    class Meta:
        indexes = [
            models.Index(fields=["institution", "-at"], name="breach_newest"),
            models.Index(fields=["person", "-at"], name="breach_person"),
        ]


class Fault(models.Model):
    """A computation that raised: an item on the supervisor's page; it never stops the others."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="faults")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    where = models.CharField(max_length=40)
    error = models.TextField()
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["institution", "-at"],
                condition=Q(resolved_at__isnull=True),
                name="fault_waiting",
            ),
        ]


class Counter(models.Model):
    """The last serial number given out under one prefix on one day."""

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="+")
    prefix = models.CharField(max_length=16)
    day = models.DateField()
    value = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "prefix", "day"], name="counter_day"),
            models.CheckConstraint(condition=Q(value__gte=0), name="counter_counts_up"),
        ]


class Request(models.Model):
    """An idempotency key and what it did, so that a repeated request is the same act."""

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="+")
    caller = models.CharField(max_length=40)
    """`person:12`, `token:3` or `public`: keys of different callers never meet."""
    key = models.CharField(max_length=80)
    body = models.CharField(max_length=64)
    dossier_uid = models.UUIDField()
    seq = models.IntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "caller", "key"], name="request_once"),
        ]


class Heartbeat(models.Model):
    """When each background duty last ran, for the health figures (tick lag)."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()
    seconds = models.FloatField(default=0)
    handled = models.IntegerField(default=0)
    backlog = models.IntegerField(default=0)


class DaySum(models.Model):
    """How many of one thing happened on one day: what statistics add up, never histories.

    `kind` is `received` (dossiers opened), `kept` or `broken` (duties); `work` the regulation of
    the duty, `ends` whether the duty finishes the dossier. A day's rows are made anew as a whole.
    """

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="+")
    department = models.ForeignKey(Department, models.PROTECT, null=True, related_name="+")
    day = models.DateField()
    kind = models.CharField(max_length=12)
    work = models.CharField(max_length=60, default="")
    ends = models.BooleanField(default=False)
    count = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["institution", "day"], name="day_sum_by_day")]


class SummedUntil(models.Model):
    """The first day of an institution that is not summed yet: from it on, rows are counted."""

    institution = models.OneToOneField(
        Institution, models.CASCADE, primary_key=True, related_name="+"
    )
    day = models.DateField()


class TouchedDay(models.Model):
    """A day, summed perhaps, on which something came to be otherwise: it is summed again.

    Rows are only added and taken away, so that acts never wait for one another here.
    """

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="+")
    day = models.DateField()


class Rejudgement(models.Model):
    """A change of the law or the calendar that is being carried through all open dossiers.

    Durable, so that leaving the page or losing the process stops nothing: the sweep goes on with
    what is unfinished. `after` is the last dossier done.
    """

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    why = models.JSONField()
    """The event that moves limits: `{"event": "calendar-imported", "year": 2027, …}`."""
    begun_at = models.DateTimeField()
    total = models.IntegerField(default=0)
    seen = models.IntegerField(default=0)
    moved = models.IntegerField(default=0)
    failed = models.IntegerField(default=0)
    after = models.UUIDField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["institution", "begun_at"],
                condition=Q(finished_at__isnull=True),
                name="rejudgement_waiting",
            ),
        ]


class Moved(models.Model):
    """A limit that a rejudgement moved, as the entry `limits-recomputed` says it."""

    rejudgement = models.ForeignKey(Rejudgement, models.CASCADE, related_name="moves")
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="+")
    rule = models.CharField(max_length=160)
    was = models.DateTimeField(null=True)
    now = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["rejudgement", "id"], name="moved_of")]
