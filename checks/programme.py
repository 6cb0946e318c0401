"""Programme packs: reading them from text, and binding them so that no misspelling gets through.

This floor opens no folder: pipeline hands it the text of every file with its name.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
)

from checks.about import About, House, Letterhead
from checks.calls import Attachment, Stage, Submission
from checks.findings import Severity
from checks.kinds.across import Unique
from checks.kinds.agreement import Agrees, VersionsAgree
from checks.kinds.alike import OwnFiles, OwnWords
from checks.kinds.base import Kind, RuleHead
from checks.kinds.fields import Filled, InForce, InOrder, Length, Valid, YearsSince, YearsWithin
from checks.kinds.materials import ElectronicVersion, Material
from checks.kinds.office import Copies, CorrectedInTime, IsMember, ReceivedByClosing
from checks.kinds.pictures import InColour, LaidOver, SamePicture
from checks.kinds.seals import CopyStamped, SealOfKind, SealOwner, SealPresent, Signed
from checks.kinds.straddle import StraddleSeal
from checks.kinds.sums import IdAgrees, NotMore
from extractors.formtypes import Form
from extractors.values import TYPES

Requirement = Annotated[
    ReceivedByClosing
    | CorrectedInTime
    | Copies
    | IsMember
    | Material
    | ElectronicVersion
    | Filled
    | Valid
    | Length
    | InForce
    | YearsSince
    | InOrder
    | YearsWithin
    | Agrees
    | VersionsAgree
    | SealPresent
    | SealOwner
    | SealOfKind
    | CopyStamped
    | SamePicture
    | LaidOver
    | InColour
    | Signed
    | StraddleSeal
    | NotMore
    | IdAgrees
    | Unique
    | OwnFiles
    | OwnWords,
    Field(discriminator="kind"),
]

_STRICT = ConfigDict(extra="forbid", frozen=True)
_MATERIALS = "forms/"

Model = TypeVar("Model", bound=BaseModel)


class PackError(Exception):
    """A pack that cannot be used; the message begins with file and line."""


class Award(BaseModel):
    """One thing that can be applied for, with the form that applies for it."""

    model_config = _STRICT

    id: str
    name: str
    register_names: tuple[str, ...] = Field(alias="register")
    form: str
    applicant: str
    item: str = ""
    closing: date


class Rule(BaseModel):
    """One rule: data only."""

    model_config = _STRICT

    id: str
    code: Annotated[str, Field(pattern=r"^[A-Z]\d{2}$")]
    award: tuple[str, ...]
    require: Requirement
    severity: Severity
    message: str
    remedy: str
    source: str

    def head(self) -> RuleHead:
        return RuleHead(self.id, self.code, self.severity)


@dataclass(frozen=True, slots=True)
class Programme:
    """A bound pack."""

    about: About
    house: House
    awards: tuple[Award, ...]
    forms: tuple[Form, ...]
    rules: tuple[Rule, ...]
    places: Mapping[str, str]
    letter: Letterhead
    stages: tuple[Stage, ...] = ()
    submissions: tuple[Submission, ...] = ()
    attachments: tuple[Attachment, ...] = ()

    def rule(self, rule_id: str) -> Rule:
        """The rule of an id; raises KeyError where there is none."""
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        raise KeyError(rule_id)

    def award(self, award_id: str) -> Award:
        """The award of an id; raises KeyError where there is none."""
        for award in self.awards:
            if award.id == award_id:
                return award
        raise KeyError(award_id)

    def form(self, kind: str) -> Form:
        """The form of a kind; raises KeyError where there is none."""
        for form in self.forms:
            if form.kind == kind:
                return form
        raise KeyError(kind)


class _ProgrammeFile(BaseModel):
    model_config = _STRICT

    programme: About
    house: House = House()
    letter: Letterhead = Letterhead()
    award: tuple[Award, ...]
    stage: tuple[Stage, ...] = ()
    submission: tuple[Submission, ...] = ()
    attachment: tuple[Attachment, ...] = ()


class _RulesFile(BaseModel):
    model_config = _STRICT

    rule: tuple[Rule, ...]


class _PlacesFile(BaseModel):
    model_config = _STRICT

    places: Mapping[str, str]


class _FormsFile(BaseModel):
    model_config = _STRICT

    form: tuple[Form, ...]


_FORM = TypeAdapter(Form)


def bind(files: Mapping[str, str]) -> Programme:
    """Make a programme from the text of its files; raises PackError with file and line."""
    for name in ("programme.toml", "rules.toml"):
        if name not in files:
            raise PackError(f"{name}:1: the pack has no such file")
    about = _read(_ProgrammeFile, "programme.toml", files)
    rules = _read(_RulesFile, "rules.toml", files).rule
    places = _read(_PlacesFile, "places.toml", files).places if "places.toml" in files else {}
    forms: list[Form] = []
    for name in sorted(files):
        if name.startswith(_MATERIALS) and name.endswith(".toml"):
            forms += _forms(name, files)
    programme = Programme(
        about.programme, about.house, about.award, tuple(forms), rules, places, about.letter,
        about.stage, about.submission, about.attachment,
    )  # fmt: skip
    _check_forms(programme, files)
    _check_awards(programme, files)
    _check_places(programme, files)
    _check_submissions(programme, files)
    _check_rules(programme, files)
    return programme


def _forms(name: str, files: Mapping[str, str]) -> tuple[Form, ...]:
    data = _parse(name, files[name])
    if "form" in data:
        return _read(_FormsFile, name, files).form
    try:
        return (_FORM.validate_python(data),)
    except ValidationError as error:
        raise _located(name, files[name], error) from error


def _parse(name: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        raise PackError(f"{name}:{found[1] if found else 1}: {error}") from error


def _read(model: type[Model], name: str, files: Mapping[str, str]) -> Model:
    data = _parse(name, files[name])
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise _located(name, files[name], error) from error


def _located(name: str, text: str, error: ValidationError) -> PackError:
    first = error.errors(include_url=False)[0]
    line = line_of(text, first["loc"])
    where = ".".join(str(part) for part in first["loc"])
    return PackError(f"{name}:{line}: {where}: {first['msg']}")


def line_of(text: str, path: tuple[int | str, ...]) -> int:
    """The 1-based line that a place in the data comes from: array tables are counted, then keys.

    TOML keeps no positions, so the text is walked the way the path goes; where a step cannot be
    followed the line found so far is the answer.
    """
    lines = text.split("\n")
    at, end = 0, len(lines)
    names: list[str] = []
    for index, part in enumerate(path):
        if isinstance(part, int):
            header = re.compile(rf"\s*\[\[{re.escape('.'.join(names))}\]\]")
            starts = [i for i in range(at, end) if header.match(lines[i])]
            if part < len(starts):
                at = starts[part]
                end = starts[part + 1] if part + 1 < len(starts) else end
            continue
        names.append(str(part))
        if index + 1 < len(path) and isinstance(path[index + 1], int):
            continue
        key = re.compile(rf"(\s*\[*(?:\w+\.)*|.*[{{,]\s*){re.escape(str(part))}\s*[=\]]")
        at = next((i for i in range(at, end) if key.match(lines[i])), at)
    return at + 1


def _check_forms(programme: Programme, files: Mapping[str, str]) -> None:
    seen: set[str] = set()
    for form in programme.forms:
        name, line = _place_of(files, form.kind, "kind")
        if form.kind in seen:
            raise PackError(f"{name}:{line}: form {form.kind} is defined twice")
        seen.add(form.kind)
        columns = [column for rows in form.rows for column in rows.columns]
        known = {field.name for field in form.fields} | {block.name for block in form.blocks}
        for key in form.several:
            if key not in known:
                name, line = _place_of(files, form.kind, "kind")
                raise PackError(f"{name}:{line}: {form.kind} has no field {key!r} (several)")
        for field in (*form.fields, *columns):
            if field.type not in TYPES:
                name, line = _place_of(files, field.type, "type")
                raise PackError(f"{name}:{line}: {field.name}: no field type {field.type!r}")
            if field.after and field.after not in known:
                name, line = _place_of(files, field.after, "after")
                raise PackError(f"{name}:{line}: {field.name}: no field {field.after!r} before it")


def _place_of(files: Mapping[str, str], value: str, key: str) -> tuple[str, int]:
    pattern = re.compile(rf'\s*{key}\s*=\s*"{re.escape(value)}"')
    for name in sorted(files):
        for number, line in enumerate(files[name].split("\n"), 1):
            if name.startswith(_MATERIALS) and pattern.match(line):
                return name, number
    return "forms", 1


def _check_awards(programme: Programme, files: Mapping[str, str]) -> None:
    text = files["programme.toml"]
    kinds = {form.kind: form for form in programme.forms}
    seen: set[str] = set()
    for index, award in enumerate(programme.awards):
        if award.id in seen:
            line = line_of(text, ("award", index, "id"))
            raise PackError(f"programme.toml:{line}: award {award.id!r} is defined twice")
        seen.add(award.id)
        line = line_of(text, ("award", index, "form"))
        if award.form not in kinds:
            raise PackError(f"programme.toml:{line}: no form {award.form!r}")
        names = {field.name for field in kinds[award.form].fields}
        for key in ("applicant", "item"):
            value = getattr(award, key)
            if value and value not in names:
                line = line_of(text, ("award", index, key))
                raise PackError(f"programme.toml:{line}: {award.form} has no field {value!r}")


def _check_submissions(programme: Programme, files: Mapping[str, str]) -> None:
    listed = {attachment.number for attachment in programme.attachments}
    for index, submission in enumerate(programme.submissions):
        missing = [number for number in submission.attachments if number not in listed]
        if missing:
            line = line_of(files["programme.toml"], ("submission", index, "attachments"))
            raise PackError(f"programme.toml:{line}: no attachment {missing[0]}")


def _places(programme: Programme) -> frozenset[str]:
    return frozenset(block.name for form in programme.forms for block in form.blocks)


def _check_places(programme: Programme, files: Mapping[str, str]) -> None:
    for name in programme.places:
        if name not in _places(programme):
            line = line_of(files["places.toml"], ("places", name))
            raise PackError(f"places.toml:{line}: no form has a place {name!r}")


def _check_rules(programme: Programme, files: Mapping[str, str]) -> None:
    text = files["rules.toml"]
    awards = {award.id: award for award in programme.awards}
    seen: set[str] = set()
    for index, rule in enumerate(programme.rules):
        if rule.id in seen:
            raise PackError(_rule_error(text, index, "id", f"rule id {rule.id!r} is used twice"))
        seen.add(rule.id)
        for award in rule.award:
            if award not in awards:
                raise PackError(_rule_error(text, index, "award", f"no award {award!r}"))
            problem = _unbound(rule.require, awards[award].form, programme)
            if problem:
                raise PackError(_rule_error(text, index, "require", problem))


def _rule_error(text: str, index: int, key: str, message: str) -> str:
    return f"rules.toml:{line_of(text, ('rule', index, key))}: {message}"


def _unbound(requirement: Kind, award_form: str, programme: Programme) -> str:
    """What a rule names that does not exist, or ""."""
    forms = {form.kind: form for form in programme.forms}
    for kind, names in requirement.forms_named():
        form = forms.get(kind or award_form)
        if form is None:
            return f"no form {kind!r}"
        known = {field.name for field in form.fields} | {block.name for block in form.blocks}
        known |= {rows.name for rows in form.rows}
        for name in names:
            if name not in known:
                return f"{form.kind} has no field or place {name!r}"
    places = _places(programme)
    missing = next((name for name in requirement.places_named() if name not in places), None)
    return f"no form has a place {missing!r}" if missing else ""
