"""Count what a draft found of the places that a blank form has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from extractors.formtypes import Form, Rows
from extractors.language import label_key
from tests.drafting.places import Asked, Place

_LEAST = 0.5  # of a drafted table's headings are those of one table of the form


@dataclass(frozen=True, slots=True)
class Score:
    """What was found of one form: names of values, and labels of what the form does not have.

    `columns` are those of `found` that stand in repeating tables. `in_tables` are names of single
    values that the draft has as a column of a table: they are missed, and told apart.
    """

    found: tuple[str, ...]
    missed: tuple[str, ...]
    in_tables: tuple[str, ...]
    false_fields: tuple[str, ...]
    false_tables: tuple[str, ...]

    @property
    def asked(self) -> int:
        return len(self.found) + len(self.missed)


def score(asked: Asked, forms: Sequence[Form]) -> Score:
    """Compare by labels; each drafted field speaks for one place, however many names it has."""
    singles = {name: places for name, places in asked.named.items() if "." not in name}
    tables = [rows for form in forms for rows in form.rows]
    drafted = [one.labels for form in forms for one in form.fields]
    drafted += [one.labels for form in forms for one in form.blocks if one.labels]
    labels = [frozenset(map(label_key, one)) for one in drafted]
    unlabelled = any(not block.labels for form in forms for block in form.blocks)
    places = _places(asked.named.values())
    speaks = _matched(labels, places)
    held = {places[at].at for at in speaks.values()}
    found = [
        name
        for name, stands in asked.named.items()
        if any(one.at in held or (one.block and not one.ruled and unlabelled) for one in stands)
    ]
    true, false = _tables(asked, tables)
    found += [name for name in dict.fromkeys(true) if name not in found]
    missed = [name for name in asked.named if name not in found]
    columns = {label_key(one) for rows in tables for c in rows.columns for one in c.labels}
    in_tables = [n for n in missed if n in singles and _known(singles[n]) & columns]
    spare = [one for at, one in enumerate(labels) if at not in speaks]
    open_ = _known(asked.others) | _known(places)
    return Score(
        tuple(found),
        tuple(missed),
        tuple(in_tables),
        tuple("/".join(sorted(one)) for one in spare if not one & open_) + _unlabelled(forms),
        tuple(_shown(rows) for rows in false),
    )


def _unlabelled(forms: Sequence[Form]) -> tuple[str, ...]:
    """Places to sign in a cell that nothing names: no reader can find them."""
    blocks = (block for form in forms for block in form.blocks)
    return tuple(one.name for one in blocks if one.whole == "cell" and not one.labels)


def _places(named: Iterable[tuple[Place, ...]]) -> list[Place]:
    """Each place once, with the labels that any of its names goes by."""
    merged: dict[tuple[int, ...], Place] = {}
    for place in (place for places in named for place in places):
        before = merged.get(place.at)
        labels = (*before.labels, *place.labels) if before else place.labels
        merged[place.at] = replace(place, labels=labels)
    return list(merged.values())


def _known(places: Iterable[Place]) -> frozenset[str]:
    return frozenset(key for place in places for key in place.known_as)


def _matched(labels: Sequence[frozenset[str]], places: Sequence[Place]) -> dict[int, int]:
    """Which drafted field speaks of which place: as many as can be, each once (Kuhn's way)."""
    speaker: dict[int, int] = {}

    def try_one(field: int, tried: set[int]) -> bool:
        for at, place in enumerate(places):
            if at in tried or not labels[field] & place.known_as:
                continue
            tried.add(at)
            if at not in speaker or try_one(speaker[at], tried):
                speaker[at] = field
                return True
        return False

    for field in range(len(labels)):
        try_one(field, set())
    return {field: at for at, field in speaker.items()}


def _tables(asked: Asked, tables: Sequence[Rows]) -> tuple[list[str], list[Rows]]:
    """Columns that were drafted as such, and tables that are none of the form's, or one again."""
    wanted: dict[str, dict[str, frozenset[str]]] = {}
    for name, places in asked.named.items():
        if "." in name:
            wanted.setdefault(name.split(".")[0], {})[name] = _known(places)
    found: list[str] = []
    false = []
    seen: set[frozenset[frozenset[str]]] = set()
    for rows in tables:
        heads = [frozenset(map(label_key, column.labels)) for column in rows.columns]
        columns = max(wanted.values(), key=lambda one: len(_headed(one, heads)), default={})
        known = frozenset(key for keys in columns.values() for key in keys)
        headed = sum(bool(head & known) or head == {"序号"} for head in heads)
        if headed >= _LEAST * len(heads) and frozenset(heads) not in seen:
            found += _headed(columns, heads)
            seen.add(frozenset(heads))
        else:
            false.append(rows)
    return found, false


def _headed(columns: dict[str, frozenset[str]], heads: Sequence[frozenset[str]]) -> list[str]:
    return [name for name, keys in columns.items() if any(keys & head for head in heads)]


def _shown(rows: Rows) -> str:
    return " | ".join(column.labels[0] if column.labels else "" for column in rows.columns)
