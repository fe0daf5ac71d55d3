"""Stories of matters that come from inside the office: instructions and documents."""

from __future__ import annotations

from shouwen.jobs.demo import cast
from shouwen.jobs.demo.world import Case, Do, Open, Plot, Story
from shouwen.matters.actions import Contact


def instruction(*, days: float, due: float) -> Plot:
    """Tell a leader's instruction: registered, assigned with a date, done and reported."""

    def plot(case: Case) -> Story:
        title, subject, post = case.random.choice(cast.INSTRUCTIONS)
        facts = {"origin": "leader", "due-stated": "office"}
        contact = Contact(
            subject=subject, title=title, channel="visit", kind="instruction", facts=facts
        )
        yield Open(contact, "registry")
        until = case.day(due)
        target = case.world.house.posts[post].pk
        yield Do("assigned", "registry", {"recipient": target, "due": until}, after=30)
        yield Do("taken-over", post, after=120)
        yield Do("completed", post, {"result": "已办理并形成书面报告。"}, after=420 * days)
        yield Do("closed", "registry", after=600)

    return plot


def document(*, days: float, due: float) -> Plot:
    """Tell an incoming document: registered with its number, assigned, done."""

    def plot(case: Case) -> Story:
        title, issuer, _, post = case.random.choice(cast.PAPERS)
        number = f"{issuer}〔{case.at.year}〕{case.random.randrange(1, 90)}号"
        contact = Contact(
            subject=f"{title}({number})",
            title=title,
            channel="letter",
            kind="incoming-document",
            facts={"number": f"D{case.random.randrange(1, 9000)}", "origin": "superior-document"},
        )
        yield Open(contact, "registry")
        target = case.world.house.posts[post].pk
        assigned = {"recipient": target, "due": case.day(due)}
        yield Do("assigned", "registry", assigned, after=60)
        yield Do("taken-over", post, after=120)
        yield Do("completed", post, {"result": "已按要求办理并回复。"}, after=420 * days)
        yield Do("closed", "registry", after=600)

    return plot
