"""The shapes of what the interface takes and gives; plain pydantic models."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

Line = Annotated[str, Field(max_length=300)]
Key = Annotated[int, Field(ge=1, le=2**53 - 1)]
"""A row's id; larger numbers than JavaScript can count are nobody's."""


class Strict(BaseModel):
    """Input: a field that nobody knows is an error, not silently dropped."""

    model_config = ConfigDict(extra="forbid")


class NewMatter(Strict):
    """A first contact to be registered by the token's person, who is the first-asked."""

    subject: Annotated[str, Field(min_length=1, max_length=20_000)]
    channel: str = "visit"
    kind: str = "enquiry"
    item: Line = ""
    title: Line = ""
    applicant: Line = ""
    phone: Annotated[str, Field(max_length=40)] = ""
    email: Annotated[str, Field(max_length=120)] = ""
    address: Line = ""
    anonymous: bool = False
    handed_in: list[Key] = Field(default_factory=list, max_length=100)
    facts: dict[str, str] = Field(default_factory=dict)
    received_at: datetime | None = None
    """Instant of the contact when it is entered afterwards; needs `received_reason`."""
    received_reason: Line = ""
    post: Key | None = None


class NewAct(Strict):
    """One act with the answers to its form."""

    act: Annotated[str, Field(max_length=60)]
    answers: dict[str, Any] = Field(default_factory=dict)
    seen: int | None = None
    """Sequence number the caller last saw; the act is refused if the matter moved on since."""


class Words(BaseModel):
    """A sentence in both languages."""

    zh: str
    en: str


class Holder(BaseModel):
    """Who answers for a matter now."""

    post: int | None
    person: int | None
    name: str
    department: str
    capacity: str


class MatterLine(BaseModel):
    """A matter in a list; the applicant is masked."""

    number: str
    title: str
    kind: str
    state: str
    state_name: Words
    applicant: str
    item: str
    holder: Holder
    first_asked: str
    pending: str
    lamp: str
    limit: datetime | None
    left: Words
    provisional: bool
    opened_at: datetime
    seq: int


class MatterPage(BaseModel):
    """A page of matters, with the cursors of its neighbours."""

    matters: list[MatterLine]
    next: str | None
    previous: str | None


class Limit(BaseModel):
    """One obligation with the derivation of its limit."""

    key: str
    what: Words
    bearer: Words
    verdict: str
    lamp: str
    limit: datetime | None
    promised: datetime | None
    left: Words
    provisional: bool
    right: bool
    soft: bool
    cited: list[str]
    steps: list[dict[str, Any]]


class FormField(BaseModel):
    """A question of an act's form."""

    name: str
    kind: str
    label: Words
    required: bool
    choices: dict[str, Words]


class Act(BaseModel):
    """An act that may be entered now."""

    act: str
    label: Words
    primary: bool
    level: int
    fields: list[FormField]


class BarredAct(BaseModel):
    """An act that may not be entered now, and why."""

    act: str
    label: Words
    why: Words
    because: list[str]
    remedy: Words | None


class MatterWhole(BaseModel):
    """One matter: what is owed, by whom, until when and why, and what may be done."""

    matter: MatterLine
    subject: str
    applicant: str
    phone: str
    reply: str
    rating: Words | None
    limits: list[Limit]
    possible: list[Act]
    barred: list[BarredAct]


class Registered(BaseModel):
    """What the citizen is told; the code is shown only now."""

    number: str
    code: str
    state: str
    limit: datetime | None
    repeated: bool


class Entered(BaseModel):
    """What an act did."""

    number: str
    seq: int
    state: str
    limit: datetime | None
    repeated: bool


class Entry(BaseModel):
    """One entry of a matter's chain."""

    seq: int
    act: str
    at: datetime
    recorded: datetime
    by: dict[str, Any]
    facts: dict[str, Any]
    committed: list[str]
    hash: str
    prev: str


class Deadline(BaseModel):
    """A computed limit with its steps."""

    limit: datetime
    provisional: bool
    steps: list[dict[str, Any]]


class EditionLine(BaseModel):
    """An edition of a work."""

    work: str
    edition: str
    title: str
    short: str
    clauses: int
    rules: int
    sha256: str
    in_force_since: str | None
    in_force_until: str | None


class Clause(BaseModel):
    """A clause, read back: what the software does with it."""

    at: str
    printed: str
    gist: str
    does: list[str]
    not_encoded: str | None


class EditionWhole(BaseModel):
    """An edition with all its clauses read back."""

    edition: EditionLine
    clauses: list[Clause]


class Problem(BaseModel):
    """`application/problem+json` (RFC 9457): a stable code, the fact at fault, the clauses."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    facts: dict[str, Any]
    because: list[str]
    remedy: str | None
