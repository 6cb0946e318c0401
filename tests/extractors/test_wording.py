"""Labels by what their words mean."""

import pytest

from extractors.wording import agreement


@pytest.mark.parametrize(
    ("key", "label"),
    [
        ("法人代表姓名", "法定代表人"),
        ("在职职工人数", "职工总数"),
        ("推行卓越绩效模式起始年", "导入卓越绩效模式年份"),
        ("创新性和推广价值", "创新点及可推广性"),
        ("获奖时间", "获奖年份"),
    ],
)
def test_other_words_for_the_same(key: str, label: str) -> None:
    """Another office's words for one thing agree well."""
    assert agreement(key, label) > 0.9


@pytest.mark.parametrize(
    ("key", "label"),
    [("管理人员数", "职工人数"), ("职务", "技术职称"), ("联系人", "联系电话"), ("企业", "单位")],
)
def test_words_for_something_else(key: str, label: str) -> None:
    """What asks for something else does not agree at all."""
    assert agreement(key, label) == 0.0


def test_a_label_within_a_longer_one_is_doubtful() -> None:
    """Where only a part is known, something else may be meant: too little to be sure of."""
    whole = "近三年国家、地方产品质量监督抽查是否有不合格"
    assert 0.5 < agreement(whole, "近3年监督抽查有无不合格") < 0.87
