"""What belongs to a matter beside its dossier: the citizen, the item, papers, ratings, drafts."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from shouwen.catalog.models import Material, ServiceItem
from shouwen.docket.models import Dossier
from shouwen.matters.domain import BESIDE_THE_LIST
from shouwen.organization.models import Institution, Person


class Matter(models.Model):
    """The working copy of who asked for what.

    Names and texts are committed to in the journal and kept encrypted beside it; these columns
    are the copy that people search and read, and they are emptied when personal data is erased.
    """

    dossier = models.OneToOneField(Dossier, models.CASCADE, primary_key=True, related_name="matter")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+", db_index=False)
    number = models.CharField(max_length=40)
    channel = models.CharField(max_length=10)
    item = models.ForeignKey(
        ServiceItem, models.PROTECT, null=True, related_name="+", db_index=False
    )
    title = models.CharField(max_length=200)
    subject = models.TextField()
    anonymous = models.BooleanField(default=False)
    applicant = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.CharField(max_length=120, blank=True)
    address = models.CharField(max_length=300, blank=True)
    code_hash = models.CharField(max_length=64)
    """Keyed hash of the query code; the code itself is only on the receipt."""
    reply = models.TextField(blank=True)
    """What the citizen was answered last: answer, result, or grounds of a refusal."""
    rating = models.PositiveSmallIntegerField(null=True)
    rated_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)
    """When its personal data was deleted."""
    source = models.CharField(max_length=80, blank=True)
    """File and row that an imported matter came from; a second import finds it here."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "number"], name="matter_number"),
            models.UniqueConstraint(
                fields=["institution", "source"],
                condition=~Q(source=""),
                name="matter_imported_once",
            ),
            models.CheckConstraint(
                condition=Q(rating__isnull=True) | Q(rating__range=(1, 5)), name="matter_rating"
            ),
        ]
        indexes = [
            models.Index(
                fields=["institution", "phone"], condition=~Q(phone=""), name="matter_phone"
            ),
            models.Index(fields=["item", "dossier"], name="matter_item"),
        ]

    def __str__(self) -> str:
        return self.number


class HandedIn(models.Model):
    """A material that the citizen has handed in, or that the office already had."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="handed_in")
    material = models.ForeignKey(Material, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "material"], name="material_handed_in_once"),
        ]


class PapersNotice(models.Model):
    """A one-time notice: everything that is missing, told at once; a second one is an exception."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="papers_notices")
    seq = models.IntegerField()
    ordinal = models.PositiveSmallIntegerField()
    materials = models.ManyToManyField(Material, related_name="+")
    extra = models.JSONField(default=list)
    """Papers outside the item's list, each with the basis that asks for it."""
    received = models.JSONField(default=list)
    """Codes of what came of it so far: ids of materials, `other` for what is outside the list."""
    answer_by = models.DateField(null=True)
    told_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "ordinal"], name="notice_ordinal"),
        ]

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the codes of everything that it names, in its order."""
        listed = (str(one.pk) for one in self.materials.all())
        return (*listed, *([BESIDE_THE_LIST] if self.extra else []))

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the codes of what has not come yet."""
        return tuple(code for code in self.codes if code not in self.received)


class ErasureRequest(models.Model):
    """Somebody asked that the personal data of a matter be deleted; somebody else decides."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="erasure_requests")
    basis = models.CharField(max_length=30)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    granted = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["matter"],
                condition=Q(decided_at__isnull=True),
                name="one_open_erasure_request",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=models.F("asked_by")),
                name="erasure_decided_by_another",
            ),
        ]


class Attachment(models.Model):
    """A file that came with a matter; its SHA-256 is committed to in the journal."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="attachments")
    material = models.ForeignKey(Material, models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=200)
    by_citizen = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["sha256"], name="attachment_file")]


class WebSubmission(models.Model):
    """Something sent from the web, remembered for an hour to slow floods down.

    `sender` is a keyed hash of the address it came from; the address itself is not kept.
    """

    sender = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["sender", "at"], name="web_submission_recent")]


class Draft(models.Model):
    """What somebody has typed and not yet sent; kept on the server, never on the counter's PC."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    form = models.CharField(max_length=80)
    content = models.JSONField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "form"], name="draft_of_form"),
        ]


class SavedView(models.Model):
    """A named set of filters over the list of matters."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    name = models.CharField(max_length=40)
    filters = models.CharField(max_length=1000)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "name"], name="view_name"),
        ]

    def __str__(self) -> str:
        return self.name


class CodeTry(models.Model):
    """Wrong query codes tried from one address on one number, to slow guessing down."""

    number = models.CharField(max_length=40)
    address = models.CharField(max_length=45)
    failures = models.PositiveSmallIntegerField(default=0)
    last_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number", "address"], name="code_try_pair"),
        ]
