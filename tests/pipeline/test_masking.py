"""Personal numbers are not to be read off a report."""

from __future__ import annotations

from pipeline.masking import masked, masked_parameters, scrubbed

ID = "360426199101010071"


def test_numbers_keep_only_what_tells_them_apart() -> None:
    """Staff recognise a number by its ends and cannot copy it."""
    assert masked("31010119900101001X", "idno") == "310***********001X"
    assert masked("13812345678", "phones") == "138****5678"
    assert masked("62524131、13812345678", "phones") == "62****31、138****5678"
    assert masked("123456", "phones") == "12**56"
    assert masked("li.si@example.com", "email") == "***@example.com"


def test_numbers_in_other_text_are_masked_too() -> None:
    """A number in a sentence is masked; a credit code, which looks alike, is not."""
    assert ID not in scrubbed(f"身份证{ID}，电话13812345678。")
    assert "13812345678" not in scrubbed(f"身份证{ID}，电话13812345678。")
    assert scrubbed("913101137232336760") == "913101137232336760"
    assert masked("91310120010512345X", "uscc") == "91310120010512345X"


def test_a_misread_id_number_is_masked_in_a_message() -> None:
    """A number that fails its check is still somebody's."""
    wrong = "36042619911301007X"
    assert masked_parameters({"value": wrong, "label": "身份证号"}, "idno") == {
        "value": "360***********007X",
        "label": "身份证号",
    }
