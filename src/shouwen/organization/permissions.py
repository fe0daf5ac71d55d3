"""What each role may do, as data, and the one function that decides. No Django, no database.

A right says what may be done at all; on which records is decided by `visibility`, in which state by
the procedure, and for which legal reason not by the gates of the rulebooks. Nobody has a right that
is not listed here; there is no superuser.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shouwen.errors import Refused, Text

if TYPE_CHECKING:
    from shouwen.organization.domain.acting import Actor

NAMES: dict[str, Text] = {
    "matter.register": Text("登记事项", "register matters"),
    "matter.act": Text("办理本岗事项", "act on matters of the own post"),
    "matter.see-own": Text("查看本人和本岗事项", "see matters of oneself and the own post"),
    "matter.see-department": Text("查看本科室事项", "see matters of the department"),
    "matter.see-institution": Text("查看全单位事项", "see matters of the institution"),
    "matter.see-below": Text("查看下级单位事项", "see matters of institutions below"),
    "matter.see-confidential": Text("查看涉密件", "see confidential matters"),
    "matter.dispatch": Text("分办事项", "dispatch matters"),
    "matter.approve": Text("签批延期、否定等", "decide on extensions and refusals"),
    "matter.remind": Text("催办", "send reminders"),
    "matter.supervise": Text("督办", "issue supervised orders"),
    "person.reveal": Text("显示办事人完整信息", "reveal an applicant's data"),
    "person.erase-ask": Text("申请删除办事人个人信息", "ask that an applicant's data be deleted"),
    "person.erase": Text("批准删除办事人个人信息", "decide on deleting an applicant's data"),
    "overview.see": Text("查看总览", "see the overview"),
    "roster.see": Text("查看人员与去向", "see people and whereabouts"),
    "roster.edit": Text(
        "维护单位、科室、岗位、人员", "edit institutions, departments, posts, people"
    ),
    "absence.enter-own": Text("登记本人外出", "enter one's own absence"),
    "absence.enter-any": Text("登记他人外出", "enter anybody's absence"),
    "duty.edit": Text("排值班", "edit the duty roster"),
    "alarm.resolve": Text("处理无人在岗警报", "resolve alarms about empty posts"),
    "role.assign": Text("分配角色", "assign roles"),
    "account.edit": Text("重设密码、停用账号", "reset passwords, close accounts"),
    "token.issue": Text("发放接口令牌", "issue tokens for the interface"),
    "rulebook.see": Text("查看制度", "see rulebooks"),
    "rulebook.adopt": Text("起草采用制度", "draft an adoption"),
    "rulebook.sign": Text("签署采用制度", "sign an adoption"),
    "calendar.import": Text("导入日历", "import calendars"),
    "catalog.edit": Text("维护事项目录", "edit the catalog of service items"),
    "messages.import": Text("导入来信", "import messages"),
    "journal.see": Text("查看记录", "see the record"),
    "journal.verify": Text("核验记录", "verify the record"),
    "journal.export": Text("导出记录", "export the record"),
    "sign-in.see": Text("查看登录记录", "see sign-ins"),
    "health.see": Text("查看系统状态", "see the state of the system"),
}
"""Every right there is, with what it is called."""

ALL = frozenset(NAMES)

OFFICERS = frozenset(("administrator", "security-administrator", "auditor"))
"""三员分立: mutually exclusive; none bears a business role, holds a post or leads."""

_STAFF = frozenset(
    (
        "matter.register",
        "matter.act",
        "matter.see-own",
        "roster.see",
        "absence.enter-own",
        "rulebook.see",
    )
)
_LEAD = frozenset(
    ("matter.see-department", "matter.approve", "matter.remind", "person.reveal", "overview.see")
)

RIGHTS: dict[str, frozenset[str]] = {
    "staff": _STAFF,
    "post-holder": frozenset(("person.reveal",)),
    "window": frozenset(("person.reveal",)),
    "registrar": frozenset(("matter.see-institution", "person.reveal", "messages.import")),
    "dispatcher": frozenset(
        ("matter.see-institution", "matter.dispatch", "matter.remind", "person.reveal")
    ),
    "office": frozenset(
        (
            "matter.see-institution",
            "matter.dispatch",
            "matter.remind",
            "overview.see",
            "roster.edit",
            "absence.enter-any",
            "duty.edit",
            "alarm.resolve",
            "catalog.edit",
            "messages.import",
        )
    ),
    "department-head": _LEAD | {"absence.enter-any", "duty.edit", "alarm.resolve"},
    "leader-in-charge": _LEAD | {"absence.enter-any", "alarm.resolve"},
    "principal-leader": _LEAD
    | {
        "matter.see-institution",
        "matter.see-below",
        "rulebook.sign",
        "alarm.resolve",
        "person.erase",
    },
    "supervisor": frozenset(
        (
            "matter.see-institution",
            "matter.see-below",
            "matter.see-confidential",
            "matter.remind",
            "matter.supervise",
            "person.reveal",
            "overview.see",
            "alarm.resolve",
            "journal.see",
        )
    ),
    "legal-officer": frozenset(
        (
            "matter.see-institution",
            "rulebook.adopt",
            "calendar.import",
            "catalog.edit",
            "person.erase-ask",
        )
    ),
    "weekly-duty": frozenset(("matter.dispatch",)),
    "temporary-duty": frozenset(("matter.dispatch",)),
    "duty-officer": frozenset(("matter.dispatch",)),
    "duty-leader": frozenset(("matter.dispatch", "matter.see-institution", "alarm.resolve")),
    "personnel": frozenset(("roster.edit", "absence.enter-any", "duty.edit")),
    "finance": frozenset(("matter.see-own",)),
    "administrator": frozenset(
        (
            "roster.see",
            "roster.edit",
            "duty.edit",
            "absence.enter-any",
            "account.edit",
            "calendar.import",
            "catalog.edit",
            "health.see",
            "rulebook.see",
        )
    ),
    "security-administrator": frozenset(
        ("roster.see", "role.assign", "token.issue", "rulebook.see", "health.see")
    ),
    "auditor": frozenset(
        ("journal.see", "journal.verify", "journal.export", "sign-in.see", "rulebook.see")
    ),
}
"""The rights of each role. A role that is missing here (one of a rulebook's own) adds none."""

ASSIGNABLE: dict[str, Text] = {
    "registrar": Text("登记员", "registrar"),
    "dispatcher": Text("分办员", "dispatcher"),
    "office": Text("办公室", "office"),
    "window": Text("窗口", "window"),
    "supervisor": Text("督查员", "supervisor"),
    "legal-officer": Text("法制员", "legal officer"),
    "personnel": Text("人事部门", "personnel"),
    "finance": Text("财务部门", "finance"),
    "administrator": Text("系统管理员", "administrator"),
    "security-administrator": Text("安全管理员", "security administrator"),
    "auditor": Text("审计员", "auditor"),
}
"""Roles that can be assigned; the others follow from posts, leadership and the duty roster."""


def allowed(
    actor: Actor,
    right: str,
    *,
    institution_id: int | None = None,
    department_id: int | None = None,
) -> bool:
    """Return whether the actor has the right, there if a place is given, else anywhere.

    An unknown right is a mistake in the program and raises `KeyError`, never a silent yes or no.
    """
    if right not in NAMES:
        raise KeyError(right)
    if actor.everything:
        return True
    if right not in actor.grants:
        return False
    if institution_id is not None and institution_id != actor.institution_id:
        return right in REACHES_BELOW and institution_id in actor.institution_ids
    reach = actor.grants[right]
    return reach is None or department_id is None or department_id in reach


REACHES_BELOW = frozenset(
    ("matter.see-below", "roster.edit", "role.assign", "account.edit", "journal.verify")
)
"""Rights that an institution has over those below it; all others end at its own door."""


def require(
    actor: Actor,
    right: str,
    *,
    institution_id: int | None = None,
    department_id: int | None = None,
) -> None:
    """Raise `Refused` unless the actor has the right there."""
    if allowed(actor, right, institution_id=institution_id, department_id=department_id):
        return
    name = NAMES[right]
    raise Refused(
        "permission.denied",
        Text(f"您没有「{name.zh}」的权限", f"You may not {name.en}."),
        facts={"right": right},
        remedy=Text("请与本单位安全管理员联系", "Ask the security administrator of your office."),
    )
