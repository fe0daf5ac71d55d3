"""Kinds of dossier, roles, and what happenings are counted by."""

from __future__ import annotations

from types import MappingProxyType

from shouwen.rulebook.vocabulary.table import joined, words

KINDS = words("""
    enquiry 咨询
    application 申请
    complaint 投诉举报
    petition 信访
    incoming-document 收文
    outgoing-document 发文
    superior-matter 上级交办事项
    instruction 领导批示
    meeting-decision 会议决定事项
    supervised-item 督办事项
    outside-request 外单位来函
    subsidiary-submission 所属单位报送
    routine 日常事项
    proposal 建议
    catalogue-item 服务事项
    finding 责任认定
    complaint-case 效能投诉
    inspection 明察暗访
    appraisal 效能考评
    attendance 考勤
    leave-request 请假
    register-row 登记簿记录
    """)
"""Kinds of dossier. `register-row` is a row of a register as a small dossier of its own."""

KIND_CODES = MappingProxyType(
    {
        "E": "enquiry",
        "A": "application",
        "C": "complaint",
        "P": "petition",
        "I": "incoming-document",
        "O": "outgoing-document",
        "S": "superior-matter",
        "L": "instruction",
        "M": "meeting-decision",
        "D": "supervised-item",
        "R": "outside-request",
        "B": "subsidiary-submission",
        "T": "routine",
        "N": "proposal",
        "K": "catalogue-item",
        "F": "finding",
    }
)

BOUND_ROLES = words("""
    first-asked 首问责任人
    handler 承办人
    co-handler 协办人
    lead-department 牵头部门
    assigner 交办人
    requester 来函单位
    issuer 发文单位
    drafter 拟稿人
    reviewer 审核人
    approver 审定人
    subsidiary 所属单位
    """)
"""Bound to the dossier by one of its acts."""

OUTSIDE_ROLES = words("""
    applicant 申请人
    petitioner 信访人
    complainant 投诉人
    respondent 被投诉人
    guest 来访人
    visitor 来人
    public 社会公众
    """)

POST_ROLES = words("""
    post-holder 岗位负责人
    holder-a A岗
    holder-b B岗
    registrar 登记人员
    dispatcher 收发人员
    window 窗口人员
    office 办公室
    general-office 综合办公室
    department-head 部门负责人
    section-head 科室负责人
    leader-in-charge 分管领导
    principal-leader 主要领导
    leader 领导
    supervisor 监督部门
    personnel 人事部门
    finance 财务部门
    legal-officer 法制人员
    weekly-duty 值周人员
    temporary-duty 临时值班人员
    duty-officer 值班人员
    duty-leader 带班领导
    any-staff 工作人员
    staff 全体工作人员
    """)
"""Resolved at the instant to the person present."""

BODY_ROLES = words("""
    department 部门
    section 科室
    institution 本机关
    superior-body 上级机关
    leadership-meeting 领导班子会议
    competent-body 有权机关
    discipline-body 纪检监察机关
    """)

RELATIVE_ROLES = words("""
    recipient 收件人
    superior 上一级
    party 当事人
    """)

SEATS = words("""
    desk 投诉受理席
    investigator 调查席
    decider 决定席
    announcer 宣布人
    transferee 受转办单位
    rater 评价人
    organiser 考评组织者
    """)
"""Seats of the accountability procedures; a rulebook or an adoption says who sits."""

ROLES = joined(BOUND_ROLES, OUTSIDE_ROLES, POST_ROLES, BODY_ROLES, RELATIVE_ROLES, SEATS)

BEARERS = words("""
    institution 每个单位
    department 每个部门
    section 每个科室
    post 每个岗位
    person 每个人
    """)
"""`per` of a standing duty, which has no dossier."""

COUNTED_PER = words("""
    party 当事人
    section 科室
    division 处室
    department 部门
    unit 单位
    institution 机关
    matter 事项
    post 岗位
    """)
"""`per` of a tally, besides any role."""
