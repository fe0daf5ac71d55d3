"""What stands behind a citation: a clause, an article of a law, a holiday notice, an item."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext

from shouwen.catalog import queries as catalog
from shouwen.catalog.domain import said as amount
from shouwen.enactment import choosing
from shouwen.enactment import queries as enactment
from shouwen.errors import ShouwenError, Text
from shouwen.rulebook.citation import numbered, parse, printed
from shouwen.web.errors import language, said
from shouwen.web.legal.clauses import ClauseShown, Found, RuleShown, clauses, find, key_name
from shouwen.worktime.calendar import Notice

LAWS: dict[str, Text] = {
    "民法典#200": Text(
        "期间按年、月、日、小时计算，用公历。", "Periods run in years, months, days and hours."
    ),
    "民法典#201": Text(
        "按年、月、日计算期间的，开始当天不计，从次日起算；按小时计算的，从法定或约定的时刻起算。",
        "In periods of years, months or days the first day is not counted; hours run from the"
        " moment fixed.",
    ),
    "民法典#202": Text(
        "按年、月计算的，最后一个月的对应日为末日；没有对应日的，以该月最后一天为末日。",
        "A period of months ends on the same day of its last month, or on that month's last day.",
    ),
    "民法典#203": Text(
        "末日是法定休假日的，顺延到休假日结束的次日；末日到二十四时止，有业务时间的到停止业务时止。",
        "A last day that is a public holiday moves on to the next day; it ends at 24:00, or when"
        " business closes.",
    ),
    "行政许可法#82": Text(
        "办理许可的期限按工作日计算，不含法定节假日。",
        "Limits for licences count working days, without public holidays.",
    ),
}
"""Articles of laws that derivations cite, in our own words."""


@dataclass(frozen=True, slots=True)
class Explained:
    """A citation explained, for its popover or page."""

    title: str
    cited: str
    gist: str
    text: str = ""
    rules: tuple[RuleShown, ...] = ()
    clause: ClauseShown | None = None
    fixes: tuple[tuple[str, str], ...] = ()
    """For a clause of an adoption: what it fixes, and to what."""
    note: str = ""
    url: str = ""
    link: str = ""


def explain(cited: str, institution_id: int) -> Explained | None:
    """Return what a citation names; None for one that names nothing known here."""
    if cited.startswith("catalog:"):
        return _item(cited, institution_id)
    try:
        found = parse(cited)
    except ValueError:
        return _law(cited) or _notice(cited, institution_id)
    text = find(institution_id, found.work, found.edition.isoformat())
    return _clause(cited, text, found.clause, institution_id) if text is not None else None


def _clause(cited: str, found: Found, at: str, institution_id: int) -> Explained | None:
    shown = next((one for one in clauses(found, institution_id) if one.at == at), None)
    if shown is None:
        return None
    citation = parse(cited)
    url = reverse("rulebook", args=[found.work, found.day])
    return Explained(
        title=printed(citation, found.edition, language()),
        cited=cited,
        gist=shown.gist,
        text=shown.text,
        rules=shown.rules,
        clause=shown,
        fixes=tuple(_fixes(found, at, institution_id)),
        note=_since(found),
        url=f"{url}#{shown.anchor}",
        link=gettext("打开条文"),
    )


def _since(found: Found) -> str:
    if found.standing is None:
        return gettext("本单位没有采用。原文自 %(day)s 施行。") % {"day": found.day}
    return gettext("本单位自 %(day)s 起施行。") % {"day": found.standing.first_day.isoformat()}


def _fixes(found: Found, at: str, institution_id: int) -> list[tuple[str, str]]:
    """Return what a clause of an office's own adoption fixes."""
    stands = found.standing
    if stands is None or stands.adoption != found.name:
        return []
    row = enactment.enactment(institution_id, stands.enactment)
    adoption = enactment.adoption_of(row)
    asked = {
        (one.handle, one.setting.key): one
        for one in choosing.questions(
            [edition for edition, _ in enactment.editions_named(adoption.of)], language=language()
        )
    }
    told = []
    for fix in adoption.fixes:
        if fix.citation.clause != at:
            continue
        for key, node in fix.keys.items():
            question = asked.get((fix.rule, key))
            if question is not None:
                answer = choosing.said(question, choosing.plain(node)).told(language())
                told.append((f"{question.clause} {key_name(key)}", answer))
    return told


def _law(cited: str) -> Explained | None:
    law, mark, article = cited.partition("#")
    if not mark:
        return None
    spoken = "en" if language().startswith("en") else "zh"
    title = numbered(article, language=spoken)
    named = f"{title}, 《{law}》" if spoken == "en" else f"《{law}》{title}"
    gist = LAWS.get(cited)
    unknown = gettext("这一条由国家法律规定，制度库里没有收录大意。")
    return Explained(title=named, cited=cited, gist=said(gist) or unknown)


def _notice(cited: str, institution_id: int) -> Explained | None:
    notice: Notice | None = enactment.worktime(institution_id).calendar.notice(cited)
    if notice is None:
        return None
    year = _year_of(cited, institution_id)
    address = reverse("calendar") + (f"?year={year}" if year else "")
    return Explained(
        title=notice.title or notice.number,
        cited=notice.number,
        gist=gettext("规定 %(year)s 年哪些天放假、哪些周末上班。") % {"year": year or "—"},
        note=gettext("%(day)s 发布") % {"day": notice.date.isoformat()} if notice.date else "",
        url=address,
        link=gettext("打开日历"),
    )


def _year_of(number: str, institution_id: int) -> int | None:
    calendar = enactment.worktime(institution_id).calendar
    for year in calendar.years.values():
        if any(notice.number == number for notice in year.notices):
            return year.year
    return None


def _item(cited: str, institution_id: int) -> Explained | None:
    try:
        item = catalog.item_by_code(institution_id, cited.partition(":")[2])
    except ShouwenError:
        return None
    words = (gettext("法定 %(limit)s"), gettext("承诺 %(limit)s"))
    kept = [item.figures.statutory, item.figures.promised]
    lines = [
        word % {"limit": amount(one).told(language())}
        for word, one in zip(words, kept, strict=True)
        if one is not None
    ]
    return Explained(
        title=f"{item.code} {item.name_en if language().startswith('en') else item.name}",
        cited=cited,
        gist=" · ".join(lines) if lines else gettext("目录里没有写期限。"),
        text=item.basis,
        url=f"{reverse('catalog-item', args=[item.code])}",
        link=gettext("打开目录"),
    )
