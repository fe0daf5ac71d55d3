"""The answer to "who is it now", with the walk that led to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from shouwen.errors import Text

SEATS = {
    "primary": Text("A 岗", "holder A"),
    "backup": Text("B 岗", "holder B"),
    "acting": Text("代岗人", "acting holder"),
    "self": Text("本人", "the person bound"),
    "staff": Text("科室人员", "member of staff"),
    "department-head": Text("科室负责人", "head of department"),
    "leader-in-charge": Text("分管领导", "leader in charge"),
    "principal-leader": Text("主要领导", "principal leader"),
    "weekly-duty": Text("当周值班人员", "weekly duty"),
    "temporary-duty": Text("临时值班人员", "temporary duty"),
    "duty-officer": Text("值班人员", "duty officer"),
    "duty-leader": Text("带班领导", "duty leader"),
    "personnel": Text("人事部门", "personnel"),
    "finance": Text("财务部门", "finance"),
    "registrar": Text("登记员", "registrar"),
    "dispatcher": Text("分办员", "dispatcher"),
    "window": Text("窗口", "window"),
    "office": Text("办公室", "office"),
    "supervisor": Text("督查员", "supervisor"),
    "legal-officer": Text("法制员", "legal officer"),
}
"""Where one may be found in a walk; a role of a rulebook's own is shown by its code."""

_SENTENCES = {
    "present": Text("{seat}{name}在岗", "{seat}, {name}: present"),
    "away": Text("{seat}{name}外出,{until} 返岗", "{seat}, {name}: away until {until}"),
    "left": Text("{seat}{name}已离岗", "{seat}, {name}: no longer in office"),
    "recused": Text("{seat}{name}须回避", "{seat}, {name}: recused"),
    "vacant": Text("未设 {seat}", "No {seat}"),
}


@dataclass(frozen=True, slots=True)
class Looked:
    """One place that was looked at: which seat, who sits there, and why they were (not) taken."""

    seat: str
    why: str
    """present, away, left, recused or vacant."""
    person_id: int | None = None
    name: str = ""
    name_en: str = ""
    until: datetime | None = None
    """When an absent person is back."""
    zone: str = "Asia/Shanghai"

    @property
    def code(self) -> str:
        """Return the place without names, for the record: `backup:away:812`."""
        return f"{self.seat}:{self.why}:{self.person_id or '-'}"

    @property
    def text(self) -> Text:
        """Return the place as a sentence."""
        seat = SEATS.get(self.seat, Text(self.seat, self.seat))
        sentence = _SENTENCES[self.why]
        until = f"{self.until.astimezone(ZoneInfo(self.zone)):%m-%d %H:%M}" if self.until else ""
        return Text(
            sentence.zh.format(seat=seat.zh, name=f" {self.name} ", until=until),
            sentence.en.format(seat=seat.en, name=self.name_en or self.name, until=until),
        )


@dataclass(frozen=True, slots=True)
class Presence:
    """Who answers for a post or role at an instant; either a person or an alarm, never both."""

    role: str
    person_id: int | None
    capacity: str
    """The seat where the person was found: primary, backup, acting, department-head …; or ""."""
    walk: tuple[Looked, ...]
    post_id: int | None = None
    """The post that is acted for."""
    department_id: int | None = None

    @property
    def alarm(self) -> bool:
        """Return whether nobody was found, so that people must be told."""
        return self.person_id is None

    @property
    def letter(self) -> str:
        """Return the capacity as the chip and the journal's `as` show it: A, B, acting, …"""
        return {"primary": "A", "backup": "B"}.get(self.capacity, self.capacity)

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the walk without names, for the record."""
        return tuple(one.code for one in self.walk)

    @property
    def stands_in_for(self) -> int | None:
        """Return the person whose place is taken, if anybody's is."""
        first = self.walk[0] if self.walk else None
        if first is None or first.person_id == self.person_id:
            return None
        return first.person_id

    @property
    def until(self) -> datetime | None:
        """Return when the one stood in for is back, so far as known."""
        return self.walk[0].until if self.stands_in_for is not None else None
