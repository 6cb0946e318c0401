"""The letter page's wording; see `pipeline.desk.words`."""

from __future__ import annotations

from types import MappingProxyType

from pipeline.problem_words import Words

WORDS: Words = MappingProxyType(
    {
        "title": "补正通知",
        "back": "回到材料",
        "items": "通知内容",
        "items-lead": "只列确定的缺项。文字可以修改，原检查结论不变。",
        "none": "没有确定的缺项，无需发出补正通知。",
        "no-applicant": "未能读出单位名称，请先在材料页更正后再写通知。",
        "doubts": "待核事项",
        "doubts-lead": "以下事项尚未确定，不会写入通知；请回到材料页逐项处理。",
        "what": "缺项",
        "remedy": "补正要求",
        "left-out": "不写入本次通知",
        "where": "所在位置",
        "add": "增加一项",
        "added": "另加事项",
        "remove": "删去",
        "due": "补正期限",
        "preview": "预览",
        "picture": "所在位置的局部图",
        "write": "生成通知",
        "write-hint": "生成后材料状态改为“已通知补正”，并记入处理记录。",
        "written": "已生成的通知",
        "download": "下载 Word 文件",
        "number": "编号",
        "by": "经办人",
        "at": "时间",
        "js-letter-failed": "预览没有生成",
        "js-letter-written": "通知已生成：{number}",
    }
)  # fmt: skip


def word(key: str) -> str:
    """A wording; raises KeyError for one that does not exist."""
    return WORDS[key]


SCRIPTED = MappingProxyType(
    {key.removeprefix("js-"): said for key, said in WORDS.items() if key.startswith("js-")}
)
