"""Which column is which: any order, any of the usual headings, a title above them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from shouwen.errors import Text, Unclear

HEADINGS: dict[str, tuple[str, ...]] = {
    "name": ("姓名", "人员", "人员姓名", "name"),
    "name_en": ("英文名", "英文姓名", "拼音名", "name en", "english name"),
    "username": ("用户名", "账号", "工号", "登录名", "username", "account"),
    "department": ("科室", "部门", "所在科室", "所属科室", "处室", "股室", "department"),
    "post": ("岗位", "岗位名称", "post"),
    "capacity": ("a/b", "ab", "ab岗", "a/b岗", "a、b岗", "岗别", "capacity"),
    "phone": ("手机", "手机号", "手机号码", "联系电话", "电话", "phone", "mobile"),
    "email": ("邮箱", "电子邮箱", "电子邮件", "email", "e-mail"),
    "leader": ("职务", "领导职务", "role", "leadership"),
    "duties": ("职责", "岗位职责", "duties"),
    "window": ("窗口", "窗口号", "window"),
    "post_phone": ("办公电话", "岗位电话", "座机", "office phone"),
    "location": ("地点", "办公地点", "房间", "location", "room"),
}

TEMPLATE = ("姓名", "用户名", "科室", "岗位", "A/B", "手机", "职务", "职责", "窗口", "办公电话")
"""Headings of the template, in order."""

_BY_HEADING = {heading: field for field, names in HEADINGS.items() for heading in names}


def find_columns(rows: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]]:
    """Return the index of the heading row and the column of each field; `Unclear` if not found."""
    for number, row in enumerate(rows[:10]):
        found: dict[str, int] = {}
        for column, heading in enumerate(row):
            field = _BY_HEADING.get(re.sub(r"[\s**::]+", " ", heading).strip().lower())
            if field is not None and field not in found:
                found[field] = column
        if "name" in found and len(found) > 1:
            return number, found
    raise Unclear(
        "roster.headings",
        Text(
            "前 10 行内没有找到列名(至少要有「姓名」和「科室」)",
            "No headings in the first ten rows; at least 姓名 and 科室 are needed.",
        ),
        facts={"wanted": list(TEMPLATE)},
        remedy=Text("请下载模板填写后再上传", "Fill in the template and upload it."),
    )


def letter(column: int) -> str:
    """Return the spreadsheet's letter of a column: 0 → A, 27 → AB."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
