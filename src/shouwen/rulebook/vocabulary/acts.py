"""Acts: the verbs of the regulations, and the events that follow from them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from shouwen.rulebook.vocabulary.table import joined, words

MATTER_ACTS = words("""
    asked 被询问
    guided 引导告知
    relayed 转达
    reached 联系上
    received 收到
    registered 登记
    papers-checked 审核材料
    found-complete 材料齐全
    handback-asked 要求退还材料
    papers-handed-back 退还材料
    accepted 受理
    not-accepted 不予受理
    acceptance-told 告知受理
    told-once 一次性告知
    correction-requested 要求补正
    correction-received 补正收到
    correction-part-received 收到部分补正 | part of the correction received
    assigned 交办
    handed-over 转办
    taken-over 签收
    declined 不接
    returned 退回
    limit-set 定期限
    started 着手
    consulted 沟通
    co-handler-assigned 指定协办
    co-handled 提交协办意见
    noted 备注
    sent-back 退回来文单位
    reclassified 重新归类
    proposed 拟办
    sent-for-opinion 送审批
    opinion-given 批示
    plan-submitted 报工作计划
    plan-approved 计划同意
    drafting-assigned 交拟稿
    submitted-for-review 送审核
    submitted-for-approval 送审定
    signed 签发
    printed 印制
    sent-out 发出
    review-sent 送审
    review-returned 审毕
    reviews-in 各审已回
    review-ended 审核结束
    waiting-for-meeting 待会议
    meeting-held 会议召开
    case-opened 转入检查程序 | case opened
    approved 批准
    marked-urgent 标为紧急
    emergency-handled 应急处置
    reported-up 上报
    acknowledged 已知悉
    explained 说明情况
    urged 催办
    progress-told 反馈进展
    extension-asked 申请延期
    extension-approved 准予延期
    extension-refused 不准延期
    extension-told 告知延期
    refusal-proposed 提出否定
    refusal-filed 否定报备
    refusal-approved 同意否定
    refusal-rejected 不同意否定
    refused 书面否定
    completed 办结
    answered 答复
    form-filed 报表
    report-filed 报告情况
    delivered 送达
    result-told 告知结果
    called-back 回访
    rating-asked 请评价
    rated 评价
    closed 归档
    reopened 重办
    withdrawn 撤回
    review-asked 申请复查
    review-decided 复查意见
    transferred-down 转所属办理
    special-procedure-started 听证、检验等开始 | special procedure started
    special-procedure-ended 听证、检验等结束 | special procedure ended
    item-published 公布事项
    edition-renewed 修订
    """)

STANDING_ACTS = words("""
    pairing-set 设定AB岗
    pairing-changed 调整AB岗
    pairing-approved 同意调整AB岗
    absence-entered 登记离岗
    absence-told 告知离岗
    cover-started 替岗开始
    cover-ended 替岗结束
    handed-back 交还工作
    promise-published 公布承诺
    promise-renewed 修订承诺
    board-updated 更新公示
    duty-listed 排定值班
    authorised 授权
    trained 组织学习
    self-checked 自查
    summarised 汇总
    commended 表扬
    """)

ACCOUNTABILITY_ACTS = words("""
    transfer-received 收到转办件
    transferred 转其他单位
    reported-back 报回结果
    performance-ordered 责令履职
    performed 履职
    investigated 调查
    upheld 查实
    dismissed 查否
    advised 提出建议
    replied 回复投诉人
    reason-told 说明延期理由
    file-handed-out 提供投诉材料
    inspected 检查
    announced 预先告知检查
    drawn 抽取
    rectification-ordered 责令整改
    rectified 整改
    reminded 提醒
    yellow-card-issued 发黄牌
    red-card-issued 发红牌
    filed-for-finding 提请认定
    evidence-added 补充证据
    heard 听取陈述
    found 认定
    not-found 不予认定
    share-confirmed 确认责任
    measure-proposed 提出处理
    measure-decided 决定处理
    measure-served 送达处理
    measure-carried-out 执行处理
    interviewed 谈话
    apologised 道歉
    self-criticism-filed 提交书面检查
    referred 移送
    defended 申辩
    appealed 申诉
    maintained 维持
    changed 变更
    annulled 撤销
    answered-in-writing 书面答复
    effect-ended 影响期满
    compensated 赔偿
    """)

APPRAISAL_ACTS = words("""
    scheme-published 公布考评方案
    self-appraised 自评
    scored 打分
    graded 评定等次
    grade-published 公布等次
    objected 提出异议
    objection-decided 异议处理
    section-reported 科室上报
    """)

ATTENDANCE_ACTS = words("""
    signed-in 签到
    signed-out 签退
    leave-asked 请假
    leave-granted 准假
    leave-refused 不准假
    back-from-leave 销假
    """)

REGISTER_ACTS = words("""
    added 登记入册
    corrected 更正
    struck 注销
    """)

DERIVED_EVENTS = words("""
    children-closed 子件均已办结
    limit-passed 期限已过
    state-left 离开该环节
    act-refused 操作被拒
    """)
"""Never entered by a person: they follow from other acts or from time."""

ACTS = joined(
    MATTER_ACTS,
    STANDING_ACTS,
    ACCOUNTABILITY_ACTS,
    APPRAISAL_ACTS,
    ATTENDANCE_ACTS,
    REGISTER_ACTS,
)

MEASURE_EVENTS = words("""
    proposed 提出
    decided 决定
    served 送达
    carried-out 执行
    withdrawn 撤回
    """)
"""What can happen to a measure: `reprimand.served`."""

CONFIRMED_ACTS = frozenset(
    {"upheld", "dismissed", "found", "not-found", "measure-decided", "measure-served", "graded"}
)
"""Acts of a decider's seat: a tally of them may propose a measure."""

_STAGES = (
    ("asked", "received", "transfer-received", "leave-asked"),
    ("registered", "guided", "relayed", "papers-checked"),
    ("found-complete", "told-once", "correction-requested", "correction-received"),
    ("accepted", "not-accepted", "acceptance-told"),
    ("proposed", "sent-for-opinion", "opinion-given"),
    ("assigned", "drafting-assigned"),
    ("taken-over", "started"),
    ("completed", "answered", "result-told"),
    ("delivered", "rating-asked"),
    ("rated", "called-back", "closed"),
)

STAGE: Mapping[str, int] = MappingProxyType(
    {act: stage for stage, acts in enumerate(_STAGES) for act in acts}
)
"""The usual order of acts; an act not listed may come at any time."""
