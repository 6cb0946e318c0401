"""Names for what was found: known labels have one, others get a number."""

from __future__ import annotations

import re
from dataclasses import replace

from checks.drafting.drafts import DraftBlock, DraftField, DraftForm, DraftRows
from checks.drafting.found import Found, FoundBlock, FoundField, FoundList, FoundPhoto
from checks.drafting.labels import is_known, meaning_of
from checks.drafting.lists import is_year
from checks.drafting.walk import NO_OPTION_LABEL
from extractors.language import label_key

_NO_NAME = "a number for a name: give it one that says what it is"
_GUESSED = "uncertain: type guessed from the words of the label"
_GUESSED_TEXT = "uncertain: nothing says what type it has"
_ONE_CHOICE = 'uncertain: one choice assumed; "enums" allows several'
_YES_NO = ({"是", "否"}, {"有", "无"})

_BLOCKS = (
    (r"推荐.*意见|推荐单位|推荐部门", "recommender_opinion"),
    (r"本人.*(?:承诺|声明)|个人.*(?:承诺|声明)|申报人.*(?:承诺|声明)", "self_declaration"),
    (r"声明|承诺", "declaration"),
    (r"(?:协会|质协|学会|审定|评审|评委|专家|主管|审批|委员会|领导小组).*", "office_opinion"),
    (r"(?:所在|工作)单位.*意见", "employer_opinion"),
    (r"(?:申报|申请|报名|组织|企业|单位).*意见", "org_opinion"),
)
# By the words of their headings, in this order; a table with columns of years comes first.
_LISTS = (
    (r"证书", "certificates"),
    (r"^起|^止|经历|起止", "work_history"),
    (r"授予|颁", "honours"),
    (r"^姓名$", "contributors"),
)


