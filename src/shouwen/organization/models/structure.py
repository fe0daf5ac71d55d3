"""Institutions in a tree, their departments in a tree, and the posts of each department."""

from __future__ import annotations

import uuid

from django.core.validators import RegexValidator
from django.db import models

CODE = RegexValidator(r"^[A-Z0-9]{1,12}$", "代码须为 1 至 12 位大写字母或数字", "code")


class Institution(models.Model):
    """A public office; its parent is the office above it."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=200, blank=True)
    code = models.CharField(max_length=12, unique=True, validators=[CODE])
    """Stands at the head of every matter number."""
    region = models.CharField(max_length=12, blank=True)
    """Administrative division code (GB/T 2260), such as 640381."""
    zone = models.CharField(max_length=64, default="Asia/Shanghai")
    calendar = models.CharField(max_length=64, default="cn")
    hours = models.JSONField(default=list, blank=True)
    """Office hours as rows `{"from": "05-01", "until": "09-30", "days": [1, 2, 3, 4, 5],
    "open": [["08:00", "12:00"], ["15:00", "18:00"]]}`; empty means the house's default."""
    phone = models.CharField(max_length=32, blank=True)
    address = models.CharField(max_length=200, blank=True)
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class RosterVersion(models.Model):
    """One row an institution: changes with every act of this room, and is the lock of such acts."""

    institution = models.OneToOneField(
        Institution, models.CASCADE, primary_key=True, related_name="roster_version"
    )
    version = models.BigIntegerField()
    """Random, so that no value is dealt twice, even after a transaction was rolled back."""

    def __str__(self) -> str:
        return f"{self.institution_id}: {self.version}"


class Department(models.Model):
    """A department of an institution, in a tree."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="departments")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=200, blank=True)
    initials = models.CharField(max_length=120, blank=True, db_index=True)
    """Pinyin initials, such as swk for 事务科."""
    phone = models.CharField(max_length=32, blank=True)
    location = models.CharField(max_length=120, blank=True)
    duties = models.TextField(blank=True)
    """What it is competent for, in words that people search with."""
    order = models.PositiveIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ("order", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("institution", "name"),
                condition=models.Q(active=True),
                name="one_active_department_of_a_name",
            ),
        )
        indexes = (models.Index(fields=("institution", "order"), name="department_by_institution"),)

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A post of a department: what has to be done, at which window, under which telephone."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="posts")
    department = models.ForeignKey(Department, models.PROTECT, related_name="posts")
    title = models.CharField(max_length=120)
    title_en = models.CharField(max_length=200, blank=True)
    initials = models.CharField(max_length=120, blank=True)
    duties = models.TextField(blank=True)
    phone = models.CharField(max_length=32, blank=True)
    window = models.CharField(max_length=32, blank=True)
    """Number or name of the window, such as 03."""
    is_window = models.BooleanField(default=False)
    order = models.PositiveIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ("order", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("department", "title"),
                condition=models.Q(active=True),
                name="one_active_post_of_a_title",
            ),
        )
        indexes = (models.Index(fields=("institution", "department"), name="post_by_department"),)

    def __str__(self) -> str:
        return self.title
