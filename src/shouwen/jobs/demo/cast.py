"""Who is in the demonstration office. Everything is invented; nobody here exists."""

from __future__ import annotations

from dataclasses import dataclass

from shouwen.worktime import Amount, Unit

CODE = "SZ"
NAME = "示例市政务服务局"
NAME_EN = "Demo City Service Bureau"


@dataclass(frozen=True, slots=True)
class Division:
    """A department: key, names, telephone, head and leader in charge by username."""

    key: str
    name: str
    name_en: str
    phone: str
    head: str
    leader: str


DEPARTMENTS = (
    Division("window", "综合窗口", "Front desk", "0000-1000001", "zhao", "zheng"),
    Division("housing", "住房保障科", "Housing", "0000-1000002", "zhou", "zheng"),
    Division("social", "社会事务科", "Social affairs", "0000-1000003", "zhu", "zheng"),
    Division("city", "城市管理科", "City management", "0000-1000004", "he", "dong"),
    Division("petition", "信访科", "Petitions", "0000-1000005", "tang", "dong"),
    Division("office", "办公室", "General office", "0000-1000006", "han", "dong"),
    Division("law", "法规督查科", "Law and supervision", "0000-1000007", "feng", "dong"),
    Division("leaders", "局领导", "Leadership", "0000-1000008", "zheng", "wang"),
)

PEOPLE = (
    ("lin", "林小满", "Lin Xiaoman", "window"),
    ("zhao", "赵白露", "Zhao Bailu", "window"),
    ("sun", "孙惊蛰", "Sun Jingzhe", "housing"),
    ("wu", "吴寒露", "Wu Hanlu", "housing"),
    ("zhou", "周立夏", "Zhou Lixia", "housing"),
    ("xu", "徐芒种", "Xu Mangzhong", "social"),
    ("hu", "胡谷雨", "Hu Guyu", "social"),
    ("zhu", "朱夏至", "Zhu Xiazhi", "social"),
    ("gao", "高小暑", "Gao Xiaoshu", "city"),
    ("luo", "罗大暑", "Luo Dashu", "city"),
    ("he", "何处暑", "He Chushu", "city"),
    ("liang", "梁秋分", "Liang Qiufen", "petition"),
    ("song", "宋小雪", "Song Xiaoxue", "petition"),
    ("tang", "唐立冬", "Tang Lidong", "petition"),
    ("chen", "陈大雪", "Chen Daxue", "office"),
    ("xie", "谢小寒", "Xie Xiaohan", "office"),
    ("han", "韩雨水", "Han Yushui", "office"),
    ("feng", "冯清明", "Feng Qingming", "law"),
    ("qian", "钱春分", "Qian Chunfen", "law"),
    ("zheng", "郑霜降", "Zheng Shuangjiang", "leaders"),
    ("dong", "董立秋", "Dong Liqiu", "leaders"),
    ("wang", "王冬至", "Wang Dongzhi", "leaders"),
    ("admin", "卢立春", "Lu Lichun", None),
    ("security", "吕端阳", "Lü Duanyang", None),
    ("audit", "施大寒", "Shi Dahan", None),
)
"""Username, name, English name, department. The three officers (三员) belong to none."""

POSTS = (
    ("desk1", "window", "综合窗口一岗", "Front desk 1", "lin", "zhao"),
    ("desk2", "window", "综合窗口二岗", "Front desk 2", "zhao", "lin"),
    ("tenancy", "housing", "公租房岗", "Public tenancies", "sun", "wu"),
    ("subsidy", "housing", "租赁补贴岗", "Rent subsidies", "wu", "sun"),
    ("relief", "social", "社会救助岗", "Social relief", "xu", "hu"),
    ("elderly", "social", "养老助残岗", "Elderly and disabled", "hu", "xu"),
    ("streets", "city", "市容占道岗", "Streets", "gao", "luo"),
    ("green", "city", "园林设施岗", "Parks and facilities", "luo", "gao"),
    ("letters", "petition", "来信办理岗", "Letters", "liang", "song"),
    ("visits", "petition", "来访接待岗", "Visits", "song", "liang"),
    ("registry", "office", "收发岗", "Registry", "chen", "xie"),
    ("general", "office", "综合岗", "General affairs", "xie", "chen"),
    ("rules", "law", "法制岗", "Legal affairs", "feng", "qian"),
    ("inspect", "law", "督查岗", "Supervision", "qian", "feng"),
    ("deputy1", "leaders", "分管领导一岗", "Leader in charge 1", "zheng", "dong"),
    ("deputy2", "leaders", "分管领导二岗", "Leader in charge 2", "dong", "zheng"),
    ("director", "leaders", "局长岗", "Director", "wang", "zheng"),
)
"""Key, department, title, English title, A holder, B holder."""

