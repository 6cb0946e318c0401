"""Field types: what texts mean, and what their validators say."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.dates import is_empty_date, span_of
from extractors.facts import Origin
from extractors.values import (
    TYPES,
    capital_amount,
    is_credit_code,
    is_id_number,
    is_stated_none,
    parse,
    repaired_company,
    repaired_credit_code,
    repaired_mail,
)

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CN = "〇一二三四五六七八九"
DAYS = st.dates(date(1950, 1, 1), date(2049, 12, 31))


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        ("date", "2021年8月15日", "2021-08-15"),
        ("date", "2021.8.5", "2021-08-05"),
        ("date", "2021－08－15", "2021-08-15"),
        ("date", "20210815", "2021-08-15"),
        ("date", "二〇二一年八月十五日", "2021-08-15"),
        ("date", "二○二一年十二月", "2021-12"),
        ("date", "二零二一年十月三十一日", "2021-10-31"),
        ("date", "1980年5月", "1980-05"),
        ("date", "长期", "长期"),
        ("period_end", "自2019年8月11日至2022年8月10日", "2022-08-10"),
        ("period_end", "2019-08-11至长期", "长期"),
        ("period_end", "2022年8月10日", "2022-08-10"),
        ("money_wan", "5000", Decimal(5000)),
        ("money_wan", "5,000.50万元", Decimal("5000.5")),
        ("money_wan", "50000000元", Decimal(5000)),
        ("money_wan", "1.2亿元", Decimal(12000)),
        ("money_wan", "人民币伍仟万元整", Decimal(5000)),
        ("money_wan", "壹亿贰仟万元", Decimal(12000)),
        ("int", "1,232人", 1232),
        ("year", "2015年", 2015),
        ("phones", "62524131、138 1234 5678", ("62524131", "13812345678")),
        ("phones", "021-62524131；13812345678", ("02162524131", "13812345678")),
        ("email", "Zhang.San@ Example.com", "Zhang.San@Example.com"),
        ("postcode", "2 0 0 0 5 2", "200052"),
        ("bool", "是", True),
        ("bool", "无", False),
        ("organisation", "上海某某(集团) 有限公司（盖章）", "上海某某（集团）有限公司"),
        ("person", "张　三", "张三"),
        ("text", "上海市 长宁区", "上海市长宁区"),
    ],
)
def test_a_text_means_its_value(kind: str, raw: str, value: object) -> None:
    """Every form in which applicants write a value gives the one normal form."""
    assert parse(kind, raw).value == value


@pytest.mark.parametrize("raw", ["年 月 日", "____年__月__日", "　年　月　日"])
def test_an_unfilled_date_is_no_date(raw: str) -> None:
    """The printed 年 月 日 is an empty cell."""
    assert is_empty_date(raw)
    assert parse("date", raw).value is None


@pytest.mark.parametrize("raw", ["2021年13月1日", "2021-02-30", "八月"])
def test_an_impossible_date_is_refused(raw: str) -> None:
    """A day that is in no calendar is not guessed at."""
    parsed = parse("date", raw)
    assert parsed.value is None or parsed.value == "2021"


@given(day=DAYS)
def test_chinese_and_arabic_dates_agree(day: date) -> None:
    """二〇二一年八月十五日 and 2021年8月15日 are one date, whatever the day."""
    year = "".join(CN[int(digit)] for digit in str(day.year))
    written = f"{year}年{_numeral(day.month)}月{_numeral(day.day)}日"
    arabic = f"{day.year}年{day.month}月{day.day}日"
    assert parse("date", written).value == parse("date", arabic).value == day.isoformat()


def _numeral(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else CN[tens] + "十"
    return head + (CN[ones] if ones or not tens else "")


@given(day=DAYS)
def test_a_span_holds_every_day_it_can_mean(day: date) -> None:
    """A year or month stands for all of its days."""
    iso = day.isoformat()
    for text in (iso, iso[:7], iso[:4]):
        span = span_of(text)
        assert span is not None
        assert span[0] <= day <= span[1]


@pytest.mark.parametrize("code", ["91110000600037341L", "91350100M000100Y43"])
def test_published_credit_codes_pass(code: str) -> None:
    """The examples of GB 32100-2015 and of the sources are valid."""
    assert is_credit_code(code)


def test_a_credit_code_may_begin_with_a_letter() -> None:
    """GB 32100-2015 allows letters in the first two places, which python-stdnum refuses."""
    body = "A1310000MA1FL0000"
    assert sum(is_credit_code(body + check) for check in ALPHABET) == 1


@given(position=st.integers(0, 17), char=st.sampled_from(ALPHABET))
def test_every_single_substitution_is_noticed(position: int, char: str) -> None:
    """The modulus is prime, so one wrong character never passes."""
    good = "91350100M000100Y43"
    bad = good[:position] + char + good[position + 1 :]
    assert is_credit_code(bad) == (bad == good)


def test_letters_outside_the_alphabet_are_read_as_digits() -> None:
    """I and O are in no credit code: one candidate passes, and the reading is marked."""
    parsed = parse("uscc", "9135O1OOMOOO1OOY43")
    assert parsed.value == "91350100M000100Y43"
    assert parsed.origin is Origin.REPAIRED


def test_a_wrong_check_digit_is_kept_with_its_objection() -> None:
    """What stands on the paper is not thrown away."""
    parsed = parse("uscc", "91350100M000100Y44")
    assert parsed.value == "91350100M000100Y44"
    assert parsed.objection == "check-digit"


def test_a_repair_has_one_answer_or_none() -> None:
    """D for 0 is repaired by the check digit; an unrelated code is left alone."""
    assert repaired_credit_code("91350100M0001D0Y43") == "91350100M000100Y43"
    assert repaired_credit_code("92222222222222222A") is None


def test_id_numbers() -> None:
    """GB 11643: check digit and birth date."""
    assert is_id_number("360426199101010071")
    assert not is_id_number("360426199101010072")
    assert not is_id_number("360426199113010071")


@given(st.integers(1, 99_999_999))
def test_capital_numerals_are_read_back(number: int) -> None:
    """大写 numbers of any size below 亿 give the number they were made from."""
    assert capital_amount(_capital(number)) == number


def _capital(number: int) -> str:
    high, low = divmod(number, 10_000)
    return (f"{_section(high)}万" if high else "") + (_section(low) if low else "")


def _section(number: int) -> str:
    digits = "零壹贰叁肆伍陆柒捌玖"
    text = ""
    for unit, value in (("仟", 1000), ("佰", 100), ("拾", 10), ("", 1)):
        digit, number = divmod(number, value)
        text += (
            digits[digit] + unit if digit else ("零" if text and not text.endswith("零") else "")
        )
    return text.rstrip("零")


@pytest.mark.parametrize("raw", ["无", "/", "——", " 不适用 "])
def test_stated_none(raw: str) -> None:
    """无 and a stroke say that there is nothing: the field is not blank."""
    assert is_stated_none(raw)


@given(kind=st.sampled_from(sorted(TYPES)), raw=st.text(max_size=60))
def test_no_text_makes_a_parser_fail(kind: str, raw: str) -> None:
    """Whatever stands on the paper, a parser answers."""
    parsed = parse(kind, raw)
    assert parsed.value is not None or parsed.objection


@pytest.mark.parametrize(
    "text", ["王小明 13812345678", "王小明（021-62524131）", "王小明、a.b@example.cn", "王 小 明"]
)
def test_a_name_is_told_from_how_to_reach_its_bearer(text: str) -> None:
    """Numbers and addresses of mail in the same place are no part of it."""
    assert parse("person", text).value == "王小明"


def test_a_second_person_is_no_way_to_reach_the_first() -> None:
    """Two names with a number each are no one name."""
    said = "张三 13800000000、李四 13900000000"
    assert "李四" in str(parse("person", said).value)


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("tqm57@mai1.examp1e", "tqm57@mail.example"),
        ("a1@gmai1.c0m", "a1@gmail.com"),
        ("li.m1@mail.example", None),
        ("wang@a1l.example", None),  # may be so: a host's own name has digits
        ("nobody", None),
    ],
)
def test_letters_of_a_mail_host_that_were_read_as_digits(read: str, meant: str | None) -> None:
    """Only where there can be nothing but letters; what stands before @ is never touched."""
    assert repaired_mail(read) == meant


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("上海岚岳建筑工程般份有限公司", "上海岚岳建筑工程股份有限公司"),
        ("上海某某有限责壬公司", "上海某某有限责任公司"),
        ("某某（集闭）有限公司", "某某（集团）有限公司"),
        ("上海某某有限公同", "上海某某有限公司"),
        ("上海某某控股有限公司", None),
        ("某某（上海）有限公司", None),
        ("上海市质量协会", None),
        ("有限公同", None),
    ],
)
def test_a_company_ends_in_a_form_of_company(read: str, meant: str | None) -> None:
    """One character of it that was read as another is repaired; names are left alone."""
    assert repaired_company(read) == meant
