"""Who holds, leads, serves, is on duty or is away, each from an instant until another."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from shouwen.organization.models.people import Person
from shouwen.organization.models.structure import Department, Institution, Post


class Spell(models.Model):
    """A fact that holds from `since` until `until` (left out; null = until further notice)."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


def _ends_later(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(until__isnull=True) | Q(until__gte=F("since")), name=name
    )


class Holding(Spell):
    """A person holds a post: A (primary, responsible), B (backup), or acting."""

    class Capacity(models.TextChoices):
        PRIMARY = "primary", "A"
        BACKUP = "backup", "B"
        ACTING = "acting", "代"

    post = models.ForeignKey(Post, models.PROTECT, related_name="holdings")
    person = models.ForeignKey(Person, models.PROTECT, related_name="holdings")
    capacity = models.CharField(max_length=8, choices=Capacity.choices)
    reason = models.CharField(max_length=200, blank=True)
    agreed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    """The head who agreed to the change of the A/B list."""

    class Meta:
        constraints = (
            _ends_later("holding_ends_after_it_begins"),
            models.UniqueConstraint(
                fields=("post", "capacity"),
                condition=Q(until__isnull=True),
                name="one_standing_holder_a_capacity",
            ),
            models.UniqueConstraint(
                fields=("post", "person"),
                condition=Q(until__isnull=True),
                name="one_standing_capacity_a_person",
            ),
        )
        indexes = (
            models.Index(fields=("institution", "until"), name="holding_by_institution"),
            models.Index(fields=("person", "until"), name="holding_by_person"),
        )

    def __str__(self) -> str:
        return f"{self.post_id} {self.get_capacity_display()} {self.person_id}"


class Leadership(Spell):
    """A person heads a department, is the leader in charge of it, or leads the institution."""

    class Kind(models.TextChoices):
        HEAD = "head", "科室负责人"
        IN_CHARGE = "in-charge", "分管领导"
        PRINCIPAL = "principal", "主要领导"

    person = models.ForeignKey(Person, models.PROTECT, related_name="leaderships")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="leaderships"
    )
    order = models.PositiveSmallIntegerField(default=0)
    """Among several of a kind the smallest comes first; deputies follow."""

    class Meta:
        constraints = (
            _ends_later("leadership_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(kind="principal", department__isnull=True)
                | Q(kind__in=("head", "in-charge"), department__isnull=False),
                name="only_principals_lead_no_department",
            ),
            models.UniqueConstraint(
                fields=("person", "kind", "department"),
                condition=Q(until__isnull=True, department__isnull=False),
                name="one_standing_leadership_of_a_department",
            ),
            models.UniqueConstraint(
                fields=("institution", "order"),
                condition=Q(until__isnull=True, kind="principal"),
                name="one_standing_principal_of_an_order",
            ),
        )
        indexes = (
            models.Index(fields=("institution", "until"), name="leadership_by_institution"),
            models.Index(fields=("person", "until"), name="leadership_by_person"),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind} {self.department_id or ''}"


class OfficeRole(Spell):
    """A role of the house given to a person, or to a post (then to whoever acts for the post)."""

    OFFICERS = ("administrator", "security-administrator", "auditor")
    """三员: one person holds one of them at most, and no business role, post or leadership."""

    role = models.CharField(max_length=24)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="office_roles"
    )
    post = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="office_roles"
    )
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="office_roles"
    )
    """Only for this department and those below it; null = the whole institution."""
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = (
            _ends_later("office_role_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(person__isnull=True, post__isnull=False)
                | Q(person__isnull=False, post__isnull=True),
                name="office_role_of_a_person_or_a_post",
            ),
            models.CheckConstraint(
                condition=~Q(role__in=("administrator", "security-administrator", "auditor"))
                | Q(person__isnull=False, department__isnull=True),
                name="officers_are_persons_for_the_institution",
            ),
            models.UniqueConstraint(
                fields=("person",),
                condition=Q(
                    until__isnull=True,
                    role__in=("administrator", "security-administrator", "auditor"),
                ),
                name="officers_exclude_each_other",
            ),
            models.UniqueConstraint(
                fields=("person", "role"),
                condition=Q(until__isnull=True, department__isnull=True, person__isnull=False),
                name="one_standing_role_a_person",
            ),
        )
        indexes = (models.Index(fields=("institution", "until"), name="role_by_institution"),)

    def __str__(self) -> str:
        return f"{self.role} {self.person_id or self.post_id}"


class DutyRoster(Spell):
    """A person is on duty, for the institution or one department."""

    class Kind(models.TextChoices):
        WEEKLY = "weekly-duty", "当周值班"
        TEMPORARY = "temporary-duty", "临时值班"
        OFFICER = "duty-officer", "值班人员"
        LEADER = "duty-leader", "带班领导"

    until = models.DateTimeField()
    kind = models.CharField(max_length=16, choices=Kind.choices)
    person = models.ForeignKey(Person, models.PROTECT, related_name="rosters")
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="rosters"
    )
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(until__gt=F("since")), name="duty_ends_after_it_begins"
            ),
        )
        indexes = (
            models.Index(fields=("institution", "until"), name="duty_by_institution"),
            models.Index(fields=("person", "until"), name="duty_by_person"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.person_id} {self.since:%F}"


class Absence(Spell):
    """A person is away; posts pass to the backup for as long, and come back by themselves."""

    class Reason(models.TextChoices):
        BUSINESS = "business-trip", "出差"
        MEETING = "meeting", "开会"
        TRAINING = "training", "培训"
        LEAVE = "leave", "休假"
        SICK = "sick", "病假"
        FIELD = "field", "外出办事"
        OTHER = "other", "其他"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="absences")
    until = models.DateTimeField()
    """When the absence really ends: moved forward by an early return."""
    planned_until = models.DateTimeField()
    reason = models.CharField(max_length=16, choices=Reason.choices)
    note = models.TextField(blank=True)
    """The hand-over note: what the one who stands in must know."""
    contact = models.CharField(max_length=60, blank=True)
    entered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField()
    returned_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(until__gte=F("since")), name="absence_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(until__lte=F("planned_until")), name="absence_is_only_shortened"
            ),
        )
        indexes = (
            models.Index(fields=("institution", "until"), name="absence_by_institution"),
            models.Index(fields=("person", "until"), name="absence_by_person"),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.since:%F} {self.until:%F}"


class Alarm(models.Model):
    """Nobody is there for a post or role. Stands, visibly, until somebody is."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="alarms")
    role = models.CharField(max_length=32, default="post-holder")
    post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="alarms")
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="alarms"
    )
    subject = models.CharField(max_length=80)
    """Role, department and post in one word: what the alarm is about, once at a time."""
    raised_at = models.DateTimeField()
    walk = models.JSONField(default=list)
    """Codes of the places that were looked at, in order."""
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    """Null when a roster change or a return resolved it."""
    resolution = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("institution", "subject"),
                condition=Q(resolved_at__isnull=True),
                name="one_standing_alarm_a_subject",
            ),
        )
        indexes = (
            models.Index(fields=("institution", "resolved_at"), name="alarm_by_institution"),
        )

    def __str__(self) -> str:
        return f"{self.subject} {self.raised_at:%F %H:%M}"
