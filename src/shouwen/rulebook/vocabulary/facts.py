"""Facts that conditions may read, fields that acts carry, and who may state a date."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from shouwen.rulebook.vocabulary.people import ROLES
from shouwen.rulebook.vocabulary.table import joined, words

ENTERED_FACTS = words("""
    channel 渠道
    about 事由类别
    scope 职责范围
    papers 材料
    urgency 缓急
    complexity 难易
    at-once 可当场办理
    origin 来源
    asks 要求
    needs 阅办
    route 办理路径
    importance 重要程度
    report 举报方式
    ground 理由
    session 上下午
    consequence 后果
    gravity 情节
    client 服务对象
    """)
"""Entered by an act; a rulebook declares those it uses in `facts`, with their values."""

ENTERED_VALUES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "channel": ("visit", "phone", "letter", "web", "box"),
        "scope": ("own-post", "own-department", "own-institution", "outside", "unclear"),
        "papers": ("complete", "incomplete"),
        "urgency": ("ordinary", "urgent", "emergency"),
        "complexity": ("simple", "complex"),
        "at-once": ("yes", "no"),
        "origin": (
            "superior-document",
            "superior-leader",
            "provincial",
            "outside",
            "leader",
            "meeting",
        ),
        "asks": ("action", "plan", "report", "written-reply", "comments"),
        "needs": ("action", "reading"),
        "route": ("own-duty", "one-department", "several-departments", "meeting", "superior"),
        "importance": ("ordinary", "important"),
        "report": ("simple-signed", "signed", "anonymous"),
        "session": ("am", "pm"),
    }
)
"""The usual values; a rulebook may declare fewer, or others of its own."""

VALUES = words("""
    visit 来访
    phone 来电
    letter 来信
    web 网站
    box 信箱
    own-post 本岗
    own-department 本部门
    own-institution 本机关
    outside 外单位
    unclear 不明
    complete 齐全
    incomplete 不齐
    ordinary 一般
    urgent 紧急
    emergency 突发
    simple 简单
    complex 复杂
    superior-document 上级文件
    superior-leader 上级领导
    provincial 省级部门
    leader 领导
    meeting 会议
    action 落实
    plan 工作计划
    report 报告
    written-reply 书面答复
    comments 意见
    reading 阅知
    own-duty 本职
    one-department 一个部门
    several-departments 多个部门
    superior 上级
    important 重要
    simple-signed 简单实名
    signed 实名
    anonymous 匿名
    am 上午
    pm 下午
    instant 即办件
    promised 承诺件
    joint 联办件
    yes 是
    no 否
    none 无
    rest 非办公时间
    written 书面
    light 较轻
    serious 严重
    other 其他
    """)
"""Names of the usual values of facts."""

CATALOGUE_FACTS = words("""
    item 服务事项
    class 办件类型
    legal-duty 法定职责
    """)

CATALOGUE_VALUES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"class": ("instant", "promised", "joint"), "legal-duty": ("yes", "no")}
)

COMPUTED_FACTS = words("""
    kind 事项种类
    due-stated 已明示期限者
    hours 办公时间
    target-present 对方在岗
    recipient-is 收件人身份
    returns 退回次数
    limited 有期限
    promise-shorter 承诺短于法定
    state 环节
    """)

COMPUTED_VALUES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "hours": ("office", "rest"),
        "target-present": ("yes", "no"),
        "limited": ("yes", "no"),
        "promise-shorter": ("yes", "no"),
    }
)

NUMERIC_FACTS = frozenset({"returns"})
MANY_VALUED_FACTS = frozenset({"due-stated", "recipient-is"})
"""Facts that may hold several words at once: only `none` excludes the others."""

FACTS = joined(ENTERED_FACTS, CATALOGUE_FACTS, COMPUTED_FACTS)

STATED_BY_PAPER = words("""
    statute 法定期限
    promise 承诺期限
    plan 计划节点
    """)
STATED_SOURCES = joined(ROLES, STATED_BY_PAPER)
"""Who or what may state a date; several: the earliest governs."""

FIELDS = words("""
    reason 理由
    basis 依据
    missing 缺少的材料
    due 期限
    new-limit 新期限
    target 对象部门
    recipient 接收人
    copy-to 抄送
    contact 联系方式
    mode 方式
    opinion 意见
    reply 回复
    result 结果
    plan 计划
    number 编号
    identity 身份
    receipt 回执
    with 沟通对象
    handler 承办人
    issuer 来文单位
    outcome 去向
    name 姓名
    phone 电话
    address 地址
    from-body 来人单位
    matter 事由
    subject 标题
    progress 进展
    obstacles 困难
    next-step 下一步
    steps 办理步骤
    evidence 证据
    attachment 附件
    date 日期
    time 时间
    place 地点
    office-room 办公室
    powers 授权事项
    signature 签字
    materials 材料清单
    conditions 条件
    procedure 程序
    fee 收费
    limits 期限
    functions 职能
    body 机构
    duty 职责
    standard 标准
    content 内容
    breach-handling 违诺责任
    photo 照片
    post 岗位
    person 人员
    department 部门
    leader 领导
    meeting-start 开会时间
    perform-by 履职期限
    until 截止日
    from 起始日
    copy 复印件
    original 原件
    note 备注
    late 逾期
    done 已办
    item 事项
    category 类别
    duties 职责
    window 窗口
    own-matters 本岗事项
    covered-matters 代岗事项
    complaint-centre 投诉中心
    complaint-channel 投诉渠道
    completed 办结
    demands 要求
    completion 办结时限
    discipline-body 纪检监察机关
    staff 工作人员
    institution 机关
    """)
"""Fields that acts carry and registers and boards show; `names` in a file adds its own."""

ANY = "any"
"""`given: {reason: any}`: the field must be there, whatever it holds."""

FACT_NAMES_AS_FIELDS = frozenset(ENTERED_FACTS) | frozenset(CATALOGUE_FACTS)
FIELD_TYPES = words("""
    text 文字
    number 数字
    money 金额
    date 日期
    time 时间
    true-false 是否
    choice 选项
    person 人员
    post 岗位
    section 科室
    party 当事人
    phone 电话
    file 附件
    paper 文书
    clause 条款
    catalog-item 服务事项
    dossier 事项
    ratio 比率
    """)
