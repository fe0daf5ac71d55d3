"""The docket's refusals, each with a stable code and a sentence in two languages."""

from __future__ import annotations

from collections.abc import Sequence

from shouwen.docket.models import Dossier
from shouwen.errors import Conflict, Refused, Text, Unclear
from shouwen.rulebook.gate import Refusal
from shouwen.rulebook.vocabulary import ACTS, name_of


def unknown_dossier(asked: str) -> Unclear:
    """Return the error for a number nobody (or nobody of this reader's) has."""
    return Unclear(
        "docket.unknown",
        Text(
            "没有这个编号,或者您不能查看它。请核对编号。",
            "No such number, or not one you may see. Check the number.",
        ),
        facts={"number": asked},
    )


def conflict(dossier: Dossier) -> Conflict:
    """Return the error for a record that moved on since it was read."""
    return Conflict(
        "docket.moved-on",
        Text(
            "别人刚刚更新了这件事。请看最新经过后再办;您写的内容还在。",
            "Somebody has just changed this matter. Read what is new; what you wrote is kept.",
        ),
        facts={"number": dossier.number, "seq": dossier.head_seq},
    )


def reused_key(key: str) -> Conflict:
    """Return the error for an idempotency key that comes back with other content."""
    return Conflict(
        "docket.key-reused",
        Text(
            "这个请求标识已用于另一内容。请换一个新的标识再发。",
            "This idempotency key was used for other content. Send it with a new key.",
        ),
        facts={"key": key},
    )


def gated(refusals: Sequence[Refusal]) -> Refused:
    """Return the refusal of an act by the law: every gate that stands in its way, cited."""
    return Refused(
        "law.gate",
        Text(
            ";".join(one.missing.zh for one in refusals) + "。",
            "; ".join(one.missing.en for one in refusals) + ".",
        ),
        facts={"act": refusals[0].act, "rules": [one.rule.id for one in refusals]},
        because=list(dict.fromkeys(cited for one in refusals for cited in one.cited)),
        remedy=Text(
            ";".join(dict.fromkeys(one.remedy.zh for one in refusals)) + "。",
            "; ".join(dict.fromkeys(one.remedy.en for one in refusals)) + ".",
        ),
    )


def nothing_asked(act: str, asked: str) -> Refused:
    """Return the refusal of an answer to what nobody has asked, or what is answered already."""
    name = name_of(asked, among=ACTS)
    return Refused(
        "docket.nothing-asked",
        Text(f"现在没有等待处理的「{name.zh}」。", f"No “{name.en}” waits to be answered now."),
        facts={"act": act, "asked": asked},
    )