ROLES_OF_POSTS = (("registrar", "desk1"), ("office", "registry"), ("dispatcher", "general"))
ROLES_OF_PEOPLE = (
    ("supervisor", "qian"),
    ("legal-officer", "feng"),
    ("personnel", "han"),
    ("administrator", "admin"),
    ("security-administrator", "security"),
    ("auditor", "audit"),
)

ACCOUNTS = (
    ("lin", "窗口工作人员", "window clerk"),
    ("sun", "承办人", "handler"),
    ("zhou", "科室负责人", "head of department"),
    ("zheng", "分管领导", "leader in charge"),
    ("wang", "主要领导", "principal leader"),
    ("chen", "办公室", "general office"),
    ("qian", "督查员", "supervisor"),
    ("feng", "法制员", "legal officer"),
    ("admin", "系统管理员", "administrator"),
    ("security", "安全管理员", "security administrator"),
    ("audit", "审计员", "auditor"),
)
"""The accounts that are printed at the start, one of each role."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A service item of the office; limits in working days."""

    code: str
    name: str
    name_en: str
    kind: str
    matter_class: str
    post: str
    basis: str
    statutory: int | None = None
    promised: int | None = None
    fee: str = "不收费"
    materials: tuple[tuple[str, str, str], ...] = ()

    def limit(self, days: int | None) -> Amount | None:
        """Return a number of working days as an amount."""
        return None if days is None else Amount(days, Unit.WORKING_DAY)


_CARD = ("身份证", "Identity card", "原件")
_BOOK = ("户口簿", "Household register", "原件和复印件")
_INCOME = ("收入证明", "Proof of income", "单位盖章,三个月内")
_SITE = ("现场位置图", "Site plan", "标明范围和面积")
_PHOTO = ("一寸照片", "Photograph", "近期免冠,一张")

ITEMS = (
    Offer(
        "GZF",
        "公租房续租",
        "Renewing a public tenancy",
        "application",
        "promised",
        "tenancy",
        "示例市公共租赁住房管理办法 第十二条",
        20,
        5,
        materials=(_CARD, ("租约", "Tenancy agreement", "原件和复印件"), _INCOME),
    ),
    Offer(
        "GZS",
        "公租房资格申请",
        "Applying for public housing",
        "application",
        "joint",
        "tenancy",
        "示例市公共租赁住房管理办法 第六条",
        30,
        15,
        materials=(
            _CARD,
            _BOOK,
            _INCOME,
            ("无房证明", "Proof of no housing", "不动产登记机构出具"),
        ),
    ),
    Offer(
        "ZLB",
        "住房租赁补贴申领",
        "Rent subsidy",
        "application",
        "promised",
        "subsidy",
        "示例市住房租赁补贴办法 第四条",
        20,
        10,
        materials=(_CARD, _INCOME, ("租房合同", "Rental contract", "已备案")),
    ),
    Offer(
        "DBSQ",
        "最低生活保障申请",
        "Subsistence allowance",
        "application",
        "joint",
        "relief",
        "示例市最低生活保障办法 第九条",
        30,
        20,
        materials=(_CARD, _BOOK, _INCOME),
    ),
    Offer(
        "LSJZ",
        "临时救助申请",
        "Temporary relief",
        "application",
        "promised",
        "relief",
        "示例市临时救助办法 第五条",
        10,
        5,
        materials=(_CARD, ("困难情况说明", "Account of hardship", "本人签字")),
    ),
    Offer(
        "CJZ",
        "残疾人证换领",
        "Renewing a disability card",
        "application",
        "instant",
        "elderly",
        "示例市残疾人证管理细则 第八条",
        materials=(_CARD, _PHOTO),
    ),
    Offer(
        "YDZ",
        "老年人优待证办理",
        "Senior citizen's card",
        "application",
        "instant",
        "elderly",
        "示例市老年人优待办法 第三条",
        materials=(_CARD, _PHOTO),
    ),
    Offer(
        "ZDXK",
        "临时占用道路许可",
        "Temporary use of a road",
        "application",
        "promised",
        "streets",
        "示例市城市道路管理办法 第十五条",
        20,
        7,
        "按占用面积计收",
        materials=(_CARD, _SITE, ("交通组织方案", "Traffic plan", "一式两份")),
    ),
    Offer(
        "ZPBA",
        "户外招牌设置备案",
        "Filing a shop sign",
        "application",
        "promised",
        "streets",
        "示例市户外招牌管理规定 第七条",
        10,
        3,
        materials=(_CARD, ("效果图", "Drawing", "彩色")),
    ),
    Offer(
        "LDZY",
        "临时占用绿地审批",
        "Temporary use of green land",
        "application",
        "promised",
        "green",
        "示例市绿化条例 第二十条",
        20,
        10,
        "按标准缴纳恢复费",
        materials=(_CARD, _SITE),
    ),
    Offer("ZCZX", "政策咨询", "Advice", "enquiry", "instant", "desk1", "示例市政务公开办法 第二条"),
    Offer(
        "DACX",
        "档案查询",
        "Consulting records",
        "application",
        "instant",
        "registry",
        "示例市档案利用办法 第六条",
        materials=(_CARD,),
    ),
)

