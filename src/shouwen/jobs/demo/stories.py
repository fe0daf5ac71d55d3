"""How one matter goes, from the first question to the rating."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from random import Random
from typing import Any

from shouwen.jobs.demo import cast
from shouwen.jobs.demo.world import CITIZEN, Case, Do, Open, Plot, Story
from shouwen.matters.actions import Contact

DESKS = ("desk1", "desk1", "desk2")
STEPS = "先在窗口领表填写,再交材料审核,审核通过后凭受理单领取结果。"
CONDITIONS = "本市户籍或持居住证,材料齐全、符合法定形式。"
RESULTS = (
    "经审核符合条件,已办结,请凭受理单领取。",
    "已办理完毕,结果已录入系统。",
    "符合规定,准予办理。",
)
REPLIES = (
    "您好,按现行规定可以办理,带身份证和合同到综合窗口即可。",
    "您好,已核实,请于工作日到一号窗口,当场可以办好。",
    "您好,您反映的问题已转相关岗位处理,处理情况如下:已安排人员到场。",
)
PETITION_RESULTS = (
    "经现场核实,情况属实,已责令整改,并安排人员每周巡查。",
    "经查,相关款项已于日前补发;对造成的不便表示歉意。",
    "经核实,已协调施工单位调整作业时间,夜间不再施工。",
)


def person(random: Random) -> dict[str, str]:
    """Return an invented citizen; the telephone numbers lead nowhere."""
    name = random.choice(cast.SURNAMES) + random.choice(("某", "某某"))
    found = {"applicant": f"{name}{random.choice(cast.GIVEN)}"}
    if random.random() < 0.7:
        found["phone"] = f"0000-{random.randrange(10**7):07d}"
    return found


def rating(case: Case, bad: float = 0.06) -> Do | None:
    """Return the citizen's rating, if this one rates."""
    if case.random.random() > 0.55:
        return None
    if case.random.random() < bad:
        comment = case.random.choice(("等得太久", "跑了两趟", "说法前后不一"))
        return Do("rated", CITIZEN, {"rating": "2", "comment": comment}, after=200)
    return Do("rated", CITIZEN, {"rating": case.random.choice("554")}, after=120)


def _ended(case: Case, desk: str) -> Iterator[Do]:
    """Yield the rating, and the filing away."""
    rated = rating(case)
    if rated is not None:
        yield rated
    if case.random.random() < 0.3:
        yield Do("closed", desk, after=case.random.randrange(400, 1600))


def _asking(case: Case, *, scope: str, channel: str = "") -> tuple[Contact, str | None]:
    title, subject = case.random.choice(cast.QUESTIONS)
    way = channel or case.random.choice(("visit", "visit", "phone"))
    contact = Contact(
        subject=subject,
        title=title,
        channel=way,
        kind="enquiry",
        item="ZCZX" if way == "visit" and scope == "own-post" else "",
        facts={"scope": scope},
        **person(case.random),  # type: ignore[arg-type]
    )
    return contact, None if way == "web" else case.random.choice(DESKS)


def at_once(case: Case) -> Story:
    """Tell an enquiry that is answered while the person waits."""
    contact, desk = _asking(case, scope="own-post")
    desk = desk or "desk1"
    yield Open(contact, desk)
    reply = case.random.choice(REPLIES)
    yield Do("answered", desk, {"reply": reply}, after=case.random.randrange(2, 15))
    yield from _ended(case, desk)


def by_web(days: float) -> Plot:
    """Tell an enquiry from the web that is answered after some working days."""

    def plot(case: Case) -> Story:
        contact, _ = _asking(case, scope="own-post", channel="web")
        yield Open(contact, None)
        reply = case.random.choice(REPLIES)
        yield Do("answered", "desk1", {"reply": reply}, after=420 * days + 5)
        yield from _ended(case, "desk1")

    return plot


def passed_on(wait: float, days: float) -> Plot:
    """Tell an enquiry that belongs to another department: handed over, taken over, answered."""

    def plot(case: Case) -> Story:
        contact, desk = _asking(case, scope="own-institution", channel="phone")
        desk = desk or "desk1"
        post = case.random.choice(("tenancy", "subsidy", "relief", "elderly", "streets", "green"))
        target = case.world.house.posts[post].pk
        yield Open(contact, desk)
        yield Do("handed-over", desk, {"recipient": target, "note": "请答复来电人"}, after=3)
        yield Do("taken-over", post, after=60 * wait)
        reply = case.random.choice(REPLIES)
        yield Do("answered", post, {"reply": reply}, after=420 * days + 10)
        yield from _ended(case, desk)

    return plot


def guided(case: Case) -> Story:
    """Tell an enquiry that another body must answer: guided there with a telephone number."""
    title, subject, body, contact = case.random.choice(cast.OUTSIDE)
    desk = case.random.choice(DESKS)
    yield Open(
        Contact(
            subject=subject,
            title=title,
            channel=case.random.choice(("visit", "phone")),
            kind="enquiry",
            facts={"scope": "outside"},
            **person(case.random),  # type: ignore[arg-type]
        ),
        desk,
    )
    yield Do("guided", desk, {"target": body, "contact": contact}, after=3)


