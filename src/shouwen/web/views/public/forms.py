"""The questions of the public pages, one form each."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from shouwen.matters.domain import RATINGS
from shouwen.web.errors import said

LONGEST = 1000


def plain(text: str) -> str:
    """Return digits and letters as the keypad writes them, whatever the input method gave."""
    return re.sub(r"[\s\-—–－]+", "", unicodedata.normalize("NFKC", text))


class ManyFiles(forms.FileInput):
    """A field that takes several photographs or papers."""

    allow_multiple_selected = True


def file_attributes() -> dict[str, Any]:
    """Return what every file field says: several, photographs and PDF."""
    return {
        "multiple": True,
        "accept": ".jpg,.jpeg,.png,.webp,.pdf,image/jpeg,image/png,image/webp,application/pdf",
    }


class AskForm(forms.Form):
    """What somebody wants to ask or apply for."""

    subject = forms.CharField(
        label=gettext_lazy("您想问什么？"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6, "maxlength": LONGEST}),
        error_messages={
            "required": gettext_lazy("请写想办什么、问什么。"),
            "max_length": gettext_lazy("最多 1000 字。长的内容可以拍照上传。"),
        },
    )


class ContactForm(forms.Form):
    """How to reach somebody; `named` asks for a name and a telephone."""

    applicant = forms.CharField(
        label=gettext_lazy("怎么称呼您？"),
        max_length=50,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("请写姓名：申请要写明是谁。")},
    )
    phone = forms.CharField(
        label=gettext_lazy("手机或座机"),
        max_length=30,
        required=False,
        help_text=gettext_lazy("可带空格、横线。例：138 0000 0000"),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
        error_messages={"required": gettext_lazy("请写电话：缺材料时好告诉您。")},
    )
    email = forms.EmailField(
        label=gettext_lazy("电子邮箱"),
        max_length=120,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": gettext_lazy("邮箱地址不完整。例：name@example.cn")},
    )

    def __init__(self, *given: Any, named: bool = False, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["applicant"].required = self.fields["phone"].required = named

    def clean_phone(self) -> str:
        """Return the telephone without blanks; a mobile number has eleven digits."""
        phone = plain(self.cleaned_data["phone"]).removeprefix("+86")
        digits = "".join(sign for sign in phone if sign.isdigit())
        if phone.startswith("1") and len(digits) != 11 and len(digits) > 5:
            raise forms.ValidationError(
                gettext("手机号现在是 %(count)d 位，应为 11 位。请核对。") % {"count": len(digits)}
            )
        if phone and not 5 <= len(digits) <= 15:
            raise forms.ValidationError(gettext("电话应为 5 至 15 位数字。请核对。"))
        return phone


class FollowForm(forms.Form):
    """Number and query code, as they stand on the receipt."""

    number = forms.CharField(
        label=gettext_lazy("编号"),
        max_length=60,
        help_text=gettext_lazy("在回执最上面。例：SQ-20260213-0042"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": gettext_lazy("请写编号：在回执最上面。")},
    )
    code = forms.CharField(
        label=gettext_lazy("查询码"),
        max_length=30,
        help_text=gettext_lazy("在回执右上角，8 位数字。"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("请写查询码：在回执右上角，8 位数字。")},
    )

    def clean_number(self) -> str:
        """Return the number as it is kept: capital letters, hyphens between its parts."""
        found = plain(self.cleaned_data["number"]).upper()
        parts = re.fullmatch(r"([A-Z]*)(\d{8})(\d{1,8})", found)
        return f"{parts[1] or 'SQ'}-{parts[2]}-{parts[3]}" if parts else found

    def clean_code(self) -> str:
        """Return the digits alone."""
        return plain(self.cleaned_data["code"])


class RateForm(forms.Form):
    """Five levels, and what was wrong if one likes."""

    rating = forms.ChoiceField(
        label=gettext_lazy("这次办得怎么样？"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("请选一项。"),
            "invalid_choice": gettext_lazy("请从五项里选一项。"),
        },
    )
    comment = forms.CharField(
        label=gettext_lazy("哪里满意，哪里不满意"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST}),
    )

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        levels = [(str(score), said(text)) for score, text in RATINGS.items()]
        self.fields["rating"].choices = levels  # type: ignore[attr-defined]


class WithdrawForm(forms.Form):
    """Why it is withdrawn."""

    reason = forms.CharField(
        label=gettext_lazy("为什么撤回？"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST}),
        error_messages={"required": gettext_lazy("请写一句原因，例如：已经解决了。")},
    )
