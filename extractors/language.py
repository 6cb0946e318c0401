"""The language part: plain text, label keys, and things that can be told from words alone.

One spaCy pipeline: `blank("zh")` splits into characters, a phrase matcher finds the label
variants of forms, and a component of our own marks dates, phones, amounts and codes as
entities. OCR-confused labels are compared by edit distance (rapidfuzz).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from opencc import OpenCC
from rapidfuzz.distance import Levenshtein

if TYPE_CHECKING:  # it takes a second to load, and what is stored is judged without it
    from spacy.language import Language
    from spacy.tokens import Doc, Span

_SPACE = re.compile(r"\s+")
# Which language is asked for is no mere hint.
_HINT = re.compile(r"[(（\[【](?!英文|外文|English)[^)）\]】]{0,60}[)）\]】]")
_NUMBERING = re.compile(
    r"^(?:[(（]?[一二三四五六七八九十\d]{1,2}[)）]?[、.．]|[(（][一二三四五六七八九十\d]{1,2}[)）])"
)
_EDGE = "：:；;。，,、._＿-—~*　 "
_LEAST_FUZZY_LENGTH = 4
TO_FILL = re.compile(r"[:：_＿…]|\.{4}")

_CN_DIGIT = "〇○零ＯO0一二三四五六七八九十廿卅"
ENTITIES = {
    "DATE": re.compile(
        r"(?:19|20)\d{2}\s*[年.\-/]\s*\d{1,2}(?:\s*[月.\-/]\s*(?:\d{1,2}\s*日?)?)?"
        rf"|[{_CN_DIGIT}]{{4}}年[{_CN_DIGIT}]{{1,3}}月(?:[{_CN_DIGIT}]{{1,3}}日)?"
    ),
    "MAIL": re.compile(r"[A-Za-z0-9._%+\-]+@[A-Za-z0-9.\-]+\.[A-Za-z]{2,}"),
    "PHONE": re.compile(r"(?<!\d)(?:1[3-9]\d{9}|(?:\(?0\d{2,3}\)?[-— ]?)?[2-9]\d{6,7})(?!\d)"),
    "CODE": re.compile(
        r"(?<![0-9A-Z])[0-9A-HJ-NP-RTUWXY]{2}\d{6}[0-9A-HJ-NP-RTUWXY]{10}(?![0-9A-Z])"
    ),
    "DOCUMENT_NUMBER": re.compile(r"\w{2,8}[〔\[(（](?:19|20)\d{2}[〕\])）]\d{1,4}号"),
    "ORGANISATION": re.compile(
        r"[\u4e00-\u9fff（）()]{2,40}?(?:有限责任公司|股份有限公司|有限公司|集团|研究院|研究所|医院|协会|中心|学校|大学|厂)"
    ),
}


@lru_cache(maxsize=50_000)
def plain(text: str) -> str:
    """NFKC, simplified characters, one space for any white space.

    The recogniser answers traditional characters for some typefaces; `Reading.raw` keeps them.
    """
    return _SPACE.sub(" ", _simplifier().convert(unicodedata.normalize("NFKC", text))).strip()


@cache
def _simplifier() -> Any:
    return OpenCC("t2s")


def squeezed(text: str) -> str:
    """Plain text without any white space."""
    return plain(text).replace(" ", "")


@lru_cache(maxsize=50_000)
def label_key(text: str) -> str:
    """What is left of a label without hints in brackets, numbering, colons and white space."""
    bare = _HINT.sub("", squeezed(text))
    return _NUMBERING.sub("", bare).removeprefix("其中").strip(_EDGE)


@lru_cache(maxsize=200_000)
def similarity(one: str, other: str) -> float:
    """1 for equal keys, 0..1 for such as OCR errors could have made, else 0.

    One wrong character in five is an OCR error; two more at the end is another label.
    """
    if one == other:
        return 1.0
    length = min(len(one), len(other))
    if length < _LEAST_FUZZY_LENGTH or abs(len(one) - len(other)) > 1:
        return 0.0
    allowed = max(1, length // 5)
    distance = Levenshtein.distance(one, other, score_cutoff=allowed)
    return 1.0 - distance / max(len(one), len(other)) if distance <= allowed else 0.0


@dataclass(frozen=True, slots=True)
class Spot:
    """A stretch of a text with its meaning."""

    kind: str
    start: int
    end: int
    text: str


def _mark_values(doc: Doc) -> Doc:
    """Mark what patterns can tell as entities; where two overlap, the longer one stays."""
    from spacy.util import filter_spans

    spans: list[Span] = []
    for kind, pattern in ENTITIES.items():
        for match in pattern.finditer(doc.text):
            span = doc.char_span(*match.span(), label=kind, alignment_mode="expand")
            if span is not None:
                spans.append(span)
    doc.ents = tuple(filter_spans(spans))
    return doc


@cache
def pipeline() -> Language:
    """The one spaCy pipeline of a process."""
    import spacy
    from spacy.language import Language

    Language.component("yushen_values", func=_mark_values)
    language = spacy.blank("zh")
    language.add_pipe("yushen_values")
    return language


@lru_cache(maxsize=20_000)
def entities(text: str) -> tuple[Spot, ...]:
    """Dates, mails, phones, codes, document numbers and organisations in a text."""
    doc = pipeline()(plain(text))
    return tuple(Spot(e.label_, e.start_char, e.end_char, e.text) for e in doc.ents)


class LabelSpotter:
    """Finds the label variants of a form at the beginning of lines."""

    def __init__(self, labels: frozenset[str]) -> None:
        from spacy.matcher import PhraseMatcher

        language = pipeline()
        self._strings = language.vocab.strings
        self._matcher = PhraseMatcher(language.vocab)
        for label in labels:
            self._matcher.add(label, [language.make_doc(squeezed(label))])
        spaced = (r"\s*".join(map(re.escape, label)) for label in sorted(labels, key=len)[::-1])
        self._in_text = re.compile(
            rf"(?:(?<=[\s_＿.·…，,；;、。）)])|^)({'|'.join(spaced) or '(?!)'})"
            rf"\s*(?:{_HINT.pattern})?\s*(?:[:：]|(?=[_＿…]|\.{{4}}))"
        )

    @lru_cache(maxsize=20_000)  # noqa: B019 (spotters live as long as the process)
    def leading(self, text: str) -> tuple[str, str] | None:
        """The longest label that begins the text, and what follows it; None without one.

        "申报单位（盖章）：上海某某公司" gives ("申报单位", "上海某某公司").
        """
        bare = _NUMBERING.sub("", squeezed(text))
        doc = pipeline().make_doc(bare)
        found = [(end, self._strings[key]) for key, start, end in self._matcher(doc) if start == 0]
        if not found:
            return None
        end, label = max(found)
        rest = bare[doc[:end].end_char :]
        hint = _HINT.match(rest)
        if hint:
            rest = rest[hint.end() :]
        return label, rest

    @lru_cache(maxsize=20_000)  # noqa: B019 (spotters live as long as the process)
    def pairs(self, text: str) -> tuple[tuple[int, str, str], ...]:
        """Every label with a colon or a line to write on behind it: where it begins, the label,
        and what follows it.

        A label begins the text or stands after white space, a filled line or another mark; its
        characters may be set apart. "姓 名：____ 性别：男" gives 姓名 ("____") and 性别 ("男").
        """
        if not TO_FILL.search(text):
            return ()
        matches = list(self._in_text.finditer(text))
        ends = [match.start() for match in matches[1:]] + [len(text)] * bool(matches)
        return tuple(
            (match.start(), label_key(match[1]), text[match.end() : end].strip())
            for match, end in zip(matches, ends, strict=True)
        )
