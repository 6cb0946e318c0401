"""Parts of the forms in the layout kept aside: the reader is never tuned on it.

Another office's habits: a label above its value or in one cell with it, blanks over dots outside
any table, boxes and brackets behind the word, opinions that fill the width of the page.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from samples.forms_shared import in_squares
from samples.layout import (
    COMB_PARTS,
    EMPTY_BOX,
    MARK,
    UNITS,
    Blank,
    Block,
    Cell,
    FillLine,
    PageBreak,
    Para,
    Row,
    Table,
    Value,
    Values,
    label,
    ticks_in,
    value,
)
from samples.style import ASIDE, OTHER_DATES, Style, word

NO_DATE = "　　　年　　月　　日"
Head = tuple[str, str, int]  # key, label, units
Named = dict[str, Value]


def aside_style(style: Style, rng: random.Random) -> Style:
    """Return an applicant's looks in this layout: its own ways to write dates and choices."""
    return replace(
        style,
        layout=ASIDE,
        dates=rng.choice((*OTHER_DATES, "cjk")),
        boxes=rng.choice(("behind", "behind", "brackets")),
    )


def reticked(values: Values, style: Style) -> Values:
    """Return values with the box of each choice behind its word, or brackets in its stead."""
    return {
        name: replace(one, shown=_behind(one.shown, style)) if ticks_in(one.shown) else one
        for name, one in values.items()
    }


def _behind(shown: str, style: Style) -> str:
    marks = (f"（{MARK}）", "（　）") if style.boxes == "brackets" else (style.ticked, EMPTY_BOX)
    return "　".join(
        f"{name}{marks[0] if ticked else marks[1]}" for name, ticked, _ in ticks_in(shown)
    )


def inline(name: str, shown: str, column: int, columns: int) -> Cell:
    """Return a cell with label and value behind a colon."""
    return Cell((Para(f"{name}：{shown}", filled=len(name) + 1),), column, columns)


def beneath(name: str, shown: str, column: int = 0, columns: int = UNITS) -> Cell:
    """Return a cell with the label in its first line and the value below."""
    body = tuple(Para(part, indent=True, filled=0) for part in shown.split("\n"))
    return Cell((Para(f"{name}：", face="label", after=1.0), *body), column, columns)


def beside(*named: tuple[str, str], height: float = 9.0) -> Row:
    """Return a row of one label and value, or of two pairs."""
    name_units, per, cells = (6, UNITS, []) if len(named) == 1 else (5, 12, list[Cell]())
    for place, (name, shown) in enumerate(named):
        start = place * per
        cells += [
            label(name, start, name_units),
            value(shown, start + name_units, per - name_units),
        ]
    return Row(tuple(cells), height)


