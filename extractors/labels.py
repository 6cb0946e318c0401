"""Which of a form's labels a text may be, and where labels with their values stand in a line."""

from __future__ import annotations

import re
from functools import lru_cache

from extractors.formtypes import Form
from extractors.language import label_key, plain, similarity
from extractors.wording import Spoken, agreement, concepts, may_agree, spoken

Matches = tuple[tuple[str, float], ...]

# From here on a label is as good as the form's own; below, another one may be meant.
STRONG = 0.9
_CERTAIN, _LEAST_CERTAIN = 0.93, 3
_LEAST = 0.6
_TIED = 0.005
_LONGER = 24
_BRACKETS = re.compile(r"[()（）\[\]【】]")
_COLON = re.compile("[:：]")
_GAP = re.compile(r"[\s_＿…，,；;、。）)］\]]+|(?<=[:：])")
# Words of no known label: they begin the text, or stand well apart in a line.
_OTHER = re.compile(
    r"(?:^\s*(?:\d{1,2}[.．、])?|(?<=\S)[ \u3000_＿]{2,})"
    r"([\u3400-\u9fff][\u3400-\u9fff/（）() \u3000]{1,14})$"
)
# A year heads a column of a table, and is a value elsewhere.
_YEAR = re.compile(r"\d{4}年?度?")


@lru_cache(maxsize=64)
def known_labels(form: Form) -> frozenset[str]:
    """Keys of every label of a form: a cell that holds one is no value."""
    labels = [label for field in form.fields for label in field.labels]
    labels += [label for block in form.blocks for label in block.labels]
    labels += [label for rows in form.rows for column in rows.columns for label in column.labels]
    return frozenset(key for label in labels if not _YEAR.fullmatch(key := label_key(label)))


@lru_cache(maxsize=64)
def field_labels(form: Form) -> frozenset[str]:
    """Keys of the labels of a form's fields."""
    return frozenset(label_key(label) for field in form.fields for label in field.labels)


@lru_cache(maxsize=64)
def option_keys(form: Form) -> frozenset[str]:
    """Keys of what may be chosen: a choice is no label, whatever it is like."""
    return frozenset(label_key(option) for field in form.fields for option in field.options)


@lru_cache(maxsize=100_000)
def matches(form: Form, key: str) -> Matches:
    """The labels of fields that a key may be, with how well they agree (see `agreement`).

    Of all the form's labels only the best count: what is a heading of a table or the title of an
    opinion rather than a field's label is none.
    """
    if key in known_labels(form):
        own = ((key, 1.0),) if key in field_labels(form) else ()
        return own or tuple(pair for pair in _scored(form, key) if pair[1] == 1.0)
    if not key or key in option_keys(form) or ":" in key:
        return ()
    if len(key) > max(map(len, known_labels(form)), default=0) + _LONGER:
        return ()
    scored = _scored(form, key)
    best = max((score for _, score in scored), default=0.0)
    return tuple(
        (label, score)
        for label, score in scored
        if score >= best - _TIED and label in field_labels(form)
    )


def with_hint(form: Form, text: str) -> Matches:
    """What a label may be with what its brackets say, where that says more: 会员证（编号）."""
    own = matches(form, label_key(text))
    bare = _BRACKETS.sub("", plain(text))
    if bare == plain(text):
        return own
    whole = matches(form, label_key(bare))
    known, better = (max((score for _, score in one), default=STRONG) for one in (own, whole))
    return whole if whole and better > known else own


def together(form: Form, first: str, second: str) -> Matches:
    """What a label means as a part of another one, 联系人 and 手机, where that is the form's."""
    return tuple(
        (label, score)
        for label, score in matches(form, first + second)
        if score >= STRONG and concepts(second) <= concepts(label)
    )


@lru_cache(maxsize=64)
def _spoken(form: Form) -> tuple[Spoken, ...]:
    return tuple(map(spoken, sorted(known_labels(form))))


@lru_cache(maxsize=20_000)
def _scored(form: Form, key: str) -> Matches:
    own = spoken(key)
    near = (label.key for label in _spoken(form) if may_agree(own, label))
    scored = ((label, agreement(key, label)) for label in near)
    return tuple((label, score) for label, score in scored if score >= _LEAST)


@lru_cache(maxsize=100_000)
def is_label_key(form: Form, key: str) -> bool:
    """True for what is nothing but a label of the form, in these words or in others."""
    if key in known_labels(form):
        return True
    if len(key) < _LEAST_CERTAIN or key in option_keys(form):
        return False
    return any(
        score >= _CERTAIN and not similarity(key, label) for label, score in _scored(form, key)
    )


def is_option_key(form: Form, key: str) -> bool:
    """True for one of the choices that a form offers."""
    return key in option_keys(form)


@lru_cache(maxsize=20_000)
def pairs(form: Form, text: str) -> tuple[tuple[int, Matches, str, str], ...]:
    """Every label before a colon: where it begins, what it may be, what follows it, its words.

    A label begins the text or stands after white space, a filled line or another mark; its
    characters may be set apart. Words that begin the text or stand well apart ask for something
    too, though they match nothing that is known.
    """
    found: list[tuple[int, int, int, Matches]] = []
    reached = 0
    for colon in _COLON.finditer(text):
        start = _start_of(form, text, reached, colon.start())
        if start is None and (other := _OTHER.search(text, reached, colon.start())):
            start = other.start(1), ()
        if start is not None:
            found.append((start[0], colon.start(), colon.end(), start[1]))
        reached = colon.end()
    ends = [start for start, *_ in found[1:]] + [len(text)] * bool(found)
    return tuple(
        (start, matched, text[after:end].strip(), text[start:colon])
        for (start, colon, after, matched), end in zip(found, ends, strict=True)
    )


def _start_of(form: Form, text: str, start: int, end: int) -> tuple[int, Matches] | None:
    """Where the longest label begins that ends here, and what it may be."""
    starts = [start, *(gap.end() for gap in _GAP.finditer(text, start, end))]
    for at in starts:
        matched = matches(form, label_key(text[at:end]))
        if matched and max(score for _, score in matched) >= STRONG:
            return at, matched
    return None
