"""Doubtful characters are made what the words around them ask for; a brand stays as it was read."""

from __future__ import annotations

import pytest

from extractors.facts import Character
from extractors.seals.wording import put_right


def letters(text: str, unsure: str = "", **could: str) -> tuple[Character, ...]:
    """Characters read surely, but for those of `unsure`; `could` names other candidates."""
    return tuple(
        Character(((one, 0.5 if one in unsure else 0.99), *((c, 0.01) for c in could.get(one, ""))))
        for one in text
    )


@pytest.mark.parametrize(
    ("read", "unsure", "right"),
    [
        ("上海跃甬湘律师事备所", "备", "上海跃甬湘律师事务所"),
        ("江苏诚程船船设备有限公司", "船", "江苏诚程船舶设备有限公司"),
        ("出上海市威铭数据服务有限公司", "出", "上海市威铭数据服务有限公司"),
        ("皖弘化工公司生", "生", "皖弘化工公司"),
        ("江苏洲远税务师事务", "", "江苏洲远税务师事务所"),
    ],
)
def test_doubtful_characters_are_put_right(read: str, unsure: str, right: str) -> None:
    """Words that were read but for one doubtful character, specks at the ends, and cut ends."""
    text, kept = put_right(read, letters(read, unsure))

    assert text == right
    assert [one.candidates[0][0] for one in kept] == list(right)


@pytest.mark.parametrize("read", ["上海跃甬湘律师事备所", "出上海公司", "皖弘化工公司生"])
def test_what_was_read_surely_stays(read: str) -> None:
    """A seal may say something that is in no list."""
    assert put_right(read, letters(read))[0] == read


def test_a_candidate_is_enough() -> None:
    """A character that the strips held possible may stand where the word asks for it."""
    read = "颐州市理王大学"

    assert put_right(read, letters(read, 王="工"))[0] == "颐州市理工大学"


def test_a_brand_is_not_touched() -> None:
    """Two unsure characters before a trade word are no misread word."""
    read = "上海精磨有限公司"

    assert put_right(read, letters(read, "精磨"))[0] == read
