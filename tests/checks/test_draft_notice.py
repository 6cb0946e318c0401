"""Drafts from notices: by language, not by knowing one."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.drafting.days import find_days, period
from checks.drafting.drafts import DraftNotice
from checks.drafting.notice import draft_notice
from checks.drafting.pack import pack_files
from checks.drafting.phrases import attachments_in, channels_in, copies_in, deadlines, seal_in
from checks.programme import PackError, bind
from extractors.language import squeezed

NOTICE = """上海市质量协会
沪质协（2021）13号
关于开展2021年实施卓越绩效管理推进活动 暨2021年上海市质量管理奖申报工作的通知
各会员单位及相关组织：
为落实《2021年上海市质量发展工作要点》（沪质〔2021〕1号）文件精神，组织开展2021年度上海市质量管理奖的申报，展示上海市质量管理奖、上海市政府质量奖获奖单位的案例。
三、工作安排
（一）通知报名阶段（2021年5月-6月）
发布年度活动通知。（详见附件1，请于2021年6月30日前将加盖组织公章的报名表纸质版（1份）、电子版（U盘或电子邮件形式）提交至上海市质量协会会员与现场工作部）
（三）成果申报阶段（2021年8月中旬）
开展2021年度上海市质量管理奖组织奖、项目奖、个人奖的申报工作。（详见附件2-5，请按附件要求，将加盖公章的相关申报材料（纸质版1正2副装订成册）、电子版（U盘或电子邮件形式）于2021年8月15日

