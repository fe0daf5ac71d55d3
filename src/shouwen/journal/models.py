"""Tables of the journal. Triggers (migration `0002_guards`) refuse to change or delete their rows.

`institution_id` is a plain number: institutions live in a room above this one.
"""

from __future__ import annotations

from django.db import models

from shouwen.journal import domain


class Log(models.Model):
    """The one growing log of an institution; its origin never changes."""

    institution_id = models.BigIntegerField(unique=True)
    origin = models.CharField(max_length=200, unique=True)


class Entry(models.Model):
    """One act. `canonical` is the truth; the other columns are copies for queries."""

    institution_id = models.BigIntegerField()
    dossier = models.UUIDField()
    seq = models.IntegerField()
    act = models.CharField(max_length=64)
    at = models.DateTimeField()
    recorded = models.DateTimeField()
    person_id = models.BigIntegerField(null=True)
    post_id = models.BigIntegerField(null=True)
    capacity = models.CharField(max_length=20)
    canonical = models.TextField()
    hash = models.BinaryField()
    prev = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "seq"], name="journal_entry_once"),
        ]

    @classmethod
    def from_domain(cls, entry: domain.Entry) -> Entry:
        """Return the unsaved row of an entry."""
        return cls(
            institution_id=entry.institution_id,
            dossier=entry.dossier,
            seq=entry.seq,
            act=entry.act,
            at=entry.at,
            recorded=entry.recorded,
            person_id=entry.by["person"],
            post_id=entry.by["post"],
            capacity=entry.by["as"],
            canonical=entry.canonical,
            hash=bytes.fromhex(entry.hash),
            prev=bytes.fromhex(entry.prev),
        )

    def as_domain(self) -> domain.Entry:
        """Return the entry as its canonical bytes say it."""
        return domain.read(
            self.canonical,
            id=self.pk,
            institution_id=self.institution_id,
            hash=bytes(self.hash).hex(),
        )


class Pending(models.Model):
    """An entry that the sequencer has not yet numbered. Numbers are dealt after commit.

    Written with its entry, which nothing can delete: a constraint would only cost time.
    """

    entry = models.OneToOneField(
        Entry, models.PROTECT, primary_key=True, related_name="+", db_constraint=False
    )
    institution_id = models.BigIntegerField()


class Leaf(models.Model):
    """The place of an entry in its institution's log."""

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True, related_name="leaf")
    log = models.ForeignKey(Log, models.PROTECT, db_index=False, related_name="+")
    index = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["log", "index"], name="journal_leaf_once"),
        ]


class Node(models.Model):
    """The hash of a full subtree of 256 or 65,536 … leaves: makes proofs quick, proves nothing."""

    log = models.ForeignKey(Log, models.PROTECT, db_index=False, related_name="+")
    level = models.SmallIntegerField()
    index = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["log", "level", "index"], name="journal_node_once"),
        ]


class SealKey(models.Model):
    """A public key that signs seals from the size `first_size` on."""

    log = models.ForeignKey(Log, models.PROTECT, db_index=False, related_name="+")
    verifier = models.CharField(max_length=320)
    first_size = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["log", "first_size"], name="journal_seal_key_once"),
        ]

    def as_domain(self) -> domain.VerifierKey:
        """Return the key."""
        return domain.VerifierKey.read(self.verifier)


class Seal(models.Model):
    """A signed tree head, and the compact range from which the next one grows."""

    log = models.ForeignKey(Log, models.PROTECT, db_index=False, related_name="+")
    size = models.BigIntegerField()
    root = models.BinaryField()
    peaks = models.BinaryField()
    at = models.DateTimeField()
    text = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["log", "size"], name="journal_seal_once"),
        ]


class SubjectKey(models.Model):
    """The key of one person's data within one dossier, wrapped by the master key.

    Stands alone without relations, so that it may live in a database of its own.
    """

    id = models.UUIDField(primary_key=True)
    dossier = models.UUIDField()
    subject = models.CharField(max_length=64)
    wrapped = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "subject"], name="journal_subject_key_once"),
        ]


class SideValue(models.Model):
    """Personal data that an entry commits to: salt and value in one ciphertext."""

    entry = models.ForeignKey(
        Entry, models.PROTECT, db_index=False, related_name="+", db_constraint=False
    )
    path = models.CharField(max_length=100)
    key_id = models.UUIDField()
    hidden = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "path"], name="journal_value_once"),
        ]


class Erasure(models.Model):
    """A subject key that an entry has condemned; the list is re-applied after every restore.

    Without relations too: a keyring in another database holds a copy, which its trigger asks for.
    """

    key_id = models.UUIDField(primary_key=True)
    entry_id = models.BigIntegerField()
    dossier = models.UUIDField()
    subject = models.CharField(max_length=64)
