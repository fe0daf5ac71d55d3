"""What a reader sees who need not see everything."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouwen.organization.masking import (
    mask_address,
    mask_email,
    mask_identity,
    mask_name,
    mask_phone,
)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("王某", "王*"),
        ("王某某", "王**"),
        ("欧阳小满", "欧阳**"),
        ("欧阳", "欧*"),
        ("阿不都·热依木", "阿**"),
        ("甲", "*"),
        ("", ""),
        ("Ann Lee", "A** L**"),
        (" 王某 ", "王*"),
    ],
)
def test_names(name: str, shown: str) -> None:
    assert mask_name(name) == shown


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("13800000000", "138****0000"),
        ("138 0000 0000", "138****0000"),
        ("+86 13800000000", "138****0000"),
        ("0571-88886666", "**********66"),
        ("12345", "***45"),
        ("110", "***"),
        ("", ""),
    ],
)
def test_telephones(phone: str, shown: str) -> None:
    assert mask_phone(phone) == shown


def test_identity_numbers() -> None:
    assert mask_identity("33010219900101123X") == "330***********123X"
    assert mask_identity("E12345678") == "E********"
    assert mask_identity("7") == "*"


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("示例市示例区人民路 12 号 301 室", "示例市示例区人民路***"),
        ("示例县青山街道办 3 号", "示例县青山街道***"),
        ("示例县青山镇柳村 3 组", "示例县青山镇***"),
        ("示例大厦 12 层", "示例大厦***"),
        ("", ""),
    ],
)
def test_addresses_stop_at_the_street(address: str, shown: str) -> None:
    assert mask_address(address) == shown


def test_e_mail_addresses() -> None:
    assert mask_email("ann@example.cn") == "a***@example.cn"


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_a_mobile_number_never_shows_its_middle(phone: str) -> None:
    shown = mask_phone(phone)
    assert len(shown) == 11
    assert shown[3:7] == "****"


@given(st.text(alphabet="王李张欧阳小满某", min_size=2, max_size=6))
def test_a_given_name_is_never_shown(name: str) -> None:
    shown = mask_name(name)
    assert len(shown) == len(name)
    assert shown.endswith("*")
    assert shown.rstrip("*") in (name[:1], name[:2])
