"""Draw a form on sheets of A4 paper."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from samples import fonts
from samples.byhand import leave_to_pen
from samples.layout import (
    COMB_PARTS,
    Blank,
    Block,
    Cell,
    CoverLine,
    FillLine,
    Form,
    PageBreak,
    Para,
    Row,
    Table,
    ticks_in,
)
from samples.portrait import portrait
from samples.sheet import INK, Rect, Sheet, Spot, blank_sheet, put_filled, put_text, wrap
from samples.style import Style

RuledCell = tuple[int, int, int, int, Rect]  # row, column, rows, columns, place
LEADING = 1.45
BLANK_LEADING = 1.7
SAME_EDGE_MM = 1.0  # rules nearer than this are one edge to the eye


@dataclass(frozen=True, slots=True)
class Typesetter:
    """Turns model lengths into pixels for one style."""

    style: Style

    def mm(self, length: float) -> float:
        """Return millimetres as pixels."""
        return length / 25.4 * self.style.dpi

    def points(self, size: float) -> int:
        """Return points as pixels."""
        return round((size or self.style.size) / 72 * self.style.dpi)

    @property
    def rule(self) -> int:
        """Return the width of the table rules in pixels."""
        return max(1, round(self.mm(self.style.rule)))

    def sheet(self) -> Sheet:
        """Return an empty sheet."""
        return blank_sheet(self.style.dpi, tick_pen=self.style.tick_pen)

    def face(self, role: str) -> str:
        """Return the typeface of a role."""
        faces = {"hand": "kai", "body": self.style.body, "label": self.style.label}
        return faces.get(role, self.style.title)

    def height(self, para: Para, room: float) -> float:
        """Return how much room a paragraph takes, in pixels."""
        pixels = self.points(para.size)
        lines = wrap(para.text, self.face(para.face), pixels, room, para.indent)
        return len(lines) * pixels * LEADING + self.mm(para.before + para.after)

    def put(self, sheet: Sheet, para: Para, left: float, top: float, room: float) -> float:
        """Draw a paragraph and return the y below it."""
        pixels, face = self.points(para.size), self.face(para.face)
        y = top + self.mm(para.before)
        box: Rect = (left, y, left, y + pixels)
        lines, filled = wrap(para.text, face, pixels, room, para.indent), max(para.filled, 0)
        done = 0  # characters of the lines before
        for line in lines:
            wide = fonts.text_width(line, face, pixels)
            free = max(0.0, room - wide)
            x = left + {"left": 0.0, "center": free / 2, "right": free}[para.align]
            at = (x, y + pixels * 0.2)
            if para.face == "hand":
                box = (x, at[1], x + wide, at[1] + pixels)
                sheet.spots.append(Spot(line.strip(), "hand", box))
            elif para.pen:
                parts = (line[: max(0, para.filled - done)], line[max(0, para.filled - done) :])
                box = leave_to_pen(sheet, at, parts, (face, pixels, left + room))
            elif filled and len(lines) == 1 and not ticks_in(line):
                box = put_filled(sheet, at, (line[:filled], line[filled:]), face, pixels)
            else:
                box = put_text(sheet, at, line, face, pixels)
            done += len(line)
            blank_end = wide - fonts.text_width(line.rstrip(), face, pixels)
            box = (box[0], box[1], box[2] - blank_end, box[3])
            y += pixels * LEADING
            if para.sign:
                label = line[: line.find("：") + 1] or line.strip()
                end = box[0] + fonts.text_width(label, face, pixels)
                sheet.spots.append(Spot(para.sign, "sign", (box[0], box[1], end, box[3])))
        if para.seal:
            sheet.spots.append(Spot(para.seal, "seal", box))
        if para.filled == 0 and para.text.strip() and not ticks_in(para.text):
            start = box[0] if len(lines) == 1 else left
            end = box[2] if len(lines) == 1 else left + room
            sheet.fills.append((para.text, (start, top + self.mm(para.before), end, y)))
        return y + self.mm(para.after)


def draw(form: Form, style: Style, setter: Typesetter | None = None) -> list[Sheet]:
    """Draw a form; it takes as many sheets as it needs."""
    setter = setter or Typesetter(style)
    sheets = [setter.sheet()]
    top = y = setter.mm(style.margin)
    for block in form.blocks:
        if isinstance(block, PageBreak):
            sheets.append(setter.sheet())
            y = top
        elif isinstance(block, Table):
            y = put_table(sheets, setter, block, y, form.photo_seed)
        else:
            y = _put_block(sheets, setter, block, y)
    return sheets


def _put_block(sheets: list[Sheet], setter: Typesetter, block: Block, y: float) -> float:
    left = setter.mm(setter.style.margin)
    room = sheets[-1].image.width - 2 * left
    if isinstance(block, CoverLine):
        return _put_cover_line(sheets[-1], setter, block, y)
    if isinstance(block, FillLine):
        return _put_fill_line(sheets, setter, block, y)
    assert isinstance(block, Para)
    need = setter.height(block, room) + (setter.mm(24) if block.keep else 0)
    if y + need > sheets[-1].image.height - setter.mm(15):
        sheets.append(setter.sheet())
        y = setter.mm(setter.style.margin)
    return setter.put(sheets[-1], block, left, y, room)


def _put_cover_line(sheet: Sheet, setter: Typesetter, line: CoverLine, y: float) -> float:
    pixels = setter.points(15)
    left, right = setter.mm(38), sheet.image.width - setter.mm(32)
    y += setter.mm(line.before)
    face = setter.face("label")
    name = put_text(sheet, (left, y), line.label, face, pixels, note=False)
    start = name[2] + setter.mm(3)
    lines = wrap(line.value, setter.face("body"), pixels, right - start)
    for index, part in enumerate(lines):
        box = put_text(
            sheet, (start + setter.mm(2), y), part, setter.face("body"), pixels, note=False
        )
        whole = f"{line.label} {part}".strip() if index == 0 else part
        sheet.lines.append(
            (whole, (left if index == 0 else box[0], y, max(box[2], name[2]), box[3]))
        )
        rule = y + pixels * 1.3
        sheet.pen.line([(start, rule), (right, rule)], fill=INK, width=2)
        if index == 0 and line.seal:
            sheet.spots.append(Spot(line.seal, "seal", (name[0], y, box[2], box[3])))
        y += pixels * 1.6
    return y


def _put_fill_line(sheets: list[Sheet], setter: Typesetter, line: FillLine, y: float) -> float:
    left, pixels = setter.mm(setter.style.margin), setter.points(line.size)
    width = sheets[-1].image.width - 2 * left
    wrapped = [_wrapped(setter, one, pixels, one.share * width) for one in line.blanks]
    high = max(map(len, wrapped)) * pixels * BLANK_LEADING
    y += setter.mm(line.before)
    if y + high > sheets[-1].image.height - setter.mm(15):
        sheets.append(setter.sheet())
        y = setter.mm(setter.style.margin)
    for one, lines in zip(line.blanks, wrapped, strict=True):
        place = (left, y, left + one.share * width, y + pixels)
        _put_blank(sheets[-1], setter, one, lines, place, dotted=line.dotted)
        left += one.share * width
    return y + high


def _wrapped(setter: Typesetter, blank: Blank, pixels: int, width: float) -> list[str]:
    start = fonts.text_width(blank.label, setter.face("label"), pixels)
    return wrap(blank.value, setter.face("body"), pixels, width - start - setter.mm(6))


def _put_blank(
    sheet: Sheet, setter: Typesetter, blank: Blank, lines: list[str], place: Rect, *, dotted: bool
) -> None:
    """Draw a label, a rule for each line of the value, and the value over them."""
    left, y, right, bottom = place
    pixels = round(bottom - y)
    whole = put_text(sheet, (left, y), blank.label, setter.face("label"), pixels, note=False)
    x, end = whole[2] + setter.mm(1), right - setter.mm(4)
    for number, part in enumerate(lines):
        at = (x + setter.mm(1), y + number * pixels * BLANK_LEADING)
        drawn = put_text(sheet, at, part, setter.face("body"), pixels, note=False)
        _rule_below(sheet, (x, end), at[1] + pixels * 1.28, dotted=dotted)
        if number == 0:
            whole = (left, y, drawn[2] if part else whole[2], drawn[3])
            sheet.lines.append((f"{blank.label}{part}", whole))
        else:
            sheet.lines.append((part, drawn))
    if blank.value.strip() and len(lines) == 1:
        sheet.fills.append((blank.value, (x, y, end, y + pixels * 1.2)))
    if blank.seal:
        sheet.spots.append(Spot(blank.seal, "seal", whole))


def _rule_below(sheet: Sheet, span: tuple[float, float], y: float, *, dotted: bool) -> None:
    if not dotted:
        sheet.pen.line([(span[0], y), (span[1], y)], fill=INK, width=2)
        return
    step, x = sheet.dpi / 25.4 * 1.1, span[0]
    while x < span[1]:
        sheet.pen.line([(x, y), (x + step * 0.35, y)], fill=INK, width=max(2, round(step * 0.3)))
        x += step


def _groups(rows: tuple[Row, ...]) -> Iterator[tuple[Row, ...]]:
    """Split rows where no cell spans the split; heads stay with the row below."""
    group: list[Row] = []
    open_rows = 0
    for row in rows:
        group.append(row)
        open_rows = max(open_rows - 1, *(cell.rows - 1 for cell in row.cells))
        heads_next = all(cell.kind in ("title", "label") for cell in row.cells)
        if open_rows <= 0 and not heads_next:
            yield tuple(group)
            group = []
    if group:
        yield tuple(group)


def _short_groups(
    setter: Typesetter, rows: tuple[Row, ...], sheet: Sheet
) -> Iterator[tuple[Row, ...]]:
    """Groups that fit on a page: a last row that is too high goes on in rows without its label."""
    width = sheet.image.width
    most = sheet.image.height - setter.mm(setter.style.margin + 16)
    for group in _groups(rows):
        *heads, last = _row_heights(setter, group, width)
        if sum(heads) + last <= most or any(cell.rows > 1 for row in group for cell in row.cells):
            yield group
            continue
        first, *others = _parted(setter, group[-1], width, most - sum(heads))
        yield (*group[:-1], first)
        yield from ((row,) for row in others)


def _parted(setter: Typesetter, row: Row, width: float, most: float) -> Iterator[Row]:
    """A row whose last cell is too long, page by page; lines are parted where they were wrapped."""
    *labels, long = row.cells
    room = long.columns * _unit(setter, width) - setter.mm(2.6)
    lines = [
        Para(line, size=para.size, face=para.face)
        for para in long.paras
        for line in wrap(
            para.text, setter.face(para.face), setter.points(para.size), room, para.indent
        )
    ]
    many = int((most - setter.mm(2)) / setter.height(lines[0], room))
    for start in range(0, len(lines), many):
        heads = labels if start == 0 else [replace(cell, paras=(Para(""),)) for cell in labels]
        part = replace(long, paras=tuple(lines[start : start + many]))
        yield Row((*heads, part), row.height if start == 0 else 0.0)


def put_table(
    sheets: list[Sheet], setter: Typesetter, table: Table, y: float, photo_seed: int
) -> float:
    first, begun = 0, len(sheets[-1].cells)
    for group in _short_groups(setter, table.rows, sheets[-1]):
        heights = _row_heights(setter, group, sheets[-1].image.width)
        if y + sum(heights) > sheets[-1].image.height - setter.mm(16):
            _number_columns(sheets[-1], begun, setter)
            sheets.append(setter.sheet())
            y, first, begun = setter.mm(setter.style.margin), 0, 0
            if table.repeat and group[0] is not table.rows[0]:
                group = (*table.rows[: table.repeat], *group)
                heights = _row_heights(setter, group, sheets[-1].image.width)
        tops = [y]
        for height in heights:
            tops.append(tops[-1] + height)
        for index, row in enumerate(group):
            for cell in row.cells:
                box = _cell_box(
                    setter, cell, sheets[-1].image.width, tops[index], tops[index + cell.rows]
                )
                sheets[-1].cells += _ruled(cell, first + index, box)
                _put_cell(sheets[-1], setter, cell, box, photo_seed)
        y, first = tops[-1], first + len(group)
    _number_columns(sheets[-1], begun, setter)
    return y


def _ruled(cell: Cell, row: int, box: Rect) -> list[RuledCell]:
    """Return what the rules part a cell into: its squares and the rest, mostly just itself.

    Columns are in `COMB_PARTS` of the grid until they are numbered.
    """
    column, end = cell.column * COMB_PARTS, (cell.column + cell.columns) * COMB_PARTS
    edges = [column + index * cell.pitch for index in range(cell.comb + 1 if cell.comb else 1)]
    edges += [end] if edges[-1] < end else []
    part = (box[2] - box[0]) / (end - column)
    return [
        (
            row,
            one,
            cell.rows,
            other - one,
            (box[0] + (one - column) * part, box[1], box[0] + (other - column) * part, box[3]),
        )
        for one, other in pairwise(edges)
    ]


def _number_columns(sheet: Sheet, begun: int, setter: Typesetter) -> None:
    """Count columns by the edges that this page's part of a table really shows."""
    part = sheet.cells[begun:]
    near = setter.mm(SAME_EDGE_MM) / _unit(setter, sheet.image.width) * COMB_PARTS
    number: dict[int, int] = {}
    last = count = -1
    for edge in sorted({edge for _, at, _, wide, _ in part for edge in (at, at + wide)}):
        if count < 0 or edge - last > near:
            last, count = edge, count + 1
        number[edge] = count
    sheet.cells[begun:] = [
        (row, number[at], rows, number[at + wide] - number[at], box)
        for row, at, rows, wide, box in part
    ]


