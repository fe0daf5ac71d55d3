"""Small invented sheets of messages for the tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import xlsxwriter

COLUMNS = ("留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "答复意见", "答复时间")
ROWS: tuple[tuple[Any, ...], ...] = (
    (1.0, "U001", "路灯不亮", "2015/3/2 09:32:09", "\n\t\t路灯\u3000不亮。\n\t\n", "已修好。",
     "2015/3/2 16:00:00"),
    (2.0, "U002", "垃圾未清", "2015/3/2 10:00:00", "垃圾三天未清。", "已清运。",
     "2015/3/30 9:00:00"),
    (3.0, "U003", "公交改线", "2015-03-03", "问公交何时改线。", "下月改。", "2015-03-04"),
)  # fmt: skip


def write(file: Path, rows: Any = ROWS, columns: Any = COLUMNS) -> Path:
    """Write a workbook and return its path."""
    book = xlsxwriter.Workbook(str(file))
    sheet = book.add_worksheet()
    for number, row in enumerate((columns, *rows)):
        for place, value in enumerate(row):
            sheet.write(number, place, value)
    book.close()
    return file
