"""Service items and the materials they ask for."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from shouwen.catalog.domain import Figures
from shouwen.organization.models import Department, Institution, Post
from shouwen.worktime import Amount, Unit


class ServiceItem(models.Model):
    """What a citizen may ask the office to do: basis, conditions, limits, post and window."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160, blank=True)
    initials = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=40, default="application")
    matter_class = models.CharField(max_length=10)
    basis = models.TextField(blank=True)
    conditions = models.TextField(blank=True)
    steps = models.TextField(blank=True)
    fee = models.CharField(max_length=200, blank=True)
    statutory_count = models.PositiveIntegerField(null=True)
    statutory_unit = models.CharField(max_length=20, blank=True)
    promised_count = models.PositiveIntegerField(null=True)
    promised_unit = models.CharField(max_length=20, blank=True)
    department = models.ForeignKey(Department, models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    window = models.CharField(max_length=60, blank=True)
    active = models.BooleanField(default=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "code"], name="item_code"),
            models.CheckConstraint(
                condition=Q(matter_class__in=["instant", "promised", "joint"]), name="item_class"
            ),
        ]
        indexes = [models.Index(fields=["institution", "active", "code"], name="item_listed")]

    def __str__(self) -> str:
        return self.name

    @property
    def figures(self) -> Figures:
        """Return the item's statutory and promised limit as amounts."""
        return Figures(
            _amount(self.statutory_count, self.statutory_unit),
            _amount(self.promised_count, self.promised_unit),
        )


def _amount(count: int | None, unit: str) -> Amount | None:
    return Amount(count, Unit(unit)) if count is not None else None


class Material(models.Model):
    """One paper that an item asks for; the one-time notice is ticked from these."""

    item = models.ForeignKey(ServiceItem, models.CASCADE, related_name="materials")
    order = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160, blank=True)
    demand = models.CharField(max_length=300, blank=True)
    required = models.BooleanField(default=True)
    copies = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["item", "order"], name="material_order"),
        ]

    def __str__(self) -> str:
        return self.name