def _unit(setter: Typesetter, width: float) -> float:
    return (width - 2 * setter.mm(setter.style.margin)) / 24


def _cell_box(setter: Typesetter, cell: Cell, width: float, top: float, bottom: float) -> Rect:
    left, unit = setter.mm(setter.style.margin), _unit(setter, width)
    return (left + cell.column * unit, top, left + (cell.column + cell.columns) * unit, bottom)


def _needs(setter: Typesetter, cell: Cell, width: float) -> float:
    if cell.kind == "photo":
        return setter.mm(42)
    room = cell.columns * _unit(setter, width) - setter.mm(2.6)
    return sum(setter.height(para, room) for para in cell.paras) + setter.mm(2)


def _row_heights(setter: Typesetter, rows: tuple[Row, ...], width: float) -> list[float]:
    heights = [
        max([setter.mm(row.height)] + [_needs(setter, c, width) for c in row.cells if c.rows == 1])
        for row in rows
    ]
    for index, row in enumerate(rows):
        for cell in row.cells:
            if cell.rows > 1:
                missing = _needs(setter, cell, width) - sum(heights[index : index + cell.rows])
                if missing > 0:
                    heights[index + cell.rows - 1] += missing
    return heights


def _put_cell(sheet: Sheet, setter: Typesetter, cell: Cell, box: Rect, photo_seed: int) -> None:
    sheet.pen.rectangle(box, outline=INK, width=setter.rule)
    left, top, right, bottom = box
    if cell.kind == "photo":
        _put_photo(sheet, setter, cell, box, photo_seed)
        return
    if cell.comb:
        _put_comb(sheet, setter, cell, box)
        return
    pad = setter.mm(1.3)
    room = right - left - 2 * pad
    total = sum(setter.height(para, room) for para in cell.paras)
    y = (
        top + setter.mm(1)
        if cell.valign == "top"
        else max(top + setter.mm(0.6), (top + bottom - total) / 2)
    )
    for para in cell.paras:
        y = setter.put(sheet, para, left + pad, y, room)