SURNAMES = "甲乙丙丁戊己庚辛壬癸"
GIVEN = ("先生", "女士")

QUESTIONS = (
    ("公租房续租要带什么", "公租房合同下月到期,想问续租要带哪些材料。"),
    ("租赁补贴多久发一次", "租房补贴审核通过以后多久发一次,发到哪张卡。"),
    ("优待证能不能代办", "老人行动不便,优待证能不能由子女代办。"),
    ("低保标准是多少", "想了解今年本市低保的标准和申请办法。"),
    ("招牌换字要不要备案", "店铺招牌只换字不换位置,要不要重新备案。"),
    ("占道施工找谁批", "小区门口要开挖接水管,占道几天,应找哪里办。"),
    ("路灯不亮向谁反映", "小区东侧道路有三盏路灯一直不亮。"),
    ("档案室几点开门", "想查以前的住房分配档案,几点可以来。"),
)

OUTSIDE = (
    ("护照换发", "想换护照,不知道到哪里办。", "公安出入境窗口", "0000-2000001,示例路 1 号"),
    ("社保转移", "外地社保转到本市怎么办。", "社会保险经办机构", "0000-2000002,示例路 8 号"),
    ("房产过户", "二手房过户在哪个窗口。", "不动产登记中心", "0000-2000003,示例路 16 号"),
)

COMPLAINTS = (
    ("夜间施工扰民", "楼下工地夜里十一点还在施工,连续一周睡不好觉。", "streets"),
    ("小区绿地被占", "有人在公共绿地上种菜搭棚,反映多次没有处理。", "green"),
    ("窗口排队太久", "上周三来办事排了两个小时,中午还停办,希望改进。", "visits"),
    ("补贴迟迟没到", "租赁补贴说三月发,到现在没有到账,请查一查。", "subsidy"),
    ("流动摊贩占道", "菜场门口流动摊贩把路占满,救护车进不来。", "streets"),
    ("公租房漏水", "公租房顶楼漏水,报修两次没有人来。", "tenancy"),
)

PAPERS = (
    ("转办:开展住房保障自查", "示政督", "housing", "tenancy"),
    ("关于报送老年优待证办理情况的通知", "示民函", "social", "elderly"),
    ("关于汛期占道施工巡查的通知", "示城管", "city", "streets"),
)

INSTRUCTIONS = (
    ("批示:核实菜场周边占道问题", "请城管科核实并拿出整改办法。", "streets"),
    ("批示:梳理补贴发放环节", "请住保科梳理补贴发放环节,找出慢在哪里。", "subsidy"),
    ("批示:改进中午延时服务", "请窗口研究中午延时服务,报方案。", "desk2"),
)
