"""Papers: what was handed out on paper or screen, exactly as it read on that day."""

from __future__ import annotations

from django.db import models

from shouwen.organization.models import Institution


class Paper(models.Model):
    """A receipt, a one-time notice, a refusal form: its number and the facts it was made from."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    dossier_uid = models.UUIDField()
    kind = models.CharField(max_length=40)
    number = models.CharField(max_length=60)
    seq = models.IntegerField()
    """Entry of the journal chain that made it."""
    facts = models.JSONField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "number"], name="paper_number"),
        ]
        indexes = [models.Index(fields=["dossier_uid", "made_at"], name="paper_of_dossier")]

    def __str__(self) -> str:
        return self.number