def _put_comb(sheet: Sheet, setter: Typesetter, cell: Cell, box: Rect) -> None:
    """Rule the squares and print one character into each; the text is one line of the sheet."""
    pixels, face, text = setter.points(0), setter.face("body"), cell.paras[0].text
    y = (box[1] + box[3] - pixels * 1.05) / 2
    placed: list[Rect] = []
    for index, (*_, square) in enumerate(_ruled(cell, 0, box)[: cell.comb]):
        sheet.pen.rectangle(square, outline=INK, width=setter.rule)
        if text:
            wide = fonts.text_width(text[index], face, pixels)
            at = ((square[0] + square[2] - wide) / 2, y)
            placed.append(put_text(sheet, at, text[index], face, pixels, note=False))
    if placed:
        sheet.lines.append((text, (*placed[0][:2], *placed[-1][2:])))
        sheet.fills.append((text, sheet.lines[-1][1]))


def _put_photo(sheet: Sheet, setter: Typesetter, cell: Cell, box: Rect, seed: int) -> None:
    if not seed:
        setter.put(sheet, cell.paras[0], box[0], (box[1] + box[3]) / 2, box[2] - box[0])
        return
    width = min(box[2] - box[0] - setter.mm(2), setter.mm(26))
    picture = portrait(seed, round(width), round(width * 1.35))
    height = min(picture.height, round(box[3] - box[1] - setter.mm(1.5)))
    picture = picture.resize((round(height / 1.35), height))
    sheet.image.paste(
        picture,
        (
            round((box[0] + box[2] - picture.width) / 2),
            round((box[1] + box[3] - picture.height) / 2),
        ),
    )