def code_row(name: str, shown: str, style: Style, left: int = 0) -> Row:
    """Return a row with a code, in squares where the style has them."""
    room = UNITS - left - 6
    cell, pitch = value(shown, left + 6, room), min(9, room * COMB_PARTS // 18)
    squares = in_squares("uscc", cell, pitch) if style.comb else cell
    return Row((label(name, left, 6), squares), 9.5)


def above(heads: Sequence[Head], values: Named, left: int = 0) -> list[Row]:
    """Return labels in one row and their values below."""
    names, shown, column = [], [], left
    for key, name, units in heads:
        names.append(label(name, column, units))
        shown.append(value(values[key].shown, column, units, align="center"))
        column += units
    return [Row(tuple(names), 8.0), Row(tuple(shown), 10.0)]


def titled(title: str, rows: Sequence[Row], columns: int) -> list[Row]:
    """Return rows with one label merged over all of them at their left."""
    first = label(title, 0, columns, len(rows))
    return [Row((first, *rows[0].cells), rows[0].height), *rows[1:]]


def heading(text: str) -> Para:
    """Return the heading of a part, outside any table."""
    return Para(text, size=13, face="label", before=5, after=2, keep=True)


def blanks(*named: tuple[str, str], style: Style, size: float = 0.0, seal: str = "") -> FillLine:
    """Return blanks of equal width beside each other; a seal goes over the first."""
    made = (Blank(f"{name}：", shown, 1 / len(named)) for name, shown in named)
    first, *rest = made
    return FillLine((replace(first, seal=seal), *rest), style.words % 3 != 0, size)


def prose(named: Sequence[tuple[str, str]], values: Values) -> list[Row]:
    """Return free texts, each in a cell over the whole width with its title in it."""
    return [Row((beneath(title, values[name].shown),), 32.0) for name, title in named]


@dataclass(frozen=True, slots=True)
class Statement:
    """An opinion or a promise; `place` is empty where nobody signed it."""

    title: str
    text: str
    place: str
    signer: str
    sealed: str  # the label of the seal, empty where none belongs
    date: str

    def paras(self, style: Style) -> tuple[Para, ...]:
        """Return what follows the title."""
        seal = (Para(f"{self.sealed}　　", align="right", seal=self.place),) if self.sealed else ()
        written = style.hand_dates and self.date
        return (
            Para(self.text, indent=True, after=4.0, filled=0),
            Para(f"{self.signer}：　　　　　　　　　", align="right", sign=self.place, after=3.0),
            *seal,
            Para(
                (self.date or NO_DATE) + "　　",
                align="right",
                face="hand" if written else "body",
                before=2.0,
            ),
        )

    def cell(self, style: Style, column: int = 0, columns: int = UNITS) -> Cell:
        """Return a cell with the title in its first line."""
        title = Para(f"{self.title}：", face="label", after=2.0)
        return Cell((title, *self.paras(style)), column, columns, valign="top")

    def unruled(self, style: Style) -> list[Block]:
        """Return the statement as plain paragraphs under a centred title."""
        title = Para(
            self.title, size=15, face="title", align="center", before=9, after=4, keep=True
        )
        return [title, *(replace(one, size=12.0, keep=True) for one in self.paras(style))]


def recommendation(values: Values, style: Style, date: str) -> Statement:
    """Return the recommender's opinion; blank or 无, it is neither signed nor dated."""
    said = values["recommender_opinion"].shown
    filled = said not in ("", "无")
    title = word(style, "推荐部门意见", "推荐单位（行业、集团、区质协）意见")
    place = "recommender_opinion" if filled else ""
    return Statement(
        title, said, place, "负责人（签名）", "（推荐单位盖章）", date if filled else ""
    )


def office(style: Style) -> Statement:
    """Return the organiser's own opinion, which the applicant leaves blank."""
    title = word(style, "市质量协会审核意见", "评审机构意见", "上海市质量协会意见")
    return Statement(title, "", "", "经办人", "（盖章）", "")


HINTS = (
    "一、本表由申报者如实填写，不得空缺；确无内容的填“无”，并说明原因。",
    "二、选择项在相应的方框或括号内打“√”。",
    "三、年度指标填报申报前三个完整年度的数据，货币单位为人民币万元。",
    "四、一律用A4纸打印，左侧装订，一式三份（正本一份、副本二份），同时报送电子版。",
    "五、签名须由本人手写，盖章须用单位公章。",
)


def front(title: str, lines: Sequence[Block], style: Style) -> list[Block]:
    """Return the cover, and the hints for filling in the form on a page of their own."""
    return [
        Para("登记编号（质协填写）：＿＿＿＿＿＿＿＿", size=12, face="label", align="right"),
        Para("", size=36),
        Para("上海市质量管理奖", size=30, face="title", align="center", after=3),
        Para(title, size=30, face="title", align="center", after=5),
        Para("（2021年度）", size=18, face="title", align="center", after=40),
        *lines,
        Para("上海市质量协会编印", size=14, face="label", align="center", before=46),
        PageBreak(),
        Para("填　报　说　明", size=18, face="title", align="center", before=8, after=8),
        *(Para(one, size=13, after=3) for one in HINTS),
        PageBreak(),
    ]


def table(*rows: Row) -> Table:
    """Return rows as a table."""
    return Table(rows)