def _applying(
    case: Case, code: str, *, missing: int = 0, facts: Mapping[str, Any] | None = None
) -> Contact:
    item = case.world.item(code)
    papers = [one.id for one in item.materials]
    return Contact(
        subject=f"申请办理{item.name}。",
        title=item.name,
        channel="visit",
        kind="application",
        item=code,
        handed_in=papers[: len(papers) - missing],
        facts={"scope": "own-institution", **(facts or {})},
        **person(case.random),  # type: ignore[arg-type]
    )


def instant(code: str, minutes: float) -> Plot:
    """Tell an instant matter: accepted, done and handed out on the spot."""

    def plot(case: Case) -> Story:
        desk = case.random.choice(DESKS)
        yield Open(_applying(case, code, facts={"scope": "own-post"}), desk)
        yield Do("accepted", desk, after=2)
        yield Do("completed", desk, {"result": case.random.choice(RESULTS)}, after=minutes)
        yield Do("delivered", desk, {"mode": "counter", "receiver": "本人"}, after=2)
        yield from _ended(case, desk)

    return plot


def promised(
    code: str,
    *,
    days: float,
    take: float = 2,
    missing: bool = False,
    returned: bool = False,
    reopened: bool = False,
) -> Plot:
    """Tell a promised matter: accepted at the window, handed to its post, done in some days."""

    def plot(case: Case) -> Story:
        desk, post = case.random.choice(DESKS), case.world.post_of(code)
        yield from _accepted(case, desk, code, missing=missing)
        if returned:
            yield from _sent_astray(case, desk, post)
        yield Do("handed-over", desk, {"recipient": case.world.house.posts[post].pk}, after=20)
        yield Do("taken-over", post, after=60 * take)
        if days > 12 and case.random.random() < 0.5:
            yield Do("urged", desk, {"note": "群众来问,请抓紧"}, after=420 * days * 0.6)
        result = case.random.choice(RESULTS)
        yield Do("completed", post, {"result": result}, after=max(20, 420 * (days - take / 7)))
        yield from _handed_out(case, desk)
        if reopened:
            yield Do("rated", CITIZEN, {"rating": "1", "comment": "结果上名字写错了"}, after=300)
            yield Do("called-back", desk, {"note": "致电核实,名字确有错字"}, after=120)
            yield Do("reopened", "@qian", {"reason": "结果文书有错字,重新办理"}, after=60)
            yield Do("completed", post, {"result": "已更正并换发。"}, after=300)
            yield from _handed_out(case, desk)
        else:
            yield from _ended(case, desk)

    return plot


def _accepted(case: Case, desk: str, code: str, *, missing: bool) -> Iterator[Open | Do]:
    """Yield registration and acceptance, with a one-time notice in between where papers lack."""
    if not missing:
        yield Open(_applying(case, code), desk)
        yield Do("accepted", desk, after=5)
        return
    yield Open(_applying(case, code, missing=1, facts={"papers": "incomplete"}), desk)
    lacking = str(case.world.item(code).materials[-1].id)
    yield told_once(case, desk, lacking)
    received = {"received": [lacking], "note": "已补齐"}
    yield Do("correction-received", desk, received, after=420 * case.random.uniform(1, 6))
    yield Do("accepted", desk, after=5)


def told_once(case: Case, who: str, lacking: str, after: float = 5) -> Do:
    """Return the one-time notice."""
    answers = {
        "missing": [lacking],
        "answer-by": case.day(10),
        "steps": STEPS,
        "conditions": CONDITIONS,
    }
    return Do("told-once", who, answers, after=after)


def _sent_astray(case: Case, desk: str, post: str) -> Iterator[Do]:
    """Yield a hand-over to the wrong post, and its return with a reason."""
    wrong = "green" if post != "green" else "relief"
    target = case.world.house.posts[wrong].pk
    yield Do("handed-over", desk, {"recipient": target}, after=10)
    yield Do("returned", wrong, {"reason": "不属本岗职责,请转主管岗位"}, after=120)


def _handed_out(case: Case, desk: str) -> Iterator[Do]:
    if case.random.random() < 0.4:
        yield Do("result-told", desk, {"mode": "phone"}, after=case.random.randrange(20, 300))
    mode = case.random.choice(("counter", "counter", "post"))
    receiver = {"receiver": "本人"} if mode == "counter" else {}
    after = case.random.randrange(60, 900)
    yield Do("delivered", desk, {"mode": mode, **receiver}, after=after)


def waiting(code: str) -> Plot:
    """Tell an application whose papers are not complete: the clock stands until they come."""

    def plot(case: Case) -> Story:
        desk, post = case.random.choice(DESKS), case.world.post_of(code)
        yield Open(_applying(case, code, missing=1), desk)
        yield Do("accepted", desk, after=5)
        yield Do("handed-over", desk, {"recipient": case.world.house.posts[post].pk}, after=20)
        yield Do("taken-over", post, after=60)
        yield told_once(case, post, str(case.world.item(code).materials[-1].id), after=200)

    return plot


