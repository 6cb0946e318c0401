"""The packet page's part of the catalogue of Chinese wording: what the server fills in."""

from __future__ import annotations

from types import MappingProxyType

from pipeline.problem_words import Words

WORDS: Words = MappingProxyType(
    {
        "between": "、",
        "documents": "材料和页面",
        "filter": "筛选检查项、字段、印章",
        "items": "检查项、印章和字段",
        "page": "页面",
        "page-tools": "页面工具",
        "about-entry": "记录第{entry}条",
        "about-field": "{form} · {label}",
        "about-finding": "检查项",
        "about-lease": "处理人",
        "about-letter": "补正通知",
        "about-packet": "材料包",
        "about-page": "第{page}页",
        "about-seal": "第{page}页印章",
        "about-stage": "办理状态",
        "error-conflict": "同事先处理了这一项",
        "field-blank": "纸面空白",
        "field-confirm": "确认无误",
        "field-correct": "更正为“{value}”",
        "field-unreadable": "无法辨认",
        "finding-agree": "属实",
        "finding-ask": "要求补正",
        "finding-set-aside": "不成立",
        "forgotten": "已删除",
        "join-apart": "不是同一申报",
        "join-together": "属于同一申报",
        "known-": "",
        "known-coloured-seal": "有彩色印章",
        "known-file-name": "文件名",
        "known-labels": "栏目",
        "known-mark-on-the-page": "页面标注",
        "known-no-mark-and-no-coloured-seal": "无标注、无彩色印章",
        "known-person": "人工",
        "known-text": "可选文字",
        "known-the-page-before": "承接上一页",
        "known-title": "标题",
        "page-to": "归入“{name}”",
        "revealed": "查看了完整号码",
        "row-label": "第{number}行 · {label}",
        "seal-not-a-seal": "不是印章",
        "seal-other-organisation": "他人印章（{title}）",
        "seal-unclear": "无法判断",
        "seal-valid": "有效",
        "seal-wrong-kind": "印章种类不对",
        "size-mm": "约{size} mm",
        "size-no": "尺寸不明",
        "took-over": "从{name}处接管",
        "undid": "撤销",
        "unsorted": "未归类",
        "version-electronic": "电子版",
        "version-paper": "纸质版",
        "why-check-digit": "纸质版校验不符，采用电子版",
        "why-filled": "另一版本为空",
        "why-not-found": "未找到",
        "why-only-electronic": "只有电子版",
        "why-only-paper": "只有纸质版",
        "why-person": "人工认定",
        "why-signed": "两版不同，以签章的纸质版为准",
        "why-typed": "两版一致，采用电子版文字",
    }
)


def word(key: str, **names: object) -> str:
    """A wording of the packet page; raises KeyError for one that does not exist."""
    return WORDS[key].format(**names)