前提交至上海市质量协会会员与现场工作部)
(四) 成果评审阶段 (2021 年 8 月下旬-10 月)
将于2021年10月-11月正式公布名单。
联系地址: 上海市长宁区泰安路 74 号
附件 1. 2021 年上海市实施卓越绩效管理推进活动报名表
2. 2021 年度上海市质量管理奖申报材料要求
3. 2021 年度上海市质量管理奖（组织奖）申报表
4. 2021 年度上海市质量管理奖（项目奖）申报表
5. 2021 年度上海市质量管理奖（个人奖）申报表
主题词：上海市质量协会 卓越绩效管理 活动通知
"""

OTHER = """某市质量小组协会文件
某质协〔2023〕7号
关于开展2023年度某市优秀质量管理小组成果评选的通知
各有关单位：
经研究，决定开展评选工作，设优秀小组奖、推进者奖和优秀企业奖。
一、申报条件
2022年12月31日前成立并注册登记的小组均可参加。截至2022年底，活动时间不少于6个月。
二、时间安排
（一）申报阶段：2023年3月1日至4月10日。
（二）初审阶段：4月11日—30日。
三、材料要求
申报材料一式五份，其中原件1份，加盖单位公章，胶装成册。电子版刻录光盘或发送至邮箱abc@example.com。
四、报送方式
各单位须在4月10日前将申报材料邮寄至某市质量小组协会秘书处（地址：某市中山路8号，邮编200000），逾期不予受理。报名回执请于2023年2月20日前反馈。
附件：1.优秀小组奖申报表
2.推进者奖推荐表
3.优秀企业奖申报表
4.报名回执
某市质量小组协会
2023年1月15日
"""


def drafted(text: str) -> DraftNotice:
    notice = draft_notice(tuple(text.splitlines()))
    assert notice is not None
    return notice


def test_the_notice_of_2021_is_drafted_whole() -> None:
    """Number, title, awards, stages, both submissions, attachments; and the pack binds."""
    notice = drafted(NOTICE)
    assert notice.document == "沪质协（2021）13号"
    assert notice.title == (
        "关于开展2021年实施卓越绩效管理推进活动暨2021年上海市质量管理奖申报工作的通知"
    )
    assert (notice.organiser, notice.department) == ("上海市质量协会", "会员与现场工作部")
    assert notice.address == "上海市长宁区泰安路74号"
    assert notice.programme == "2021年度上海市质量管理奖"
    assert [name for name, _ in notice.awards] == ["组织奖", "项目奖", "个人奖"]
    assert [(one.name, one.starts, one.ends) for one in notice.stages] == [
        ("通知报名阶段", date(2021, 5, 1), date(2021, 6, 30)),
        ("成果申报阶段", date(2021, 8, 11), date(2021, 8, 20)),
        ("成果评审阶段", date(2021, 8, 21), date(2021, 10, 31)),
    ]
    first, second = notice.submissions
    assert (first.id, first.closing, first.attachments) == (
        "registration", date(2021, 6, 30), (1,),
    )  # fmt: skip
    assert (first.originals, first.copies, first.bound, first.seal) == (1, 0, False, "组织公章")
    assert first.channels == second.channels == ("paper", "usb", "email")
    assert (second.id, second.closing, second.attachments) == (
        "application", date(2021, 8, 15), (2, 3, 4, 5),
    )  # fmt: skip
    assert (second.originals, second.copies, second.bound, second.seal) == (1, 2, True, "公章")
    assert "2021年8月15日前提交" in second.source
    assert [one.number for one in notice.attachments] == [1, 2, 3, 4, 5]
    assert notice.attachments[2].title == "2021年度上海市质量管理奖（组织奖）申报表"
    pack = bind(pack_files(notice, ()))
    assert [(award.id, award.closing) for award in pack.awards] == [
        ("registration", date(2021, 6, 30)),
        ("organisation", date(2021, 8, 15)),
        ("project", date(2021, 8, 15)),
        ("individual", date(2021, 8, 15)),
    ]
    assert [one.originals for one in pack.submissions] == [1, 1]


def test_another_notice_is_drafted_too() -> None:
    """No year in the deadline, copies in another paragraph, days that are no deadline."""
    notice = drafted(OTHER)
    assert (notice.document, notice.organiser) == ("某质协〔2023〕7号", "某市质量小组协会")
    assert [name for name, _ in notice.awards] == ["优秀小组奖", "推进者奖", "优秀企业奖"]
    by_id = {one.id: one for one in notice.submissions}
    assert set(by_id) == {"registration", "application"}
    application = by_id["application"]
    assert application.closing == date(2023, 4, 10)
    assert any("no year" in note for note in application.notes)
    assert (application.originals, application.copies, application.bound) == (1, 4, True)
    assert set(application.channels) == {"paper", "post", "disc", "email"}
    assert by_id["registration"].closing == date(2023, 2, 20)
    assert by_id["registration"].attachments == (4,)
    assert len(notice.attachments) == 4
    assert [one.ends for one in notice.stages] == [date(2023, 4, 10), date(2023, 4, 30)]
    bind(pack_files(notice, ()))


def test_lines_broken_anywhere_say_the_same() -> None:
    """As a scan gives them: a line for each 30 characters."""
    broken = [
        line[at : at + 30] for line in NOTICE.splitlines() for at in range(0, len(line) or 1, 30)
    ]
    assert draft_notice(tuple(broken)) == drafted(NOTICE)


def test_what_is_no_notice_is_none() -> None:
    """A form, a letter, nothing."""
    assert draft_notice(()) is None
    assert draft_notice(("2021年申报表", "姓名", "电话")) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("请于二〇二一年六月三十日前将材料报送", date(2021, 6, 30)),
        ("报名截止日期为2021年6月18日(星期五)17:00", date(2021, 6, 18)),
        ("申报时间:2021年5月10日至6月30日", date(2021, 6, 30)),
        ("材料于6月底前寄至协会", date(2021, 6, 30)),
        ("2021.06.30之前提交申报书", date(2021, 6, 30)),
        ("最迟不晚于7月5日提交", date(2021, 7, 5)),
        ("受理时间为5月10日-31日", date(2021, 5, 31)),
    ],
)
def test_deadlines_in_other_words(text: str, day: date) -> None:
    """As other notices put them."""
    assert [one.last for one in deadlines(squeezed(text), 2021)] == [day]


@pytest.mark.parametrize(
    "text",
    [
        "2020年12月31日前成立的组织均可申报",
        "定于2021年5月10日召开会议",
        "2021年10月-11月公布名单",
        "截至2020年底,共有会员300家",
        "请在5月8日前后关注网站",
    ],
)
def test_other_days_are_no_deadlines(text: str) -> None:
    """Conditions, events, reports."""
    assert list(deadlines(squeezed(text), 2021)) == []


@pytest.mark.parametrize(
    ("text", "originals", "copies"),
    [
        ("纸质版1正2副装订成册", 1, 2),
        ("一正四副", 1, 4),
        ("正本1份、副本5份", 1, 5),
        ("一式三份", 3, 0),
        ("一式五份,其中原件一份", 1, 4),
        ("报名表纸质版(1份)", 1, 0),
        ("书面材料两份", 2, 0),
    ],
)
def test_copies(text: str, originals: int, copies: int) -> None:
    """In figures and words."""
    found = copies_in(text)
    assert found is not None
    assert (found.originals, found.copies) == (originals, copies)


def test_phrases() -> None:
    """Seals, channels, attachments."""
    assert seal_in("将加盖组织公章的报名表") == "组织公章"
    assert seal_in("申报表须盖章") == "盖章"
    assert seal_in("申报表") == ""
    assert channels_in("纸质版与电子版(光盘)邮寄") == ("paper", "disc", "post")
    assert attachments_in("详见附件1、附件3和附件五") == (1, 3, 5)
    assert attachments_in("附件二至四") == (2, 3, 4)
    assert attachments_in("附件1份") in ((), (1,))


DIGITS = "〇一二三四五六七八九"
DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31))


def chinese(number: int) -> str:
    """A number below 100 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{DIGITS[tens]}十"
    return head + (DIGITS[ones] if ones or not tens else "")


