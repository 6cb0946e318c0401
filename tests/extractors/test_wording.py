"""Labels by what their words mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.wording import agreement, may_agree, spoken

# Words of several concepts, some of which cost little, a year and a day among them.
WORDS = ("企业", "单位", "名称", "姓名", "法定代表人", "职工", "人数", "总数", "获奖", "年份")
WORDS += ("日期", "近三年", "是否", "产品", "质量", "监督抽查", "联系", "电话", "甲", "乙")
KEYS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map("".join)


@pytest.mark.parametrize(
    ("key", "label"),
    [
        ("法人代表姓名", "法定代表人"),
        ("在职职工人数", "职工总数"),
        ("推行卓越绩效模式起始年", "导入卓越绩效模式年份"),
        ("创新性和推广价值", "创新点及可推广性"),
        ("获奖时间", "获奖年份"),
        ("通讯地址邮编", "邮政编码"),
        ("QC小组组长手机", "项目负责人电话"),
        ("申报单位统一社会信用代码", "信用代码"),
        ("单位联络员", "联系人"),
        ("项目名称(英文)", "英文名称"),
    ],
)
def test_other_words_for_the_same(key: str, label: str) -> None:
    """Another office's words for one thing agree well."""
    assert agreement(key, label) > 0.9


@pytest.mark.parametrize(
    ("key", "label"),
    [
        ("管理人员数", "职工人数"),
        ("职务", "技术职称"),
        ("联系人", "联系电话"),
        ("企业", "单位"),
        ("技术负责人", "单位负责人"),
        ("推荐日期", "日期"),
        ("联系部门", "联系人"),
        ("2021年", "2020年"),
        ("组建工会时间", "注册成立日期"),
        ("项目经理", "项目经费"),
    ],
)
def test_words_for_something_else(key: str, label: str) -> None:
    """What asks for something else does not agree at all."""
    assert agreement(key, label) == 0.0


def test_a_label_within_a_longer_one_is_doubtful() -> None:
    """Where only a part is known, something else may be meant: too little to be sure of."""
    whole = "近三年出口产品质量监督抽查是否有不合格"
    assert 0.5 < agreement(whole, "近3年监督抽查有无不合格") < 0.87


@given(key=KEYS, label=KEYS, wrong=st.integers(0, 9))
def test_what_is_put_aside_at_a_glance_does_not_agree(key: str, label: str, wrong: int) -> None:
    """The quick look loses nothing that the slow one would take, misread characters included."""
    for one in (key, label[:wrong] + "丙" + label[wrong + 1 :], label + key):
        assert may_agree(spoken(one), spoken(label)) or agreement(one, label) == 0.0
