"""Patterns of personal information: what is found, what is not, and that nothing is stored in clear."""

import polars as pl
import pytest

from analytics.text.personal_information import digit_class, masked, personal_items


def kinds(text: str) -> list[tuple[str, str]]:
    return personal_items(pl.DataFrame({"event_id": ["a"], "own": [text]})).select("kind", "item").rows()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("电话13800138000", [("phone", "13800138000")]),
        ("１３８００１３８０００", [("phone", "13800138000")]),
        ("138-0013-8000", [("phone", "13800138000")]),
        ("+86 138 0013 8000", [("phone", "13800138000")]),
        ("a@example.com", [("email", "a@example.com")]),
        ("京A·12345", [("plate", "京A·12345")]),
        ("身份证11010519491231002X", [("identity", "11010519491231002X")]),  # the example of GB 11643-1999
        ("临澜市和平路8号", [("address", "路8号")]),
        ("卡号6222021234567890127", []),
        ("卡号6222021234567890128", [("card", "6222021234567890128")]),
        ("12800138000", []),
        ("110105194912310021", []),
        ("110105199913310026", []),
        ("4857881961438732", []),
        ("https://weibo.com/13800138000/x", []),
        ("第100集第3章", []),
        ("", []),
    ],
)
def test_what_is_found(text: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(text) == expected


def test_a_card_needs_its_check_digit() -> None:
    digits = "6250947000000014"
    total = sum(sum(divmod(int(d) * (1 + k % 2), 10)) for k, d in enumerate(reversed(digits)))
    assert (digit_class(digits) == "card") == (total % 10 == 0)
    valid = next(
        f"625094700000001{d}"
        for d in range(10)
        if sum(sum(divmod(int(c) * (1 + k % 2), 10)) for k, c in enumerate(reversed(f"625094700000001{d}")))
        % 10
        == 0
    )
    assert digit_class(valid) == "card"
    assert digit_class(valid[:-1] + str((int(valid[-1]) + 1) % 10)) is None


@pytest.mark.parametrize("secret", ["13800138000", "11010519491231002X", "a.b@example.com", "京A12345"])
def test_masking_leaves_one_character_and_no_more(secret: str) -> None:
    shown = masked(f"前{secret}后")
    assert secret[1:] not in shown and shown == f"前{secret[0]}{'*' * (len(secret) - 1)}后"
    assert masked("没有号码 2025-03-07 的话") == "没有号码 2025-03-07 的话"
