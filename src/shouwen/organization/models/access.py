"""Signing in: attempts, locks after failures, and tokens for the interface."""

from __future__ import annotations

import uuid

from django.db import models

from shouwen.organization.models.people import Person
from shouwen.organization.models.structure import Institution


class SignIn(models.Model):
    """One attempt to sign in, for the auditor; a name that nobody has is kept as typed."""

    class Outcome(models.TextChoices):
        IN = "signed-in", "登录成功"
        WRONG = "wrong", "用户名或密码不对"
        LEFT = "left", "已离岗或停用"
        LOCKED = "locked", "锁定中"
        OUT = "signed-out", "退出"

    at = models.DateTimeField()
    institution = models.ForeignKey(Institution, models.CASCADE, null=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    username = models.CharField(max_length=60)
    address = models.CharField(max_length=45, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices)

    class Meta:
        ordering = ("-at", "-id")
        indexes = (
            models.Index(fields=("institution", "-at"), name="sign_in_by_institution"),
            models.Index(fields=("person", "-at"), name="sign_in_by_person"),
        )

    def __str__(self) -> str:
        return f"{self.at:%F %T} {self.username} {self.outcome}"


class SignInLock(models.Model):
    """Failures in a row of one username from one address, and until when it must wait."""

    username = models.CharField(max_length=60)
    address = models.CharField(max_length=45)
    failures = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()
    locked_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("username", "address"), name="one_lock_a_pair"),
        )
        indexes = (models.Index(fields=("last_at",), name="lock_by_time"),)

    def __str__(self) -> str:
        return f"{self.username} {self.address}: {self.failures}"


class ApiToken(models.Model):
    """A bearer token: only its SHA-256 is kept; it acts as a person, with some of their rights."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=8)
    """The first characters after the prefix, to tell tokens apart in a list."""
    rights = models.JSONField(default=list)
    """Rights it may use; it never has more than its person has at that instant."""
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-issued_at",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("issued_at")),
                name="token_expires_after_issue",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.hint}…"
