"""The page of rule kinds that authors of packs read, made from the classes themselves."""

from __future__ import annotations

import inspect
from typing import Any, get_args

from checks.kinds.base import Kind
from checks.programme import Requirement

_HEAD = """# Rule kinds

What a rule of a programme pack may demand: `require = {{ kind = "…", … }}` in `rules.toml`.
There are {count}. Made from the classes in this folder by `yushen programme kinds`; a test
holds it against them.

A rule answers met, unmet or unsure. Unsure is only said where the doubt could change the
verdict, and goes to people. A form named `""` is the award's own.
"""


def kinds() -> tuple[type[Kind], ...]:
    """Every kind that a rule may have, by name."""
    union = get_args(Requirement)[0]
    return tuple(sorted(get_args(union), key=_name))


def page() -> str:
    """The page in Markdown."""
    found = kinds()
    return "\n".join([_HEAD.format(count=len(found)), *map(_entry, found)])


def _name(kind: type[Kind]) -> str:
    return str(get_args(kind.model_fields["kind"].annotation)[0])


def _entry(kind: type[Kind]) -> str:
    lines = [f"## `{_name(kind)}`", "", _words(kind.__doc__)]
    how = _words(kind.judge.__doc__)
    if how:
        lines += ["", how]
    parameters = {name: one for name, one in kind.model_fields.items() if name != "kind"}
    if parameters:
        lines += ["", "| parameter | type | default |", "|---|---|---|"]
        lines += [
            f"| `{name}` | {_type(one)} | {_default(one)} |" for name, one in parameters.items()
        ]
    return "\n".join([*lines, ""])


def _words(doc: str | None) -> str:
    return " ".join(inspect.cleandoc(doc or "").split())


def _type(field: Any) -> str:
    annotation = field.annotation
    name = annotation.__name__ if isinstance(annotation, type) and not get_args(annotation) else ""
    shown = name or str(annotation).replace("typing.", "")
    return f"`{shown}`".replace("|", "\\|") + (" > 0" if "Gt(gt=0)" in str(field.metadata) else "")


def _default(field: Any) -> str:
    return "required" if field.is_required() else f"`{field.default!r}`"
