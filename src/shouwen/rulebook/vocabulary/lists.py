"""The other closed lists: verbs, guarantees, breaches, grounds, and the words of single keys."""

from __future__ import annotations

from shouwen.rulebook.vocabulary.table import words

VERBS = words("""
    must 必须
    may 可以
    gate 把关
    extend 延长
    pause 中止
    reckon 计算
    means 是指
    ground 追责情形
    measure 处理措施
    tally 计次
    upon 出现时
    appraise 考评
    score 计分
    keeps 登记
    shows 公示
    checks 检查
    relies-on 由系统保证
    see 专门计算
    """)

FORMER_VERBS = words("""
    must-not 改用 gate（可加 never-by） | use gate, with never-by where a role is barred
    count 改用 reckon | use reckon
    ladder 改用 tally 和 upon | use tally and upon
    guides 改用 shows，写 at 和 to: staff | use shows with at and to: staff
    """)
"""Verbs of earlier drafts, with what to write instead."""

ENGINE_VERBS = ("must", "may", "gate", "extend", "pause", "reckon", "means")

GUARANTEES = words("""
    one-responsible 任何时候恰有一名在岗责任人 | exactly one responsible person present at any time
    first-asked-stays 首问责任人始终留在事项上 | the first-asked person stays on the matter
    hand-over-on-taking-over 签收才算移交 | a hand-over counts when it is taken over
    stand-in-has-powers 替岗人有岗位权限 | a stand-in has the powers of the post
    actor-recorded 每一步记明何人以何身份 | each act records who acted and in whose place
    notices-archived 告知书一律存档 | every notice is archived
    states-only-by-procedure 环节只按流程变化 | states change only by the procedure
    """)

BREACHES = words("""
    overdue 逾期
    unanswered 无人应答
    late-unexplained 逾期未说明
    notice-missing 未告知
    report-late 报告逾期
    late-transfer 转办迟延
    not-shown 未公示
    not-kept 未登记
    not-checked 未检查
    late 迟到
    absent 缺勤
    overstayed 假满未归
    order-ignored 未按要求履职
    complaint-overdue 投诉逾期
    defence-overdue 申辩逾期
    no-talk 未谈话
    not-acted 未予处理
    """)

GROUNDS_OF_EXTENSION = words("""
    force-majeure 不可抗力
    complex 情况复杂
    special 特殊情况
    leader-away 领导外出
    waiting-for-others 等待外部意见
    applicant-side 当事人原因
    """)

UNITS = words("""
    hour 小时
    working-minute 工作分钟
    working-hour 工作小时
    half-working-day 半个工作日
    working-day 工作日
    calendar-day 日
    week 周
    month 月
    year 年
    """)

WORD_SPANS = words("""
    immediate 立即
    same-visit 当场
    same-day 当日
    """)

CYCLES = words("""
    session 每班次
    day 每天
    working-day 每个工作日
    week 每周
    month 每月
    quarter 每季度
    half-year 每半年
    year 每年
    """)

PERIODS = words("""
    next-month 下月
    next-quarter 下季度
    next-year 次年
    """)

RECKONED_FIRST = words("""
    next-day 自次日起算
    same-day 自当日起算
    """)
RECKONED_ENDS = words("""
    close-of-business 至下班时止
    midnight 至二十四时止
    """)
RECKONED_LAST_DAY_OFF = words("""
    next-working-day 遇休息日顺延
    stays 遇休息日不顺延
    """)
RECKONED_SHORT_MONTH = words("""
    last-day 没有对应日的取月末
    next-day 没有对应日的取次月首日
    """)

SHARES = words("""
    sole 全部责任
    main 主要责任
    direct 直接责任
    corresponding 相应责任
    managing 管理责任
    leading 领导责任
    """)
WEIGHTS = words("""
    lighter 从轻
    heavier 从重
    exempt 免责
    """)
CHOICES = words("""
    one 择一
    some 可择数项
    """)
TALLY_AS = words("""
    times 次
    people 人
    calendar-days 天
    working-days 个工作日
    years 年
    """)
TALLY_DATED = words("""
    occurred 发生日
    found 认定日
    decided 决定日
    served 送达日
    """)
CALENDAR_PERIODS = words("""
    month 自然月
    quarter 自然季度
    half-year 半年
    year 自然年
    """)
EFFECTS = words("""
    bar 取消资格
    grade 定等次
    deduct 扣减
    move 调整
    end 终止
    refer 移送
    announce 公布
    """)
SEVERAL = words("""
    sum 相加
    highest 取高
    last 取后
    """)
MEANWHILE = words("""
    in-force 不停止执行
    stayed 暂缓执行
    """)
SHOWN_WHERE = words("""
    page 网页
    kiosk 触摸屏
    wall 公示栏
    regulation-page 制度页
    form 办理表单
    desk-plate 桌牌
    hall 大厅
    """)
SHOWN_TO = words("""
    public 公众
    staff 工作人员
    """)
SHOWN_SOURCES = words("""
    catalog 服务事项目录
    bodies 机构
    people 人员
    presence 去向
    posts 岗位
    settings 设置
    gist 条文要旨
    """)
CHECKED_WHERE = words("""
    inspection 检查
    self-check 自查
    complaint 投诉分类
    survey 问卷
    written-reply 书面回复
    rating 评价
    closure 办结时
    """)
SCALES = words("""
    pass-fail 合格与否
    one-to-five 一至五分
    count 计数
    """)
SCORED_BY = words("""
    rating 评价
    survey 问卷
    """)
APPRAISED = words("""
    person 个人
    section 科室
    department 部门
    unit 单位
    """)

FUNCTIONS = words("")
"""Reviewed functions that `see` may name, ten at most; none has been needed so far."""
