"""Labels and entities in words."""

import pytest

from extractors.language import LabelSpotter, entities, label_key, plain, similarity


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("姓　名", "姓名"),
        ("注册资金（万元）", "注册资金"),
        ("1.单位名称（公章）：", "单位名称"),
        ("一、基本情况", "基本情况"),
        ("統一社會信用代碼", "统一社会信用代码"),
    ],
)
def test_label_keys(text: str, key: str) -> None:
    """Spacing, hints, numbering and traditional characters do not make another label."""
    assert label_key(text) == key


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("统一社会信用代码", "统一杜会信用代码", True),
        ("申报单位意见", "推荐单位意见", False),
        ("第一完成单位", "第一完成单位意见", False),
        ("联系人", "联系入", False),
    ],
)
def test_one_misread_character_is_forgiven_in_long_labels_only(
    one: str, other: str, alike: bool
) -> None:
    """OCR errors are forgiven, other labels are not."""
    assert (similarity(one, other) > 0) is alike


def test_the_longest_label_leads_a_line() -> None:
    """A label is found with its hint, and the rest of the line is its value."""
    spotter = LabelSpotter(frozenset({"申报单位", "申报", "日期"}))
    assert spotter.leading("申报单位（盖章）：上海某某有限公司") == (
        "申报单位",
        ":上海某某有限公司",
    )
    assert spotter.leading("项目名称：某某") is None


def test_entities_are_told_by_their_form() -> None:
    """Dates, phones, mails, codes and document numbers are marked by the pipeline."""
    text = "2021年8月15日 13812345678 a.b@example.com 91350100M000100Y43 沪质协（2021）13号"
    kinds = {spot.kind for spot in entities(text)}
    assert {"DATE", "PHONE", "MAIL", "CODE", "DOCUMENT_NUMBER"} <= kinds


def test_plain_text_is_simplified_and_of_one_width() -> None:
    """Recognisers answer traditional characters for some typefaces."""
    assert plain("單位　名稱：ＡＢ１") == "单位 名称:AB1"
