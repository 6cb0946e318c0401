"""Parts that the forms share: packing labelled fields into rows, opinion blocks, small tables."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from samples.identities import Org
from samples.layout import (
    UNITS,
    Block,
    Cell,
    Para,
    Row,
    Table,
    Value,
    Values,
    label,
    value,
)
from samples.layout_parts import beside, heads, lines
from samples.style import Style, spaced, word


@dataclass(frozen=True, slots=True)
class Entry:
    """A labelled field of a form; `wide` takes a row of its own."""

    name: str
    labels: tuple[str, ...]
    wide: bool = False
    height: float = 9.0


def entry(name: str, *labels: str, wide: bool = False, height: float = 9.0) -> Entry:
    """Return an entry; the labels are variants of which a style picks one."""
    return Entry(name, labels, wide, height)


COMBS = {"uscc": 18, "contact_phone": 11, "phone": 11, "leader_phone": 11}


def in_squares(name: str, cell: Cell, pitch: int) -> Cell:
    """Return a value cell parted into squares, where the field has them and the value fits."""
    shown, squares = cell.paras[0].text, COMBS.get(name, 0)
    fits = not shown or (len(shown) == squares and shown.isalnum())
    return replace(cell, comb=squares, pitch=pitch) if squares and fits else cell


def grid(
    entries: Sequence[Entry], values: Values, style: Style, *, title: str = "", pairs: int = 2
) -> list[Row]:
    """Pack entries into rows of `pairs` label/value pairs; a title fills a merged left column."""
    left = 2 if title else 0
    units = UNITS - left
    per = units // pairs
    name_units = 4 if pairs == 2 else 6
    packed: list[list[Entry]] = []
    for one in entries:
        last = packed[-1] if packed else []
        if last and not one.wide and not last[0].wide and len(last) < pairs:
            last.append(one)
        else:
            packed.append([one])
    rows: list[Row] = []
    for index, group in enumerate(packed):
        cells = [label(title, 0, left, len(packed), kind="title")] if title and index == 0 else []
        for place, one in enumerate(group):
            start = left + place * per
            end = UNITS if place == len(group) - 1 else start + per
            text = spaced(style, word(style, *one.labels))
            cells.append(label(text, start, name_units))
            filled = value(values[one.name].shown, start + name_units, end - start - name_units)
            # A mobile number's squares fill the value's room in half a row; all are as wide.
            cells.append(in_squares(one.name, filled, per - name_units) if style.comb else filled)
        rows.append(Row(tuple(cells), max(one.height for one in group)))
    return rows


def banner(text: str) -> Row:
    """Return a row that is one cell with a section title."""
    return Row((label(text, 0, UNITS, kind="title"),), 9.0)


def assemble(parts: Sequence[tuple[str, Sequence[Row]]], style: Style) -> list[Block]:
    """Return headed parts as one long table, or (layout 2) as a table for each part."""
    if style.layout == 2:
        out: list[Block] = []
        for head, part in parts:
            out += [
                Para(head, size=13, face="label", before=4, after=2, keep=True),
                Table(tuple(part)),
            ]
        return out
    return [Table(tuple(row for head, part in parts for row in (banner(head), *part)))]


def text_block(name: str, title: str, values: Values, height: float = 30.0) -> Row:
    """Return a row with a title at the left and free text at the right."""
    paras = tuple(Para(part, indent=True, filled=0) for part in values[name].shown.split("\n"))
    return Row((label(title, 0, 4), Cell(paras, 4, UNITS - 4)), height)


def listing(
    columns: Sequence[tuple[str, str, int]],
    rows: Sequence[dict[str, Value]],
    *,
    left: int = 0,
    title: str = "",
    spare: int = 0,
    height: float = 8.0,
) -> list[Row]:
    """Return a table with heads: columns are (key, head, units); `spare` empty rows follow."""
    body = lines(columns, rows, left=left, spare=spare, height=height)
    out = [heads(*columns, left=left, height=height), *body]
    return beside(title, out, left) if title else out


@dataclass(frozen=True, slots=True)
class Opinion:
    """What stands in an opinion block; `seal` and `sign` name the places, empty for none."""

    title: str
    text: str
    place: str
    signer: str  # the label of the signature
    date: str  # as written, "" leaves 年 月 日
    seal_label: str = "（公章）"
    hand: bool = False  # the date is written by hand


def opinion(block: Opinion, height: float = 44.0) -> Row:
    """Return an opinion block: title, text, signature, seal, date."""
    blank_date = "　　年　　月　　日"
    paras = (
        Para(block.text, indent=True, after=5.0, filled=0),
        Para(
            f"{block.signer}：　　　　　　　　　{block.seal_label}",
            align="center",
            sign=block.place,
            seal=block.place,
            after=2.0,
        ),
        Para(
            (block.date or blank_date) + "　　　",
            align="right",
            face="hand" if block.hand and block.date else "body",
        ),
    )
    return Row((label(block.title, 0, 4), Cell(paras, 4, UNITS - 4)), height)


def shared_values(org: Org, style: Style) -> Values:
    """Return the shared block's values for an organisation."""
    joint = ("、", "/", "；", "、")[style.words % 4]
    return {
        "org_name": Value(org.name, org.name),
        "uscc": Value(org.uscc, org.uscc),
        "legal_rep_name": Value(org.legal_rep, org.legal_rep),
        "address": Value(org.address, org.address),
        "postcode": Value(org.postcode, org.postcode),
        "contact_name": Value(org.contact.name, org.contact.name),
        "contact_title": Value(org.contact_title, org.contact_title),
        "contact_phone": Value(joint.join(org.phones), [p.replace("-", "") for p in org.phones]),
        "fax": Value(org.fax, [org.fax]),
        "email": Value(org.contact.email, org.contact.email),
    }


ORG_NAME = entry("org_name", "单位名称", "组织名称", "申报单位", "企业（组织）名称", wide=True)
USCC = entry("uscc", "统一社会信用代码", "统一社会信用代码", "社会信用代码", wide=True)
LEGAL_REP = entry("legal_rep_name", "法定代表人", "法人代表", "法定代表人（负责人）")
ADDRESS = entry("address", "单位地址", "通讯地址", "通信地址", "地址", wide=True)
POSTCODE = entry("postcode", "邮政编码", "邮编")
CONTACT = entry("contact_name", "联系人", "联系人姓名", "联系人")
CONTACT_TITLE = entry("contact_title", "部门/职务", "职务", "部门及职务")
PHONE = entry("contact_phone", "联系电话", "联系电话（手机）", "电话/手机", "联系电话")
FAX = entry("fax", "传真", "传真号码")
EMAIL = entry("email", "电子邮箱", "邮箱", "电子邮件", "E-mail")
