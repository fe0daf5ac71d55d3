"""People: the staff of an institution, who are also the users who sign in."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ImproperlyConfigured
from django.core.validators import RegexValidator
from django.db import models

from shouwen.organization.models.structure import Department, Institution

USERNAME = RegexValidator(
    r"^[a-z0-9][a-z0-9._-]{1,59}$",
    "用户名须为 2 至 60 位小写字母、数字、点、横线或下划线",
    "username",
)


class PersonManager(BaseUserManager["Person"]):
    """Finds people by username; makes them only through `actions.create_person`."""

    def create_superuser(self, *_args: Any, **_fields: Any) -> Person:
        """Refuse: there is no user who may do everything; see docs/permissions.md."""
        raise ImproperlyConfigured(
            "There is no superuser here: roles give rights. "
            "Create a person and assign the role `administrator`."
        )


class Person(AbstractBaseUser):
    """A member of staff. Rights come from posts and roles, never from flags on this row."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    username = models.CharField(max_length=60, unique=True, validators=[USERNAME])
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=120, blank=True)
    pinyin = models.CharField(max_length=120, blank=True)
    """Whole pinyin without tones or blanks: linxiaoman."""
    initials = models.CharField(max_length=30, blank=True)
    """Pinyin initials: lxm."""
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="people")
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="people"
    )
    phone = models.CharField(max_length=32, blank=True)
    email = models.EmailField(blank=True)
    rank = models.PositiveSmallIntegerField(default=100)
    """Smaller is higher; decides among several leaders, or several people asked at once."""
    joined_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    """From this instant on the person holds nothing and cannot sign in."""
    active = models.BooleanField(default=True)
    password_due = models.BooleanField(default=False)
    """Must choose a password of their own at the next sign-in."""

    USERNAME_FIELD: ClassVar[str] = "username"
    EMAIL_FIELD: ClassVar[str] = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[PersonManager] = PersonManager()

    class Meta:
        ordering = ("rank", "id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(active=True) | models.Q(left_at__isnull=False),
                name="inactive_people_have_left",
            ),
        )
        indexes = (
            models.Index(fields=("institution", "active"), name="person_by_institution"),
            models.Index(fields=("institution", "initials"), name="person_by_initials"),
            models.Index(fields=("institution", "pinyin"), name="person_by_pinyin"),
            models.Index(fields=("institution", "name"), name="person_by_name"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        """What Django's own sign-in asks."""
        return self.active

    def has_perm(self, _right: str, _on: object = None) -> bool:
        """Answer Django's own question: nobody has permissions of that kind."""
        return False

    def has_module_perms(self, _label: str) -> bool:
        """Answer Django's own question: nobody has permissions of that kind."""
        return False
