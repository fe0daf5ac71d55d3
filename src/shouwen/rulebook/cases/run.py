"""Running cases: each against its edition and, if it says so, an institution's adoption."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from shouwen.rulebook.acts import Act, Record
from shouwen.rulebook.adoption import Adoption, flatten
from shouwen.rulebook.cases.reader import in_zone
from shouwen.rulebook.cases.values import Case, CaseFile, CaseResult, Entered, Expectation
from shouwen.rulebook.duties import Duty
from shouwen.rulebook.errors import At, Faults, nearest
from shouwen.rulebook.gate import Refusal
from shouwen.rulebook.law import Law
from shouwen.rulebook.values import Edition
from shouwen.worktime import Counting, OfficeHours, WorkTime, load_calendar


def run_case_file(
    cases: CaseFile, editions: Sequence[Edition], adoptions: Sequence[Adoption]
) -> list[CaseResult]:
    """Run every case; raise `RulebookErrors` if an edition or an adoption is not there."""
    worktime = _worktime(cases)
    laws: dict[str | None, Law] = {}
    results = []
    for case in cases.cases:
        if case.adoption not in laws:
            laws[case.adoption] = _law(cases, case, editions, adoptions, worktime)
        story = _Story(case, cases, laws[case.adoption])
        results.append(CaseResult(case.name, cases.file, case.line, tuple(story.failures())))
    return results


def _worktime(cases: CaseFile) -> WorkTime:
    hours = {} if cases.hours is None else {"hours": OfficeHours.parse(cases.hours)}
    counting = Counting(ends=cases.ends)
    return WorkTime(_calendar(cases.calendar), **hours, counting=counting, zone=cases.zone)


@lru_cache(maxsize=8)
def _calendar(name: str) -> Any:
    return load_calendar(name)


def _law(
    cases: CaseFile,
    case: Case,
    editions: Sequence[Edition],
    adoptions: Sequence[Adoption],
    worktime: WorkTime,
) -> Law:
    """Return the edition under test alone, or as the adoption fixed it, with the adoption's own."""
    faults = Faults()
    known = {f"{each.work}@{each.first_day.isoformat()}": each for each in editions}
    mine = known.get(cases.rulebook)
    if mine is None:
        place, near = At(cases.file), nearest(cases.rulebook, known)
        faults.add("unknown-rulebook", place, value=cases.rulebook, nearest=near)
        faults.settle()
        raise AssertionError("unreachable")
    if case.adoption is None:
        return Law([mine], (), worktime)
    named = {f"{each.name}@{each.first_day.isoformat()}": each for each in adoptions}
    adoption = named.get(case.adoption)
    if adoption is None:
        place, near = At(cases.file, case.line), nearest(case.adoption, named)
        faults.add("unknown-adoption", place, value=case.adoption, nearest=near)
        faults.settle()
        raise AssertionError("unreachable")
    flat = flatten(editions, (adoption,))
    return Law([e for e in flat if e.work in (mine.work, adoption.name)], (), worktime)