def extended(
    code: str, *, asked: float, days: float, granted: bool = True, signed: float = 0.5
) -> Plot:
    """Tell a promised matter for which more time is asked, and given or refused."""

    def plot(case: Case) -> Story:
        desk, post = case.random.choice(DESKS), case.world.post_of(code)
        yield Open(_applying(case, code), desk)
        yield Do("accepted", desk, after=5)
        yield Do("handed-over", desk, {"recipient": case.world.house.posts[post].pk}, after=20)
        yield Do("taken-over", post, after=90)
        until = case.day(asked + 8)
        why = {"ground": "force-majeure", "new-limit": until, "reason": "连日暴雨,无法到现场核实"}
        yield Do("extension-asked", post, why, after=420 * asked)
        leader = f"over:{post}"
        if not granted:
            no = {"reason": "材料已齐,应按承诺办结"}
            yield Do("extension-refused", leader, no, after=420 * signed)
        else:
            told = {"ground": "force-majeure", "new-limit": until}
            yield Do("extension-approved", leader, {**told, "opinion": "同意"}, after=420 * signed)
            yield Do("extension-told", post, {**told, "reason": "连日暴雨,现场核实顺延"}, after=60)
        result = case.random.choice(RESULTS)
        yield Do("completed", post, {"result": result}, after=420 * days)
        yield from _handed_out(case, desk)
        yield from _ended(case, desk)

    return plot


def refused(code: str, *, decided: float, approved: bool = True) -> Plot:
    """Tell a refusal: proposed and filed (否定报备), signed by the leader, then issued."""

    def plot(case: Case) -> Story:
        desk, post = case.random.choice(DESKS), case.world.post_of(code)
        yield Open(_applying(case, code), desk)
        yield Do("accepted", desk, after=5)
        yield Do("handed-over", desk, {"recipient": case.world.house.posts[post].pk}, after=20)
        yield Do("taken-over", post, after=90)
        grounds = {
            "reason": "经核查,家庭人均住房面积超过规定标准,不符合条件。",
            "basis": "示例市公共租赁住房管理办法 第七条第二项",
        }
        remedy = {"remedy": "可在六十日内申请行政复议;条件变化后可重新申请。"}
        yield Do("refusal-proposed", post, {**grounds, **remedy}, after=700)
        if not approved:
            no = {"reason": "面积认定依据不足,请补充核查"}
            yield Do("refusal-rejected", f"over:{post}", no, after=420 * decided)
            done = {"result": "补充核查后符合条件,准予办理。"}
            yield Do("completed", post, done, after=600)
            yield from _handed_out(case, desk)
            return
        yes = {"opinion": "依据充分,同意"}
        yield Do("refusal-approved", f"over:{post}", yes, after=420 * decided)
        yield Do("refused", post, {**grounds, **remedy, "mode": "written"}, after=100)
        delivered = {"mode": "counter", "receiver": "本人"}
        yield Do("delivered", desk, delivered, after=300)
        yield Do("closed", desk, after=900)

    return plot


def petition(*, days: float, take: float = 3, reported: bool = True) -> Plot:
    """Tell a petition: reported to the leader, handed to its post, answered in some days."""

    def plot(case: Case) -> Story:
        title, subject, place = case.random.choice(cast.COMPLAINTS)
        anonymous = case.random.random() < 0.15
        contact = Contact(
            subject=subject,
            title=title,
            channel=case.random.choice(("letter", "visit", "phone")),
            kind="petition",
            anonymous=anonymous,
            facts={"scope": "own-institution", "origin": "direct", "complexity": "simple"},
            **({} if anonymous else person(case.random)),  # type: ignore[arg-type]
        )
        yield Open(contact, "visits")
        if reported:
            deputy = case.world.house.posts["deputy2"].pk
            told = {"recipient": deputy, "note": f"{title},拟交相关岗位核实"}
            yield Do("reported-up", "visits", told, after=15)
            yield Do("acknowledged", "deputy2", after=90)
        yield Do("accepted", "visits", after=15)
        target = {"recipient": case.world.house.posts[place].pk}
        yield Do("handed-over", "visits", target, after=15)
        yield Do("taken-over", place, after=60 * take)
        result = {"result": case.random.choice(PETITION_RESULTS)}
        yield Do("completed", place, result, after=420 * days)
        yield Do("delivered", "visits", {"mode": "phone"}, after=200)
        yield from _ended(case, "visits")

    return plot


def withdrawn(code: str) -> Plot:
    """Tell an application that its applicant takes back."""

    def plot(case: Case) -> Story:
        desk = case.random.choice(DESKS)
        yield Open(_applying(case, code), desk)
        yield Do("accepted", desk, after=5)
        yield Do("withdrawn", CITIZEN, {"reason": "情况变化,不需要办了"}, after=900)

    return plot


def moment(random: Random, opening: datetime) -> datetime:
    """Return an instant of a working day at which somebody comes: 08:35–11:50 or 14:35–17:30."""
    minutes = random.choice((random.randrange(35, 230), random.randrange(395, 570)))
    hour, minute = divmod(8 * 60 + minutes, 60)
    return opening.replace(hour=hour, minute=minute, second=random.randrange(60))
