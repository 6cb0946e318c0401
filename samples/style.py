"""How one applicant's papers look: typefaces, sizes, label wording, ways to write a date."""

import random
from dataclasses import dataclass
from datetime import date

from samples.layout import Value

DIGITS = "〇一二三四五六七八九"
ROUND_DIGITS = "○一二三四五六七八九"
ASIDE = 9
ASIDE2 = 10
ASIDE3 = 11
ASIDE4 = 12
OTHER_DATES = {
    "gaps": ("{y} 年 {m} 月 {d} 日", "{y} 年 {m} 月"),
    "slashes": ("{y}/{m}/{d}", "{y}/{m:02d}"),
    "padded": ("{y}年{m:02d}月{d:02d}日", "{y}年{m:02d}月"),
}


@dataclass(frozen=True, slots=True)
class Style:
    """Choices that stay the same through one applicant's forms."""

    dpi: int
    body: str
    label: str
    title: str
    size: float  # points
    ticked: str
    dates: str  # cjk, dots, iso, or han; in the layout kept aside those of `OTHER_DATES`
    layout: int  # which structure the forms have, see `samples.layouts`; from `ASIDE` on kept aside
    spaced: bool  # 姓　名
    words: int  # chooses among label variants
    rule: float  # mm, width of the table rules
    margin: float  # mm
    hand_dates: bool  # the date beside a signature is written by hand
    controls: bool  # Word values stand in content controls
    symbols: bool  # Word ticks are Wingdings symbols
    comb: bool = False  # codes and mobile numbers stand in ruled squares on paper
    tick_pen: str = ""  # ticks are made with a pen on paper: check or fill
    boxes: str = "before"  # where a choice's box stands: before or behind the word, or brackets


def draw_style(rng: random.Random, dpi: int) -> Style:
    """Return the looks of one applicant's papers."""
    body = rng.choice(("song", "song", "ming", "hei", "kai", "ukai"))
    return Style(
        dpi=dpi,
        body=body,
        label=rng.choice((body, "hei", "song")),
        title=rng.choice(("hei", "hei", "song", "ming")),
        size=rng.choice((10.5, 11.0, 12.0)),
        ticked=rng.choice("☑☑■"),
        dates=rng.choice(("cjk", "cjk", "dots", "iso", "han")),
        layout=rng.randrange(3),
        spaced=rng.random() < 0.4,
        words=rng.randrange(12),
        rule=rng.choice((0.18, 0.25, 0.35)),
        margin=rng.choice((20.0, 22.0, 25.0)),
        hand_dates=rng.random() < 0.35,
        controls=rng.random() < 0.15,
        symbols=rng.random() < 0.15,
    )


def tick_pen(rng: random.Random) -> str:
    """Return how an applicant ticks on paper: in print mostly, else with a pen."""
    if rng.random() > 0.36:
        return ""
    return rng.choice(("check", "check", "fill"))


def _han(number: int, digits: str) -> str:
    """Return a day or month in Chinese numerals (1-31)."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else digits[tens] + "十"
    return head + (digits[ones] if ones else "")


def day(style: Style, when: date) -> Value:
    """Return a date as this style writes it."""
    truth = when.isoformat()
    if style.dates == "cjk":
        return Value(f"{when.year}年{when.month}月{when.day}日", truth)
    if style.dates == "dots":
        return Value(f"{when.year}.{when.month}.{when.day}", truth)
    if style.dates == "iso":
        return Value(truth, truth)
    if style.dates in OTHER_DATES:
        frame = OTHER_DATES[style.dates][0]
        return Value(frame.format(y=when.year, m=when.month, d=when.day), truth)
    digits = DIGITS if style.words % 2 else ROUND_DIGITS
    year = "".join(digits[int(d)] for d in str(when.year))
    return Value(f"{year}年{_han(when.month, digits)}月{_han(when.day, digits)}日", truth)


def month(style: Style, when: date) -> Value:
    """Return a year and month as this style writes it."""
    truth = f"{when:%Y-%m}"
    if style.dates in ("cjk", "han"):
        return Value(f"{when.year}年{when.month}月", truth)
    if style.dates in OTHER_DATES:
        return Value(OTHER_DATES[style.dates][1].format(y=when.year, m=when.month), truth)
    return Value(f"{when.year}.{when.month:02d}" if style.dates == "dots" else truth, truth)


def word(style: Style, *variants: str) -> str:
    """Return this style's variant of a label."""
    return variants[style.words % len(variants)]


def spaced(style: Style, text: str) -> str:
    """Set a short label with inner space, as 姓　名, where the style does so."""
    if not style.spaced or not 2 <= len(text) <= 3:
        return text
    return ("　" if len(text) == 2 else " ").join(text)
