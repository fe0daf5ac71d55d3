"""Every part of a page with made-up content, for those who build pages; served in debug only."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from shouwen.web.parts import (
    Act,
    Chart,
    Chip,
    Clause,
    Crumb,
    Derivation,
    Effect,
    Empty,
    Figure,
    Lamp,
    Limit,
    Line,
    Moment,
    Note,
    Pager,
    Person,
    Plate,
    RefusedAct,
    Series,
    Sheet,
    Tab,
)

ZONE = ZoneInfo("Asia/Shanghai")
CLAUSE = Clause("限时 第五条", "/_parts/clause/")
OTHER = Clause("首问 第六条", "/_parts/clause/")

LAMPS = (
    Lamp("broken", "已超 2 个工作日"),
    Lamp("near", "今天 18:00 到期"),
    Lamp("open", "还剩 5 个工作日"),
    Lamp("open", "还剩 12 个工作日", provisional=True),
    Lamp("paused", "停在还剩 6 个工作日"),
    Lamp("kept", "提前 2 个工作日"),
    Lamp("late", "超期 1 个工作日"),
    Lamp("lapsed"),
    Lamp("failed", "计算没有完成"),
    Lamp("unset"),
    Lamp("none"),
)

LIMITS = (
    Limit(
        "办结",
        LAMPS[2],
        datetime(2026, 2, 27, 18, tzinfo=ZONE),
        "02-27（周五）18:00",
        "/_parts/limit/",
        "承诺 5 个工作日",
        (("02-24（周二）18:00", "02-20 延期，周立夏批准"),),
    ),
    Limit(
        "法定",
        LAMPS[3],
        datetime(2027, 3, 19, 18, tzinfo=ZONE),
        "2027-03-19（周五）18:00",
        "/_parts/limit/",
        "法定 20 个工作日",
    ),
    Limit(
        "签收",
        LAMPS[5],
        datetime(2026, 2, 13, 12, tzinfo=ZONE),
        "02-13（周五）12:00",
        "/_parts/limit/",
    ),
)

DERIVATION = Derivation(
    "2026-02-27（周五）18:00 前办结",
    LAMPS[2],
    (
        Line("起", "2026-02-13 周五 10:02 收下材料", clauses=(Clause("SQ-0213-0042 第 1 条"),)),
        Line("起算", "次日起算，当日不计", clauses=(Clause("限时 第四条", "/_parts/clause/"),)),
        Line("加", "5 个工作日（承诺）", "第 1 天 02-14 周六 上班（调休）", (CLAUSE,)),
        Line("休", "02-15 至 02-23 春节放假", clauses=(Clause("2026 年放假通知"),)),
        Line("加", "第 2 天 02-24，第 3 天 02-25，第 4 天 02-26，第 5 天 02-27"),
        Line("止", "下班 18:00", clauses=(Clause("本单位作息"),)),
    ),
    copy="2026-02-27 18:00",
    links=(("看日历格", "#"), ("给群众看的说法", "#"), ("我有疑问", "#")),
)

PEOPLE = (
    Person("林小满", "综合窗口", "A", first_asked=True),
    Person("孙惊蛰", "住保岗", "B"),
    Person("赵知秋", "住保岗", "acting", acting_note="代 周立夏，至 02-20"),
    Person("周立夏", "社会事务科", "A", away_until="02-20"),
    Person("何清明", "档案岗", left=True),
)

MOMENTS = (
    Moment(
        "10:15",
        "签收",
        datetime(2026, 2, 13, 10, 15, tzinfo=ZONE),
        PEOPLE[1],
        changes=("从此由孙惊蛰负责；期限不变",),
        clauses=(OTHER,),
        place="第 3 条",
        place_url="/_parts/clause/",
    ),
    Moment(
        "10:03",
        "转办",
        datetime(2026, 2, 13, 10, 3, tzinfo=ZONE),
        PEOPLE[0],
        to="住保岗",
        quote="材料差收入证明，已口头说明。",
        place="第 2 条",
        place_url="/_parts/clause/",
        corrected=True,
    ),
    Moment(
        "10:02",
        "登记",
        datetime(2026, 2, 13, 10, 2, tzinfo=ZONE),
        PEOPLE[0],
        changes=("收下 2 份材料",),
        papers=(("回执 SW-0042", "#"),),
        place="第 1 条",
        place_url="/_parts/clause/",
    ),
)

ACTS = (
    Act("办结", "#", "c", primary=True),
    Act("转办", "#", "h"),
    Act("申请延期", "#", "y"),
    Act("补正告知", "#", "b"),
    Act("拟不予办理", "#", "f"),
    Act("记一笔", "#", "l"),
)
MORE = (Act("并入另一件", "#", rare=True), Act("打印卷宗", "#", rare=True))
REFUSED = (
    RefusedAct("送达", "还没有办结。", "办结以后就能送达。", clauses=(CLAUSE,)),
    RefusedAct(
        "同意延期", "这一步由科长办理。", who="现在是周立夏，您可以催办。", clauses=(OTHER,)
    ),
)

FIGURES = (
    Figure("超期", "3", "#", "件", "最久 5 个工作日", "broken"),
    Figure("今明到期", "9", "#", "件", lamp="near"),
    Figure("未签收超时", "1", "#", "件"),
    Figure("按时办结率", "96.4", "#", "%", "= 按时办结 1,203 ÷ 应办结 1,248"),
)

EMPTIES = (
    Empty("现在没有待办。", text="今天已办 6 件。", act=("看已办", "#")),
    Empty("没有符合条件的事项。", "filtered", act=("清除条件", "#")),
    Empty("待签批没有取到，其余照常。", "failed", act=("重试", "#")),
    Empty("这里由督查岗使用。", "forbidden", "需要时请找办公室。"),
)

NOTES = (
    Note(
        "已登记。",
        text="承办：住保岗 孙惊蛰，应在 02-27 18:00 前办结。",
        number="SQ-20260213-0042",
        links=(("打印回执", "#"), ("再登一件", "#")),
    ),
    Note("已转给住保岗 孙惊蛰，等待签收。", "info", links=(("撤回", "#"),)),
    Note("A、B 岗将同时不在岗（02-24 上午）。", "warn", links=(("看排班", "#"),)),
    Note("没有发出：短信通道 10:31 断开。", "bad", "已存好，恢复后自动发送，您不用重做。"),
)

SHEETS = (
    Sheet(
        "核对：申请延期",
        (
            Effect("期限", old="02-27（周五）18:00", new="03-06（周五）18:00"),
            Effect("批准人", "科长 周立夏，2 个工作日内"),
            Effect(
                "群众将收到",
                letter="原定 2月27日办结，改为 3月6日，因为要现场核实。\n仍由孙惊蛰办理。",
            ),
        ),
        "/_parts/",
        "核对并发出",
        "/_parts/",
        clauses=(CLAUSE,),
    ),
    Sheet(
        "签署：拟不予办理",
        (Effect("依据", "示例条例 第十二条"), Effect("救济", "60 日内可申请复议")),
        "/_parts/",
        "同意并签署",
        "/_parts/",
        level=3,
        warning="签署后当日送达，不能撤回。",
    ),
)

CARDS = (
    Plate("黄牌", "yellow", 1, "拟发"),
    Plate("红牌", "red", 2, "已发"),
    Plate("橙牌", "orange", 3, "申辩中"),
    Plate("蓝牌", "blue", 1, "已撤销", withdrawn=True),
)

TABS = (
    Tab("待我签收", "#", 3, current=True, key="1"),
    Tab("待我办理", "#", 11, key="2"),
    Tab("待我签批", "#", 2, key="3"),
    Tab("等群众", "#", 2, key="4"),
    Tab("我首问", "#", 9, key="5"),
    Tab("已办", "#", key="6"),
)
CHIPS = (Chip("科室：住保科", "#"), Chip("灯：超期", "#"))

ROWS = (
    (LAMPS[0], "SQ-0209-0007", "低保续期", "张*", PEOPLE[3], "办理中", "02-09"),
    (LAMPS[1], "SQ-0206-0031", "临时占道", "某公司", PEOPLE[2], "待签批", "02-06"),
    (LAMPS[4], "SQ-0202-0002", "信访答复", "李**", PEOPLE[1], "等群众补材料", "02-02"),
)

DAYS = ("02-13", "02-14 班", "02-24", "02-25", "02-26", "02-27")
CHARTS = (
    Chart(
        "未来几个工作日到期多少？",
        "bars",
        DAYS,
        (
            Series("超期", (3, 0, 0, 0, 0, 0), "broken"),
            Series("临期", (5, 9, 0, 0, 0, 0), "near"),
            Series("正常", (0, 4, 17, 8, 12, 6), "open"),
        ),
        "件",
        "按期限所在的工作日计",
        "截至 10:24",
        "日期",
        stacked=True,
    ),
    Chart(
        "按时率在变好吗？",
        "line",
        ("09月", "10月", "11月", "12月", "01月", "02月"),
        (
            Series("按时率", (94.2, 95.0, 93.8, 95.1, 95.6, 96.4)),
            Series("承诺", (95, 95, 95, 95, 95, 95), "series-5", dashed=True),
        ),
        "%",
        "= 按时办结 ÷ 应办结（含未办结的超期）",
        "截至 10:24",
        "月份",
    ),
    Chart(
        "卡在哪一步？",
        "hbars",
        ("签收", "出具意见", "签批", "送达"),
        (Series("停留中位数", (0.5, 3.2, 1.4, 0.4)),),
        "工作日",
        labels_name="步骤",
        marks=(("期限", 2.0),),
    ),
)


class ExampleForm(forms.Form):
    """One field of each kind."""

    phone = forms.CharField(
        label="电话",
        required=False,
        help_text="手机或座机，可带空格、横线。例：138 0000 0000",
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    matter = forms.CharField(
        label="事由",
        error_messages={"required": "请写事由：群众想办什么、问什么。"},
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": 1000}),
        max_length=1000,
    )
    way = forms.ChoiceField(
        label="怎样来的",
        choices=(("visit", "来访"), ("phone", "来电"), ("letter", "来信")),
        widget=forms.RadioSelect,
        error_messages={"required": "请选怎样来的。"},
    )
    papers = forms.MultipleChoiceField(
        label="收下的材料",
        required=False,
        choices=(("id", "身份证"), ("lease", "租约"), ("income", "收入证明")),
        widget=forms.CheckboxSelectMultiple,
    )
    department = forms.ChoiceField(
        label="交给", choices=(("", "请选"), ("1", "住保科"), ("2", "社会事务科"))
    )
    anonymous = forms.BooleanField(label="不愿留名", required=False)


def parts(request: HttpRequest) -> HttpResponse:
    """Show all parts; `?wrong` shows the form with its faults."""
    form = ExampleForm({"phone": "1380000"} if "wrong" in request.GET else None)
    crumbs = (Crumb("示例", "/_parts/"), Crumb("零件"))
    shown = {
        "lamps": LAMPS, "limits": LIMITS, "derivation": DERIVATION, "people": PEOPLE,
        "moments": MOMENTS, "acts": ACTS, "more": MORE, "refused": REFUSED, "figures": FIGURES,
        "empties": EMPTIES, "notes": NOTES, "sheets": SHEETS, "cards": CARDS, "tabs": TABS,
        "chips": CHIPS, "rows": ROWS, "charts": CHARTS, "clause": CLAUSE, "form": form,
        "crumbs": crumbs, "pager": Pager("约 12,000 条", "#", "#"),
    }  # fmt: skip
    return render(request, "examples/parts.html", shown)


def record(request: HttpRequest) -> HttpResponse:
    """Show how a record page is put together."""
    crumbs = (Crumb("事项", "/_parts/"), Crumb("SQ-20260213-0042"))
    shown = {
        "limits": LIMITS, "people": PEOPLE, "moments": MOMENTS, "acts": ACTS, "more": MORE,
        "refused": REFUSED, "crumbs": crumbs, "lamp": LAMPS[2],
    }  # fmt: skip
    return render(request, "examples/record.html", shown)


def public(request: HttpRequest) -> HttpResponse:
    """Show the public frame with a home page and a question."""
    form = ExampleForm({} if "wrong" in request.GET else None)
    return render(request, "examples/public.html", {"form": form, "limit": LIMITS[0]})


def limit(request: HttpRequest) -> HttpResponse:
    """Show a derivation: beside its button, or as a page of its own."""
    return render(request, "examples/limit.html", {"derivation": DERIVATION})


def clause(request: HttpRequest) -> HttpResponse:
    """Show a clause: beside its chip, or as a page of its own."""
    return render(request, "examples/clause.html", {"clause": CLAUSE})


urlpatterns = [
    path("_parts/", parts, name="parts"),
    path("_parts/record/", record, name="parts-record"),
    path("_parts/public/", public, name="parts-public"),
    path("_parts/limit/", limit, name="parts-limit"),
    path("_parts/clause/", clause, name="parts-clause"),
]
