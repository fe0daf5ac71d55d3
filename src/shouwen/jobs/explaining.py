"""`shouwen explain`: a matter's duties in words, without anybody's personal data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo

from django.utils import timezone

from shouwen.docket.models import Dossier
from shouwen.enactment import queries as enactment
from shouwen.errors import Text, Unclear
from shouwen.matters.queries.page import Limit, limits
from shouwen.rulebook.procedure import procedures
from shouwen.rulebook.told import say
from shouwen.worktime import Step, words

VERDICTS: dict[str, Text] = {
    "open": Text("未到期", "open"),
    "paused": Text("停表", "paused"),
    "kept": Text("按期", "kept"),
    "late": Text("超期后办理", "done late"),
    "broken": Text("超期未办", "overdue"),
    "lapsed": Text("权利已过", "lapsed"),
    "waived": Text("免除", "waived"),
    "replaced": Text("被替代", "replaced"),
    "unset": Text("期限未定", "no limit set"),
    "failed": Text("无法推算", "failed"),
}


def explained(number: str, *, institution: str | None, language: str) -> Iterator[str]:
    """Yield the lines that explain a matter; raises `Unclear` if the number is not known."""
    rows = Dossier.objects.filter(number=number).select_related("institution")
    found = [one for one in rows if institution in (None, one.institution.code)]
    if len(found) != 1:
        codes = ", ".join(one.institution.code for one in found)
        raise Unclear(
            "jobs.number",
            Text(
                f"几个单位都有「{number}」,请加 --institution:{codes}",
                f"Several have {number}; add --institution: {codes}",
            )
            if found
            else Text(f"没有编号「{number}」。", f"There is no number {number}."),
        )
    dossier = found[0]
    office = enactment.worktime(dossier.institution_id)
    procedure = procedures()[dossier.kind]
    state = procedure.states[dossier.state].title
    kind = procedure.title
    yield f"{dossier.number}  {kind.told(language)}  {state.told(language)}"
    yield words.moment(office.local(dossier.opened_at), language)
    duties = limits(dossier, office, timezone.now())
    if not duties:
        yield Text("没有期限。", "Nothing is owed.").told(language)
    for one in duties:
        yield ""
        yield from _duty(one, office.zone, language)


def _duty(one: Limit, zone: tzinfo, language: str) -> Iterator[str]:
    verdict = VERDICTS[one.verdict].told(language)
    limit = words.moment(one.limit, language) if one.limit else "—"
    soft = Text("(一般)", " (as a rule)").told(language) if one.soft else ""
    yield f"[{verdict}] {one.bearer.told(language)}:{one.what.told(language)}{soft}  {limit}"
    for raw in one.steps:
        step = Step(raw["what"], raw["facts"], tuple(raw["cited"]))
        cited = f"  〔{'、'.join(step.cited)}〕" if step.cited else ""
        yield f"    {say(step, language, zone)}{cited}"
    yield f"    § {'、'.join(one.cited)}"
