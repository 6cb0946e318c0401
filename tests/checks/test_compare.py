"""Do two readings say the same?"""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.compare import Agreement, agreement
from extractors.facts import Origin, Presence, Reading


def reading(value: Any, sure: float = 0.99, objection: str = "") -> Reading[Any]:
    presence = Presence.FILLED if value is not None else Presence.BLANK
    return Reading(value, str(value or ""), sure, presence, objection=objection)


@pytest.mark.parametrize(
    ("one", "other", "kind", "expected"),
    [
        ("上海市长宁区（某）路", "上海市长宁区(某)路", "text", Agreement.SAME),
        (806, 860, "int", Agreement.DIFFERENT),
        ("2021-08-01", "2021-08-05", "date", Agreement.DIFFERENT),
        ("tqml4@example.com", "tqm14@example.com", "email", Agreement.SAME),
        ("张三", "李四", "person", Agreement.DIFFERENT),
        ("上海市嘉定区沪宜公路1714弄", "上海市嘉定区沪宜公路1714弄60号", "text", Agreement.UNCLEAR),
        ("上海市嘉定曹安公路2323号", "上海市嘉定区曹安公路2323号", "text", Agreement.SAME),
        ("上海市嘉定区曹安公路233号", "上海市嘉定区曹安公路2323号", "text", Agreement.UNCLEAR),
        ("李桂", "李桂霞", "person", Agreement.UNCLEAR),
        (("02162524131",), ("02162524131",), "phones", Agreement.SAME),
    ],
)
def test_typical_pairs(one: Any, other: Any, kind: str, expected: Agreement) -> None:
    """Real differences, differences of a recogniser, and what cannot be told."""
    assert agreement(reading(one), reading(other), kind) is expected


def test_a_doubtful_reading_does_not_differ_for_certain() -> None:
    """A number read at 0.7 goes to people."""
    assert agreement(reading(806, 0.7), reading(860), "int") is Agreement.UNCLEAR


def test_a_reading_that_is_no_value_of_its_type_was_misread() -> None:
    """A mail address without @ against one with it; unless it was typed so."""
    one = reading("quality85mail.example", objection="mail-form")
    right = reading("quality85@mail.example")
    assert agreement(one, right, "email") is Agreement.SAME
    assert agreement(replace(one, origin=Origin.TYPED), right, "email") is Agreement.UNCLEAR
    other = reading("office85mail.example", objection="mail-form")
    assert agreement(other, right, "email") is Agreement.UNCLEAR


@pytest.mark.parametrize(
    ("paper", "sure", "expected"),
    [
        ("qms59@cxaaple.cn", 0.2, Agreement.SAME),
        ("qms59@cxaaple.cn", 0.6, Agreement.UNCLEAR),  # nobody disputes it
        ("qms59@cxaable.cn", 0.2, Agreement.UNCLEAR),  # three letters
        ("qms58@example.cn", 0.2, Agreement.UNCLEAR),  # a digit may be another person
        ("qms5@example.cn", 0.2, Agreement.UNCLEAR),
    ],
)
def test_letters_of_a_mail_address_that_models_dispute(
    paper: str, sure: float, expected: Agreement
) -> None:
    """Two of many are theirs, where the electronic version is typed."""
    typed = replace(reading("qms59@example.cn", 1.0), origin=Origin.TYPED)
    assert agreement(reading(paper, sure), typed, "email") is expected
    assert agreement(typed, reading(paper, sure), "email") is expected


def test_long_texts_may_differ_by_misread_characters() -> None:
    """A few wrong characters in a hundred are the recogniser's."""
    text = (
        "公司坚持质量第一、持续改进的方针，建立了覆盖研发、采购、生产、交付和服务的质量管理体系。"
        * 2
    )
    assert agreement(reading(text), reading(text.replace("采", "来")), "richtext") is Agreement.SAME
    other = "本项目按照定义、测量、分析、改进、控制的步骤实施，效果明显，具有推广价值。"
    assert agreement(reading(text), reading(other), "richtext") is Agreement.DIFFERENT


@given(
    one=st.text(min_size=1, max_size=20),
    other=st.text(min_size=1, max_size=20),
    kind=st.sampled_from(["text", "int", "date", "richtext", "uscc", "person"]),
)
def test_agreement_does_not_depend_on_the_order(one: str, other: str, kind: str) -> None:
    """The form agrees with the licence as the licence does with the form."""
    a, b = reading(one), reading(other)
    assert agreement(a, b, kind) is agreement(b, a, kind)
    assert agreement(a, a, kind) is Agreement.SAME


CODE, OTHER_CODE = "91310112MA1977901W", "91310118557849546A"


def typed(value: str) -> Reading[Any]:
    return Reading(value, value, 1.0, Presence.FILLED, Origin.TYPED)


@pytest.mark.parametrize(
    ("misread", "sure"), [("91310112MA19901W", 0.99), ("91310112MA1977907W", 0.7)]
)
def test_a_code_that_fails_its_check_may_be_the_right_one_misread(
    misread: str, sure: float
) -> None:
    """Two characters passed over, or one taken doubtfully for another."""
    wrong = reading(misread, sure, objection="check-digit")
    for right in (typed(CODE), reading(CODE, 0.8)):
        assert agreement(wrong, right, "uscc") is Agreement.SAME
        assert agreement(right, wrong, "uscc") is Agreement.SAME


def test_a_code_that_somebody_wrote_wrong_is_no_misreading() -> None:
    """Read without doubt, typed wrong, or quite another: for people."""
    wrong = "91310112MA1977907W"
    clear = reading(wrong, 0.99, objection="check-digit")
    assert agreement(clear, typed(CODE), "uscc") is Agreement.UNCLEAR
    by_hand = replace(typed(wrong), objection="check-digit", confidence=0.7)
    assert agreement(by_hand, reading(CODE), "uscc") is Agreement.UNCLEAR
    far = reading("91310118MA1J39851", 0.7, objection="length")
    assert agreement(far, typed(CODE), "uscc") is Agreement.UNCLEAR


def test_two_codes_that_pass_their_checks_differ_however_doubtful_the_reading() -> None:
    """No misreading makes another valid code of one."""
    assert agreement(typed(CODE), reading(OTHER_CODE, 0.6), "uscc") is Agreement.DIFFERENT


def test_what_is_longer_than_typed_text_says_something_else() -> None:
    """股份有限公司 on paper is no misreading of a typed 有限公司; missed words may be."""
    short, long = "上海颐峰装备有限公司", "上海颐峰装备股份有限公司"
    assert agreement(typed(short), reading(long, 0.98), "organisation") is Agreement.DIFFERENT
    assert agreement(reading(short, 0.98), typed(long), "organisation") is Agreement.UNCLEAR


@pytest.mark.parametrize("origin", [Origin.GUESSED, Origin.REPAIRED])
def test_a_code_that_may_be_anothers_or_was_mended_does_not_differ_for_certain(
    origin: Origin,
) -> None:
    """It passes its check all the same."""
    found = replace(reading(OTHER_CODE, 0.8), origin=origin)
    assert agreement(typed(CODE), found, "uscc") is Agreement.UNCLEAR
