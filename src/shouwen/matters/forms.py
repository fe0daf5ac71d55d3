"""The forms of every act on a matter, in the order in which pages offer them."""

from __future__ import annotations

from collections.abc import Mapping

from shouwen.errors import Text
from shouwen.matters.domain import (
    DELIVERY_WAYS,
    EXTENSION_GROUNDS,
    RATINGS,
    REASON,
    TARGET,
    TELLING_WAYS,
    Form,
    FormField,
    text_field,
)

_FORMS = (
    Form("taken-over", Text("签收", "Take over"), key="t"),
    Form("returned", Text("退回", "Return"), (REASON,), key="r"),
    Form("declined", Text("不接", "Decline"), (REASON,)),
    Form("accepted", Text("受理", "Accept"), tells="citizen-accepted", level=2),
    Form(
        "not-accepted",
        Text("不予受理", "Do not accept"),
        (REASON, text_field("basis", "依据", "Basis")),
        level=2,
        tells="citizen-refused",
    ),
    Form(
        "handed-over",
        Text("转办", "Hand over"),
        (TARGET, text_field("note", "附言", "Note", required=False)),
        key="h",
    ),
    Form(
        "assigned",
        Text("交办", "Assign"),
        (
            TARGET,
            FormField("due", "date", Text("要求办结日", "To be done by")),
            text_field("opinion", "批示意见", "Instruction", required=False),
        ),
        level=2,
    ),
    Form(
        "told-once",
        Text("补正告知", "Send one-time notice"),
        (
            FormField("missing", "codes", Text("缺什么", "What is missing")),
            text_field(
                "extra",
                "清单之外的材料及依据",
                "Papers outside the list, with the basis",
                required=False,
            ),
            FormField("answer-by", "date", Text("请在此前补交", "To be handed in by")),
            text_field("reason", "第二次告知的原因", "Why a second notice", required=False),
        ),
        key="b",
        level=2,
        tells="citizen-papers",
    ),
    Form(
        "correction-received",
        Text("材料已补", "Papers received"),
        (
            FormField("received", "codes", Text("收到的材料", "Papers received")),
            text_field("note", "说明", "Note", required=False),
        ),
        citizen=True,
    ),
    Form(
        "correction-part-received",
        Text("收到部分材料", "Part of the papers received"),
        (
            FormField("received", "codes", Text("收到的材料", "Papers received"), required=True),
            text_field("note", "说明", "Note", required=False),
        ),
        citizen=True,
    ),
    Form(
        "guided",
        Text("指引告知", "Guide elsewhere"),
        (
            text_field("target", "应找哪个单位", "Competent body"),
            text_field("contact", "电话或地址", "Telephone or address"),
        ),
        level=2,
    ),
    Form(
        "answered",
        Text("答复", "Answer"),
        (text_field("reply", "答复内容", "Answer"),),
        level=2,
        tells="citizen-done",
    ),
    Form(
        "co-handler-assigned",
        Text("请人协办", "Add co-handler"),
        (TARGET, text_field("note", "请协办什么", "What to help with", required=False)),
    ),
    Form(
        "co-handled",
        Text("协办意见", "Co-handler's opinion"),
        (text_field("opinion", "意见", "Opinion"),),
    ),
    Form(
        "extension-asked",
        Text("申请延期", "Ask for extension"),
        (
            FormField("ground", "code", Text("事由", "Ground"), True, choices=EXTENSION_GROUNDS),
            FormField("new-limit", "date", Text("延到", "Extend to"), True),
            REASON,
        ),
        key="y",
        level=2,
        proposes="extension-approved",
        signer="leader-in-charge",
    ),
    Form(
        "extension-approved",
        Text("同意延期", "Approve extension"),
        (
            FormField("ground", "code", Text("事由", "Ground"), choices=EXTENSION_GROUNDS),
            FormField("new-limit", "date", Text("延到", "Extend to")),
            text_field("opinion", "意见", "Opinion", required=False),
        ),
        level=3,
        signs=True,
    ),
    Form(
        "extension-refused",
        Text("不同意延期", "Refuse extension"),
        (REASON,),
        level=3,
        signs=True,
    ),
    Form(
        "extension-told",
        Text("告知群众延期", "Tell the extension"),
        (
            text_field("reason", "告知的原因", "Reason told"),
            FormField("new-limit", "date", Text("新期限", "New limit")),
            FormField("ground", "code", Text("事由", "Ground"), choices=EXTENSION_GROUNDS),
        ),
        level=2,
        tells="citizen-extended",
    ),
    Form(
        "refusal-proposed",
        Text("拟不予办理", "Propose refusal"),
        (
            text_field("reason", "理由与事实", "Reasons and facts"),
            text_field("basis", "依据(法规、条款)", "Basis (regulation, article)"),
            text_field("remedy", "救济途径与替代办法", "Remedies and alternatives"),
        ),
        key="f",
        level=2,
        proposes="refusal-approved",
        signer="leader-in-charge",
    ),
    Form(
        "refusal-filed",
        Text("否定报备", "File the refusal"),
        (text_field("note", "报备说明", "Filing note", required=False),),
    ),
    Form(
        "refusal-approved",
        Text("同意不予办理并签署", "Approve refusal and sign"),
        (text_field("opinion", "意见", "Opinion", required=False),),
        level=3,
        signs=True,
    ),
    Form(
        "refusal-rejected", Text("不同意不予办理", "Reject refusal"), (REASON,), level=3, signs=True
    ),
    Form(
        "refused",
        Text("书面答复不予办理", "Refuse in writing"),
        (
            text_field("reason", "理由", "Reasons"),
            text_field("basis", "依据", "Basis"),
            text_field("remedy", "救济途径", "Remedies"),
            FormField(
                "mode",
                "code",
                Text("方式", "Mode"),
                True,
                choices={"written": Text("书面", "In writing")},
            ),
        ),
        level=2,
        tells="citizen-refused",
    ),
    Form(
        "completed",
        Text("办结", "Complete"),
        (text_field("result", "办理结果", "Result"),),
        key="c",
        level=2,
        tells="citizen-done",
    ),
    Form(
        "delivered",
        Text("送达", "Deliver"),
        (
            FormField("mode", "code", Text("方式", "Way"), True, choices=DELIVERY_WAYS),
            text_field("receiver", "领取人", "Received by", required=False),
        ),
        key="d",
    ),
    Form(
        "rated",
        Text("评价", "Rate"),
        (
            FormField(
                "rating",
                "code",
                Text("满意程度", "Satisfaction"),
                True,
                choices={str(score): words for score, words in RATINGS.items()},
            ),
            text_field("comment", "说说原因", "Comment", required=False),
        ),
        citizen=True,
    ),
    Form(
        "called-back", Text("回访", "Call back"), (text_field("note", "回访情况", "What was said"),)
    ),
    Form("reopened", Text("重新办理", "Reopen"), (REASON,), level=2),
    Form("withdrawn", Text("撤回申请", "Withdraw"), (REASON,), level=2, citizen=True),
    Form("explained", Text("说明情况", "Explain"), (REASON,)),
    Form(
        "acceptance-told",
        Text("告知受理", "Tell the acceptance"),
        level=2,
        tells="citizen-accepted",
    ),
    Form(
        "result-told",
        Text("告知结果", "Tell the result"),
        (
            FormField("mode", "code", Text("方式", "Way"), True, choices=TELLING_WAYS),
            text_field("note", "告知情况", "What was told", required=False),
        ),
        level=2,
    ),
    Form("rating-asked", Text("请群众评价", "Ask for a rating"), level=2, tells="citizen-rate"),
    Form(
        "progress-told",
        Text("反馈进展", "Tell the progress"),
        (text_field("note", "告知了什么", "What was told"),),
    ),
    Form(
        "limit-set",
        Text("定期限", "Set a limit"),
        (
            FormField("due", "date", Text("办结日", "To be done by"), True),
            text_field("reason", "说明", "Note", required=False),
        ),
        level=2,
    ),
    Form(
        "marked-urgent",
        Text("标为紧急", "Mark as urgent"),
        (
            FormField(
                "urgency",
                "code",
                Text("缓急", "Urgency"),
                True,
                choices={
                    "urgent": Text("紧急", "Urgent"),
                    "emergency": Text("突发", "Emergency"),
                },
            ),
            text_field("reason", "理由", "Reason", required=False),
        ),
    ),
    Form(
        "reported-up",
        Text("上报", "Report up"),
        (TARGET, text_field("note", "报告内容", "What is reported")),
    ),
    Form("acknowledged", Text("已知悉", "Acknowledge")),
    Form(
        "emergency-handled",
        Text("应急处置", "Handle an emergency"),
        (text_field("note", "处置情况", "What was done"),),
    ),
    Form(
        "urged",
        Text("催办", "Remind"),
        (text_field("note", "附言", "Note", required=False),),
        citizen=True,
    ),
    Form("noted", Text("记一笔", "Note"), (text_field("note", "内容", "Text"),), key="l"),
    Form("closed", Text("归档", "File away")),
)

FORMS: Mapping[str, Form] = {form.act: form for form in _FORMS}
"""Act → its form. An act without a form is entered by the software only."""
