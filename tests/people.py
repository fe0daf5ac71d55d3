"""The cast of the tests: a small fictional office, built through actions only.

林小满  window clerk (post 综合窗口 A)        赵知秋  her paired post (B)
孙惊蛰  handler (post 住保岗 A)               吴白露  his paired post (B)
周立夏  head of the housing section           郑霜降  leader in charge
王冬至  principal leader                      钱谷雨  supervisor
冯清明  legal officer                         陈小雪  registrar's office
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo

from shouwen.catalog import actions as catalog
from shouwen.enactment import actions as enactment
from shouwen.organization import actions as organization
from shouwen.organization import queries
from shouwen.organization.domain import SYSTEM, Actor
from shouwen.organization.models import Department, Institution, Person, Post
from shouwen.worktime import Amount, Unit

ZONE = ZoneInfo("Asia/Shanghai")
PASSWORD = "demo-only-2026"
FOUNDED = datetime(2025, 1, 2, 9, 0, tzinfo=ZONE)


def at(text: str) -> datetime:
    """Return an instant in the office's zone from `2026-02-13 10:02`."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@dataclass(slots=True)
class Office:
    """The office of the tests."""

    institution: Institution
    window: Department
    housing: Department
    people: dict[str, Person]
    desk: Post
    handling: Post
    office_post: Post

    def actor(self, name: str, when: datetime) -> Actor:
        """Return a colleague as actor at an instant."""
        return queries.actor(self.people[name], when)

    @property
    def id(self) -> int:
        """Return the institution's id."""
        return self.institution.pk


_PEOPLE = (
    ("lin", "林小满", "Lin Xiaoman", "window"),
    ("zhao", "赵知秋", "Zhao Zhiqiu", "window"),
    ("sun", "孙惊蛰", "Sun Jingzhe", "housing"),
    ("wu", "吴白露", "Wu Bailu", "housing"),
    ("zhou", "周立夏", "Zhou Lixia", "housing"),
    ("zheng", "郑霜降", "Zheng Shuangjiang", None),
    ("wang", "王冬至", "Wang Dongzhi", None),
    ("qian", "钱谷雨", "Qian Guyu", None),
    ("feng", "冯清明", "Feng Qingming", None),
    ("chen", "陈小雪", "Chen Xiaoxue", "window"),
    ("admin", "何立春", "He Lichun", None),
    ("security", "吕秋分", "Lü Qiufen", None),
    ("audit", "施大寒", "Shi Dahan", None),
)


def build(code: str = "SZ", *, with_law: bool = True) -> Office:
    """Build the office: departments, posts, people, roles, one item, and the law in force."""
    done = {"by": SYSTEM, "at": FOUNDED}
    house = organization.create_institution(
        name="示例市政务服务局", code=code, **done, name_en="Demo City Service Bureau"
    )
    window = organization.create_department(house, name="综合窗口", **done, name_en="Front desk")
    housing = organization.create_department(
        house, name="住房保障科", **done, name_en="Housing", phone="0000-1234567"
    )
    places = {"window": window, "housing": housing, None: None}
    people = {
        key: organization.create_person(
            house,
            username=key if code == "SZ" else f"{key}.{code.lower()}",
            name=name,
            department=places[place],
            password=PASSWORD,
            joined_at=FOUNDED,
            name_en=english,
            **done,
        )
        for key, name, english, place in _PEOPLE
    }
    desk = organization.create_post(window, title="综合窗口岗", is_window=True, **done)
    handling = organization.create_post(housing, title="住保岗", **done)
    office_post = organization.create_post(window, title="收发岗", **done)
    for post, first, second in (
        (desk, "lin", "zhao"),
        (handling, "sun", "wu"),
        (office_post, "chen", "zhao"),
    ):
        organization.appoint(post, people[first], capacity="primary", since=FOUNDED, **done)
        organization.appoint(post, people[second], capacity="backup", since=FOUNDED, **done)
    _lead(house, window, housing, people)
    for role, name in (
        ("supervisor", "qian"),
        ("legal-officer", "feng"),
        ("registrar", "lin"),
        ("office", "chen"),
        ("administrator", "admin"),
        ("security-administrator", "security"),
        ("auditor", "audit"),
    ):
        organization.assign_role(house, role, person=people[name], since=FOUNDED, **done)
    office = Office(house, window, housing, people, desk, handling, office_post)
    _add_item(office)
    if with_law:
        adopt_demo(office)
    return office


def _lead(
    house: Institution, window: Department, housing: Department, people: dict[str, Person]
) -> None:
    done = {"by": SYSTEM, "at": FOUNDED, "since": FOUNDED}
    organization.appoint_leader(house, people["zhou"], kind="head", department=housing, **done)
    organization.appoint_leader(
        house, people["zheng"], kind="in-charge", department=housing, **done
    )
    organization.appoint_leader(house, people["zheng"], kind="in-charge", department=window, **done)
    organization.appoint_leader(house, people["wang"], kind="principal", **done)


def _add_item(office: Office) -> None:
    catalog.save_item(
        catalog.ItemForm(
            code="GZF",
            name="公租房续租",
            name_en="Renewing a public tenancy",
            kind="application",
            matter_class="promised",
            basis="示例市公共租赁住房管理办法 第十二条",
            statutory=Amount(20, Unit.WORKING_DAY),
            promised=Amount(5, Unit.WORKING_DAY),
            department=office.housing.pk,
            post=office.handling.pk,
            window="3 号窗口",
            materials=(
                catalog.MaterialForm("身份证", "Identity card", "原件"),
                catalog.MaterialForm("租约", "Tenancy agreement", "原件和复印件"),
                catalog.MaterialForm("收入证明", "Proof of income", "单位盖章,三个月内"),
            ),
        ),
        institution_id=office.id,
        by=SYSTEM,
        at=FOUNDED,
    )


def adopt_demo(office: Office) -> None:
    """Put the demo city's adoption into force."""
    source, editions = demo_adoption()
    row = enactment.draft(
        source, institution_id=office.id, editions=editions, by=SYSTEM, at=FOUNDED
    )
    enactment.sign(row.pk, institution_id=office.id, readback="0" * 64, by=SYSTEM, at=FOUNDED)


@cache
def demo_adoption() -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return the demo city's adoption and the editions that it takes, as shipped."""
    folder = resources.files("shouwen") / "rulebooks"
    files = sorted((folder / "adoptions").iterdir(), key=lambda one: one.name)
    source = next(one for one in files if one.name.startswith("demo-city@")).read_text("utf-8")
    from shouwen.rulebook.reading import read_adoption

    editions = []
    for name in read_adoption(source.encode(), "demo-city").of:
        work, _, edition = name.partition("@")
        editions.append((name, (folder / work / f"{edition}.yaml").read_text("utf-8")))
    return source, tuple(editions)
