"""What law is in force in an institution: published editions, adoptions, calendars."""

from __future__ import annotations

from django.db import models

from shouwen.organization.models import Institution, Person


class PublishedEdition(models.Model):
    """An edition as it was adopted: the exact bytes, so that findings stay explicable for ever."""

    work = models.CharField(max_length=60)
    first_day = models.DateField()
    sha256 = models.CharField(max_length=64, unique=True)
    source = models.TextField()
    published_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["work", "first_day"], name="edition_of_work")]

    def __str__(self) -> str:
        return f"{self.work}@{self.first_day:%Y-%m-%d}"


class Enactment(models.Model):
    """An institution's own adoption of editions, with what it fixed; binds once it is signed."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="enactments")
    name = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    first_day = models.DateField()
    source = models.TextField()
    """The adoption document (YAML), as written by the form or handed in."""
    sha256 = models.CharField(max_length=64)
    drafted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    drafted_at = models.DateTimeField()
    readback_sha256 = models.CharField(max_length=64, blank=True)
    """Hash of the read-back page that was signed."""
    signed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    last_day = models.DateField(null=True)
    trial = models.BooleanField(default=False)
    """Whether the editions apply from this adoption's own first day although that is earlier than
    theirs: for measuring history by today's rules (试评). Only the software itself makes one."""
    editions = models.ManyToManyField(PublishedEdition, related_name="enactments")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "name", "first_day", "sha256"], name="enactment_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}@{self.first_day:%Y-%m-%d}"


class Preparation(models.Model):
    """An adoption that somebody is still putting together: its works and its choices.

    Nothing here binds. Written up, it becomes an `Enactment`, whose document no longer changes; a
    change afterwards is written up anew.
    """

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    number = models.CharField(max_length=60, blank=True)
    first_day = models.DateField()
    works = models.JSONField(default=list)
    """The editions that it takes, as `work@edition`."""
    choices = models.JSONField(default=dict)
    """What is fixed: `work#rule` to key to value, as a rulebook writes them."""
    begun_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField()
    enactment = models.OneToOneField(
        Enactment, models.PROTECT, null=True, related_name="preparation"
    )
    """The draft that it was last written up as."""

    class Meta:
        indexes = [models.Index(fields=["institution", "-changed_at"], name="preparation_newest")]

    def __str__(self) -> str:
        return self.title


class CalendarYear(models.Model):
    """A calendar year that was imported over the one the product carries."""

    calendar = models.CharField(max_length=40)
    year = models.IntegerField()
    source = models.JSONField()
    notice = models.CharField(max_length=300)
    imported_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    imported_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["calendar", "year", "-imported_at"], name="calendar_year")]


class LawVersion(models.Model):
    """Counts the changes of what is in force, so that compiled law is kept until it changes."""

    institution = models.OneToOneField(Institution, models.CASCADE, primary_key=True)
    version = models.PositiveIntegerField(default=0)
