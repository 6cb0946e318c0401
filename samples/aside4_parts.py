"""Parts of the forms in the fourth layout kept aside: nobody tunes the reader on it.

Habits of this office: one ruled table a part, opened by a bar across it; titles that run down the
left side; lists with one head row; opinions that end at the right, each line below the other.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from samples.cells import caption, dated
from samples.layout import UNITS, Cell, Para, Row, Value, Values, choice, ticks_in
from samples.layout_parts import date_face, ticked_as
from samples.style import ASIDE4, Style

LIST_SIZE = 10.0  # points, in lists of many columns
TURNED = ("ownership", "org_category", "project_category", "major_incident", "inspection_failed")
LAST = "其他"

Column = tuple[str, str, int]  # field, heading, units


def aside4_style(style: Style, rng: random.Random) -> Style:
    """Return an applicant's looks in this layout."""
    body = rng.choice(("song", "song", "ming", "kai", "hei"))
    return replace(
        style,
        layout=ASIDE4,
        body=body,
        label=rng.choice((body, "song", "hei")),
        title=rng.choice(("hei", "song", "ming")),
        dates=rng.choice(("cjk", "cjk", "gaps", "padded", "dots", "iso")),
        boxes=rng.choice(("before", "behind", "brackets", "before")),
    )


def values_of(values: Values, style: Style) -> Values:
    """Return a form's values with choices set and ordered as this layout has them."""
    turned = {name: _turned(values[name]) for name in TURNED if name in values}
    return ticked_as(values | turned, style.boxes, style.ticked)


def _turned(one: Value) -> Value:
    """Return a choice with its options the other way round; what catches the rest stays last."""
    options = ticks_in(one.shown)
    names = sorted((name for name, _, _ in reversed(options)), key=lambda name: name == LAST)
    return replace(one, shown=choice(names, [n for n, on, _ in options if on], "■").shown)


def bar(text: str, hint: str = "") -> Row:
    """Return the bar that opens a part, across its table."""
    paras = [Para(text, size=12, face="title")]
    paras += [Para(hint, size=9, face="label")] if hint else []
    return Row((Cell(tuple(paras), 0, UNITS, kind="title"),), 9.0)


def roll(
    columns: Sequence[Column],
    rows: Sequence[Mapping[str, Value]],
    least: int,
    *,
    left: int = 0,
    size: float = 0.0,
    height: float = 9.0,
) -> list[Row]:
    """Return a list under one head row, of at least so many lines; "_no" counts them."""
    heads, start = [], left
    for _, text, units in columns:
        heads.append(caption(text, start, units, size=size))
        start += units
    out = [Row(tuple(heads), 9.0)]
    for number in range(max(least, len(rows))):
        one = rows[number] if number < len(rows) else {}
        cells, start = [], left
        for name, _, units in columns:
            para = Para(str(number + 1), size=size, align="center")
            if name != "_no":
                text = one[name].shown if name in one else ""
                para = replace(para, text=text, filled=0)
            cells.append(Cell((para,), start, units))
            start += units
        out.append(Row(tuple(cells), height))
    return out


def written(shown: str, *, height: float, left: int = 0) -> Row:
    """Return a row of free text that begins at its top."""
    return Row((Cell(prose(shown), left, UNITS - left, valign="top"),), height)


def prose(shown: str) -> tuple[Para, ...]:
    """Return free text, a paragraph a line."""
    return tuple(Para(one, indent=True, filled=0 if one else -1) for one in shown.split("\n"))


@dataclass(frozen=True, slots=True)
class Hand:
    """Who signs and seals a text: `place` names where; empty: nobody did."""

    place: str
    signer: str = ""
    stamp: str = ""
    date: str | None = None  # None: the form asks for none

    def paras(self, style: Style, gap: float = 6.0, room: int = 9) -> tuple[Para, ...]:
        """Return the lines at the right: signature, seal and date, one below the other."""
        out = []
        if self.signer:
            text = f"{self.signer}：{'　' * room}"
            out.append(Para(text, align="right", before=gap, sign=self.place))
        if self.stamp:
            text = f"{self.stamp}{'　' * 5}"
            out.append(Para(text, align="right", before=3.5, seal=self.place))
        if self.date is not None:
            text, face = f"{dated(self.date)}{'　' * 2}", date_face(self.date, style)
            out.append(Para(text, face=face, align="right", before=3.0, after=2.5))
        return tuple(out)


def notes(title: str, told: Sequence[str], size: float = 10.5) -> list[Para]:
    """Return what tells how to fill the form in."""
    head = Para(title, size=size + 1.5, face="title", before=5, after=1)
    return [head, *(Para(f"{i}.{one}", size=size, after=0.8) for i, one in enumerate(told, 1))]