def written(day: date, style: int) -> str:
    if style == 0:
        return f"{day.year}年{day.month}月{day.day}日"
    if style == 1:
        return day.isoformat()
    year = "".join(DIGITS[int(one)] for one in str(day.year))
    return f"{year}年{chinese(day.month)}月{chinese(day.day)}日"


@given(DAYS, st.integers(0, 2))
def test_every_day_is_found_as_written(day: date, style: int) -> None:
    """In figures, ISO 8601 and Chinese numerals."""
    (found,) = find_days(f"请于{written(day, style)}前提交", None)
    assert (found.first, found.last, found.exact) == (day, day, True)


@given(DAYS, DAYS, st.sampled_from("-—至到~"), st.integers(0, 2))
def test_two_days_make_a_period(one: date, other: date, sign: str, style: int) -> None:
    """From the earlier to the later."""
    first, last = sorted((one, other))
    found = period(f"{written(first, style)}{sign}{written(last, style)}", None)
    assert found is not None
    assert (found.first, found.last) == (first, last)


@given(st.integers(1, 9), st.integers(1, 20), st.booleans())
def test_originals_and_copies_are_counted(originals: int, copies: int, in_words: bool) -> None:
    """n正m副, in figures and in words."""
    said = [chinese(n) if in_words else str(n) for n in (originals, copies)]
    found = copies_in(f"纸质版{said[0]}正{said[1]}副装订")
    assert found is not None
    assert (found.originals, found.copies, found.sure) == (originals, copies, True)


@settings(max_examples=40, deadline=None)
@given(
    DAYS, DAYS, st.integers(0, 2), st.integers(1, 6),
    st.lists(st.text("绿色低碳智造服务", min_size=2, max_size=6), min_size=1, max_size=8),
    st.integers(10, 60),
)  # fmt: skip
def test_any_notice_is_drafted(
    signing: date, applying: date, style: int, copies: int, names: list[str], width: int
) -> None:
    """Other days, counts and attachments, wherever the lines are broken."""
    listed = [f"{n}.某某{name}申报表" for n, name in enumerate(names, 2)]
    last = len(names) + 1
    text = [
        "某某行业协会",
        f"某协发〔{signing.year}〕3号",
        f"关于开展{signing.year}年度某某创新奖申报工作的通知",
        "各会员单位：",
        "一、报名",
        f"请于{written(signing, style)}前将报名表（见附件1）一式{chinese(copies)}份"
        "加盖公章后报送至某某行业协会秘书处。",
        "二、申报",
        f"申报材料（附件2-{last}）{1}正{copies}副，须在{written(applying, style)}前以U盘形式提交。",
        "附件：1.报名表",
    ]
    lines = [line[at : at + width] for line in text for at in range(0, len(line), width)]
    notice = draft_notice((*lines, *listed, "某某行业协会"))
    assert notice is not None
    by_id = {one.id: one for one in notice.submissions}
    assert by_id["registration"].closing == signing
    assert by_id["registration"].originals == copies
    assert by_id["application"].closing == applying
    assert (by_id["application"].originals, by_id["application"].copies) == (1, copies)
    assert by_id["application"].channels == ("paper", "usb")
    assert by_id["application"].attachments == tuple(range(2, last + 1))
    assert [one.title for one in notice.attachments] == [
        "报名表", *(f"某某{name}申报表" for name in names),
    ]  # fmt: skip
    bind(pack_files(notice, ()))


def test_a_submission_names_attachments_that_are_there() -> None:
    """An attachment that is not listed stops the pack, with file and line."""
    files = dict(pack_files(drafted(NOTICE), ()))
    files["programme.toml"] = files["programme.toml"].replace("[2, 3, 4, 5]", "[2, 9]")
    with pytest.raises(PackError, match=r"programme\.toml:\d+: no attachment 9"):
        bind(files)


def test_a_stage_does_not_end_before_it_starts() -> None:
    """Nor does an unknown channel pass."""
    files = dict(pack_files(drafted(NOTICE), ()))
    turned = files["programme.toml"].replace("ends = 2021-06-30", "ends = 2020-06-30")
    with pytest.raises(PackError, match="ends before it starts"):
        bind(files | {"programme.toml": turned})
    with pytest.raises(PackError, match="channels"):
        bind(files | {"programme.toml": files["programme.toml"].replace('"usb"', '"fax"')})