class _Story:
    """One case told to one law."""

    def __init__(self, case: Case, file: CaseFile, law: Law) -> None:
        self.case, self.file, self.law = case, file, law
        self.work = file.rulebook.partition("@")[0]
        refused = {one.subject for one in case.expect if one.what == "refused"}
        last = {entered.name: place for place, entered in enumerate(case.acts)}
        self.acts = [self._act(one, seq) for seq, one in enumerate(case.acts, start=1)]
        self.kept = [
            act
            for place, act in enumerate(self.acts)
            if not (act.name in refused and last[act.name] == place)
        ]
        """Without the acts that must be refused: those never came to be."""
        self.now = in_zone(case.now or case.acts[-1].at, file.zone)

    def _act(self, entered: Entered, seq: int) -> Act:
        at = in_zone(entered.at, self.file.zone)
        by, to = entered.by, entered.to
        return Act(
            name=entered.name,
            at=at,
            seq=seq,
            by=by[0] if by else "",
            roles=frozenset(by),
            fields=entered.fields,
            to=to[0] if to else None,
            to_roles=frozenset(to),
        )

    def _record(self, acts: Iterable[Act]) -> Record:
        return Record(self.case.kind, tuple(acts), self.case.given)

    def failures(self) -> Iterator[str]:
        """Yield a message for each expectation that did not come out."""
        duties = self.law.duties(self._record(self.kept), self.now)
        for one in self.case.expect:
            match one.what:
                case "due":
                    found = self._due(one, duties)
                case "breach":
                    found = self._breach(one, duties)
                case _:
                    found = self._gate(one)
            if found:
                yield f"{self.file.file}:{one.line}: {found}"

    # duties -----------------------------------------------------------------------------------

    def _due(self, one: Expectation, duties: Sequence[Duty]) -> str:
        mine = [duty for duty in duties if self._names(one.subject, duty)]
        if one.recipient is not None:
            mine = [duty for duty in mine if duty.recipient == one.recipient]
        if one.verdict == "none":
            return _but(f"no duty of {one.subject}", mine)
        if not mine:
            have = sorted({duty.rule.name for duty in duties}) or ["nothing"]
            return f"expected a duty of {one.subject}, but what opened is: {', '.join(have)}"
        wrong = [self._differs(one, duty) for duty in mine]
        return "" if "" in wrong else "\n".join(wrong)

    def _names(self, subject: str, duty: Duty) -> bool:
        if subject == duty.rule.id:
            return True
        work, _, name = subject.partition("~")[0].rpartition("#")
        return duty.rule.name == name and (not work or duty.rule.id.startswith(f"{work}@"))

    def _differs(self, one: Expectation, duty: Duty) -> str:
        verdict = None if one.verdict is None else str(duty.verdict)
        pairs = [
            ("limit", one.limit, _seen(duty.limit, one.limit)),
            ("promised", one.promised, _seen(duty.promised, one.promised)),
            ("verdict", one.verdict, verdict),
            ("who", one.who, duty.bearer if one.who else None),
        ]
        lines = [
            f"  {what}: expected {wanted}, got {got}"
            for what, wanted, got in pairs
            if wanted != got
        ]
        lines += self._clauses(one, duty.cited)
        return "\n".join([f"{one.subject} differs", *lines, told(duty)]) if lines else ""

    def _breach(self, one: Expectation, duties: Sequence[Duty]) -> str:
        mine = [d for d in duties if d.breach_at is not None and d.breach == one.subject]
        if one.verdict == "none":
            return _but(f"no breach {one.subject}", mine)
        if not mine:
            have = sorted({str(d.breach) for d in duties if d.breach_at}) or ["nothing"]
            return f"expected the breach {one.subject}, but what broke is: {', '.join(have)}"
        wrong = []
        for duty in mine:
            lines = self._clauses(one, duty.cited)
            if one.at is not None and (got := _seen(duty.breach_at, one.at)) != one.at:
                lines.append(f"  at: expected {one.at}, got {got}")
            wrong.append("\n".join([f"{one.subject} differs", *lines, told(duty)]) if lines else "")
        return "" if "" in wrong else "\n".join(wrong)

    # gates ------------------------------------------------------------------------------------

    def _gate(self, one: Expectation) -> str:
        places = [place for place, act in enumerate(self.acts) if act.name == one.subject]
        if not places:
            return f"{one.subject} is not among the acts of the case"
        place = places[-1]
        refusals = self.law.gate(self._record(self.acts[:place]), self.acts[place])
        if one.what == "permitted":
            return "" if not refusals else f"{one.subject} is refused:\n{_reasons(refusals)}"
        if not refusals:
            return f"expected {one.subject} to be refused, but no clause refuses it"
        cited = tuple(clause for refusal in refusals for clause in refusal.cited)
        lines = self._clauses(one, cited)
        return "\n".join([f"{one.subject} is refused", *lines, _reasons(refusals)]) if lines else ""

    def _clauses(self, one: Expectation, cited: Iterable[str]) -> list[str]:
        if one.because is None:
            return []
        got = {_short(clause, self.work) for clause in cited}
        wanted = {_bare(clause, self.work) for clause in one.because}
        if got == wanted:
            return []
        return [f"  because: expected {sorted(wanted)}, got {sorted(got)}"]


def told(duty: Duty) -> str:
    """Return the derivation of a duty, a line for each step."""
    head = f"  {duty.rule.id}: {duty.verdict}, limit {duty.limit}, promised {duty.promised}"
    return "\n".join([head, *(f"    {_line(step.as_json())}" for step in duty.steps)])


def _line(step: Mapping[str, Any]) -> str:
    facts = ", ".join(f"{key} {value}" for key, value in step["facts"].items())
    cited = f"  [{', '.join(step['cited'])}]" if step["cited"] else ""
    return f"{step['what']}: {facts}{cited}"


def _seen(instant: datetime | None, wanted: date | datetime | None) -> date | datetime | None:
    """Return what came out, as exactly as it was asked for."""
    if instant is None or wanted is None:
        return None
    return instant.replace(tzinfo=None) if isinstance(wanted, datetime) else instant.date()


def _short(cited: str, work: str) -> str:
    owner, _, clause = cited.partition("#")
    name = owner.partition("@")[0]
    return clause if name == work else f"{name}#{clause}"


def _bare(clause: str, work: str) -> str:
    return clause.removeprefix(f"{work}#")


def _reasons(refusals: Iterable[Refusal]) -> str:
    return "\n".join(f"  {one.missing.en} [{', '.join(one.cited)}]" for one in refusals)


def _but(wanted: str, found: Sequence[Duty]) -> str:
    if not found:
        return ""
    return "\n".join([f"expected {wanted}, but:", *(told(duty) for duty in found)])