class _Names:
    """Hands out each name once; the second of a kind gets a number."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, wanted: str) -> str:
        name, number = wanted, 1
        while name in self._taken or f"{name}_date" in self._taken:
            number += 1
            name = f"{wanted}_{number}"
        self._taken.add(name)
        return name

    def number(self, stem: str) -> str:
        """The next free numbered name."""
        number = 1
        while f"{stem}_{number}" in self._taken:
            number += 1
        return self.take(f"{stem}_{number}")

    def year(self) -> str:
        """y1, y2 and so on, for the columns of years."""
        number = 1
        while f"y{number}" in self._taken:
            number += 1
        return self.take(f"y{number}")


def named(form: DraftForm, found: tuple[Found, ...]) -> DraftForm:
    """The form with everything that was found on it, in its order."""
    names = _Names()
    fields: list[DraftField] = []
    rows: list[DraftRows] = []
    blocks: list[DraftBlock] = []
    notes = list(form.notes)
    seen: dict[str, str] = {}  # label -> where the last one with it stands
    covers: dict[str, int] = {}
    before = ""
    for one in found:
        if isinstance(one, FoundPhoto):
            notes.append(f"{one.label}: a place for a photo; no field type reads one")
        elif isinstance(one, FoundList):
            rows.append(_rows(one, names))
        elif isinstance(one, FoundBlock):
            blocks.append(_block(one, names, form))
            before = blocks[-1].name if blocks[-1].whole == "cell" else before
        else:
            key = label_key(one.label)
            if key in covers and not one.cover:
                # On the cover and in a table: one field, which may stand in either.
                at = covers.pop(key)
                fields[at] = replace(fields[at], cover=False)
                continue
            if key in seen and (one.office or one.cover or not before or before == seen[key]):
                continue
            first, *others = _span(one, names) if one.span else (_field(one, names),)
            fields += [replace(first, after=before) if key in seen else first, *others]
            if one.cover and not one.office:
                covers[key] = len(fields) - 1 - len(others)
            seen[key] = before = first.name
    return replace(
        form, fields=tuple(fields), rows=tuple(rows), blocks=tuple(blocks), notes=tuple(notes)
    )


def _field(one: FoundField, names: _Names) -> DraftField:
    meaning = meaning_of(one.label, roomy=one.roomy)
    kind, notes = meaning.type, list(one.notes)
    if one.options:
        kind = _choice_type(one)
        if kind == "enum" and not is_known(one.label):
            notes.append(_ONE_CHOICE)
    elif kind in ("enum", "bool"):
        options = "男女" if meaning.name == "sex" else ""
        return _typed(one, "enum" if options else "text", tuple(options), names, notes)
    elif not meaning.sure and not one.office:
        notes.append(_GUESSED_TEXT if kind == "text" else _GUESSED)
    return _typed(one, kind, one.options if kind in ("enum", "enums") else (), names, notes)


def _span(one: FoundField, names: _Names) -> tuple[DraftField, DraftField]:
    """The first and the last day, which share a label and a place."""
    label, cover, notes = one.label, one.cover, one.notes
    first = DraftField(names.take("start_on"), label, "date", cover=cover, notes=notes)
    last = DraftField(names.take("end_on"), label, "period_end", cover=cover, notes=notes)
    return first, last


def _typed(
    one: FoundField, kind: str, options: tuple[str, ...], names: _Names, notes: list[str]
) -> DraftField:
    meaning = meaning_of(one.label, roomy=one.roomy)
    stem = "choice" if one.options and not meaning.name else "field"
    name = names.take(meaning.name) if meaning.name else names.number(stem)
    if not meaning.name:
        notes.append(_NO_NAME)
    return DraftField(
        name=name,
        label=one.label,
        type="text" if one.office else kind,
        options=() if one.office else options,
        office=one.office,
        personal=meaning.personal,
        required=meaning.required and not one.office and NO_OPTION_LABEL not in one.notes,
        cover=one.cover,
        pattern=_pattern(one.label, kind) if one.inner and not one.office else "",
        most=_most(f"{one.label} {one.hints}"),
        notes=tuple(notes),
    )


def _pattern(label: str, kind: str) -> str:
    """Reads a value behind a label that is not the first of its line."""
    value = ".{4,14}" if kind == "date" else r"\S{1,40}"
    return f"{re.escape(label_key(label))}[:：] ?({value})"


def _most(text: str) -> int:
    """The most characters that a hint allows: 200字以内, 不超过3000字, 限1500字."""
    match = re.search(r"(\d{2,6})个?(?:汉?字|字符)(?:以内|之内|左右)?", text)
    return int(match[1]) if match else 0


def _choice_type(one: FoundField) -> str:
    if set(one.options) in _YES_NO:
        return "bool"
    several = one.several or bool(re.match("拟|参加", label_key(one.label)))
    return "enums" if several else "enum"


def _rows(one: FoundList, names: _Names) -> DraftRows:
    table, own = one.table, _Names()
    columns = tuple(_column(head, own, bool(table.years)) for head in table.headings)
    stem = "indicators" if len(table.years) > 1 else _list_name(table.headings)
    notes = [f"under: {table.title}"] if table.title else []
    if table.doubtful:
        notes.append("uncertain: a single row; if it does not repeat, make its columns fields")
    if not stem:
        notes.append(_NO_NAME)
    name = names.take(stem) if stem else names.number("table")
    return DraftRows(name, columns, required=False, notes=tuple(notes))


def _list_name(headings: tuple[str, ...]) -> str:
    for pattern, name in _LISTS:
        if any(re.search(pattern, head) for head in headings):
            return name
    return ""


def _column(head: str, names: _Names, yearly: bool) -> DraftField:
    if is_year(head):
        return DraftField(names.year(), head, "number")
    if not head:
        note = "uncertain: the corner is empty; this is what it seems to head"
        return DraftField(names.take("name"), "项目", "text", notes=(note,))
    if yearly and label_key(head) == "单位":
        return DraftField(names.take("unit"), head, "text")
    meaning = meaning_of(head)
    notes = () if meaning.sure else (_GUESSED if meaning.type != "text" else _GUESSED_TEXT,)
    kind = "text" if meaning.type in ("enum", "bool", "richtext") else meaning.type
    if meaning.name:
        return DraftField(names.take(meaning.name), head, kind, notes=notes)
    return DraftField(names.number("column"), head, kind, notes=(*notes, _NO_NAME))


def _block(one: FoundBlock, names: _Names, form: DraftForm) -> DraftBlock:
    if one.cover:
        return DraftBlock(names.take("cover"), "", whole="cover", sealed=True, dated=False)
    if not one.label and not one.text:
        name = names.take(form.kind or "foot")
        return DraftBlock(
            name, "", one.signatures, "page", one.dated, text=False, sealed=one.sealed
        )
    key = label_key(one.label)
    stem = next((name for pattern, name in _BLOCKS if re.search(pattern, key)), "")
    name = names.take(stem) if stem else names.number("block")
    notes = one.notes if stem else (*one.notes, _NO_NAME)
    office = one.office or stem == "office_opinion"
    return DraftBlock(
        name, one.label, one.signatures, "cell", one.dated, one.text, one.sealed, office, notes
    )
