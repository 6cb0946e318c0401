"""What kind of document a page begins, by the titles that stand at its head."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from rapidfuzz import fuzz, process

from extractors.facts import Line, Look, PageFacts
from extractors.formtypes import Form
from extractors.language import squeezed
from extractors.layout import outside_tables

# How well a head must agree with a title (0..1).
LEAST_TITLE = 0.82
_HEAD_LINES = 14
_FIRST_LINES = 4
_MOST_BEFORE = 20
_LEAST_SHORT, _LEAST_SHORT_SCORE = 3, 0.6
_LARGE = 1.3
_TITLE_WINDOW = 3
_NUMBERED = re.compile(r"[(（]?[一二三四五六七八九十]{1,2}[)）]?、|\d{1,2}[.、]")
_CALLED_FORM = re.compile(r"申请表格|(?:申报|申请|推荐)(?:表|书)")
_CLASS = re.compile(r"([（(][\u4e00-\u9fff]{2,4})类([）)])")
_BRACKETED = re.compile(r"^(.*)([（(][^（()）]+[）)])([^（()）]+)$")


def title_key(text: str) -> str:
    """A title without spaces, with one word for what different offices call alike."""
    return _CLASS.sub(r"\1奖\2", _CALLED_FORM.sub("申报表", squeezed(text)))


def title_kind(facts: PageFacts, forms: tuple[Form, ...]) -> tuple[str, float]:
    """The kind whose title stands at the head of the page, and how well it agrees (0..1)."""
    heights = sorted(line.box.height for line in facts.lines)
    usual = heights[len(heights) // 2] if heights else 0.0
    return _best_title(_heads(outside_tables(facts), usual), forms)


def look_kind(look: Look, forms: tuple[Form, ...]) -> str:
    """The kind of document that a page opens, as far as a look can tell; "" where none."""
    kind, score = _best_title(_heads(look.heads, look.usual_height), forms)
    return kind if score >= LEAST_TITLE else ""


def _best_title(heads: tuple[_Head, ...], forms: tuple[Form, ...]) -> tuple[str, float]:
    # A numbered line is a section of a form, whatever it is called.
    heads = tuple(head for head in heads if head.text and not _NUMBERED.match(head.text))
    titles, kinds = _titles_of(forms)
    if not heads or not titles:
        return "", 0.0
    texts = [head.text for head in heads]
    scores = process.cdist(
        texts, titles, scorer=fuzz.ratio, score_cutoff=100 * LEAST_TITLE, dtype=np.float64
    )
    scores /= 100
    for row, head in zip(scores, heads, strict=True):
        if head.large or not head.place:
            for column in _like(head, titles):
                row[column] = max(row[column], _likeness(head, titles[column]))
    column = int(scores.max(axis=0).argmax())
    best = float(scores[:, column].max())
    return (kinds[column], best) if best else ("", 0.0)


@lru_cache(maxsize=16)
def _titles_of(forms: tuple[Form, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Every title of every form, also with what it says in brackets behind it; and its kind."""
    said = [(title_key(title), form.kind) for form in forms for title in form.titles]
    turned = [(_BRACKETED.sub(r"\1\3\2", title), kind) for title, kind in said]
    pairs = list(dict.fromkeys((*said, *turned)))
    return tuple(title for title, _ in pairs), tuple(kind for _, kind in pairs)


@dataclass(frozen=True, slots=True)
class _Head:
    """A line (or some joined) at the top of a page; `large` against the page's other lines."""

    text: str
    place: int
    large: bool


@lru_cache(maxsize=16)
def _columns_of(titles: tuple[str, ...]) -> tuple[Mapping[int, list[int]], Mapping[str, list[int]]]:
    """The places of titles by their length, and by their text."""
    by_length: dict[int, list[int]] = {}
    by_text: dict[str, list[int]] = {}
    for column, title in enumerate(titles):
        by_length.setdefault(len(title), []).append(column)
        by_text.setdefault(title, []).append(column)
    return by_length, by_text


def _like(head: _Head, titles: tuple[str, ...]) -> list[int]:
    """The titles that are as long as a head, or that it ends with: the others are not like it."""
    by_length, by_text = _columns_of(titles)
    text = head.text
    found = list(by_length.get(len(text), ()))
    for length in by_length:
        if length < len(text):
            found += by_text.get(text[-length:], ()) if length else ()
    return found


def _likeness(head: _Head, title: str) -> float:
    """How well a head that is not all of a title agrees with it, 0..1."""
    short = head.large and len(head.text) == len(title) >= _LEAST_SHORT
    if short and fuzz.ratio(head.text, title) / 100 >= _LEAST_SHORT_SCORE:
        return LEAST_TITLE  # one character of a short title misread
    ends = len(title) > _LEAST_SHORT and head.text.endswith(title)
    if ends and head.place < _FIRST_LINES and len(head.text) <= len(title) + _MOST_BEFORE:
        return 0.9
    return 0.0


def _heads(lines: Iterable[Line], usual: float) -> tuple[_Head, ...]:
    """The first lines, and joins of neighbours: titles are often set in two lines."""
    ordered = sorted(lines, key=lambda line: (line.box.top, line.box.left))[:_HEAD_LINES]
    texts = [title_key(line.text) for line in ordered]
    return tuple(
        _Head(
            "".join(texts[start : start + length]),
            start,
            ordered[start].box.height >= _LARGE * usual,
        )
        for length in range(1, _TITLE_WINDOW + 1)
        for start in range(len(texts) - length + 1)
    )
