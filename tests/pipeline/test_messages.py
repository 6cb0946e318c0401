"""The catalogue holds every code that the source can produce."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import checks
import extractors
import pipeline
from checks.documents import Copy
from checks.findings import Severity, Standing, Verdict
from checks.programme import Programme
from extractors.facts import Origin, Presence, Problem, Source
from extractors.signed import Coverage, Holds
from extractors.sniff import FileKind
from pipeline import messages
from pipeline.messages import problem_text, text
from pipeline.problem_words import PROBLEMS
from tests.checks.pack import programme

_CODE = re.compile(r"[a-z]+(?:-[a-z]+)+")
# Hyphenated words that are no codes.
_OTHERS = frozenset(
    {"content-disposition", "content-type", "chi-sim", "utf-8-sig", "mm-dd-yy", "m-d-yy"}
)
_INTAKE = (
    "archives",
    "ingest",
    "labels",
    "mail",
    "outlook",
    "sheets",
    "tasks",
    "unpack",
    "workers",
    "zips",
)


def _files(package: Path, names: tuple[str, ...] = ()) -> Iterator[Path]:
    for path in sorted(package.rglob("*.py")):
        if not names or path.stem in names:
            yield path


def _folder(module: object) -> Path:
    return Path(next(iter(module.__path__)))  # type: ignore[attr-defined]


def _words(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _codes(paths: Iterator[Path]) -> set[str]:
    found = {word for path in paths for word in _words(path) if _CODE.fullmatch(word)}
    return found - _OTHERS


def test_every_problem_has_its_wording() -> None:
    """Whatever code a reader or the intake gives, staff see a Chinese sentence."""
    codes = _codes(_files(_folder(extractors)))
    codes |= _codes(_files(_folder(pipeline), _INTAKE))
    assert len(codes) > 20
    assert codes - PROBLEMS.keys() - messages.REASONS.keys() == set()


def test_every_reason_has_its_wording() -> None:
    """Whatever reason a rule gives, staff see a Chinese sentence."""
    paths = list(_files(_folder(checks) / "kinds"))
    codes = _codes(iter(paths))
    for path in paths:
        codes |= set(re.findall(r'reason="(\w+)"', path.read_text("utf-8")))
        codes |= set(re.findall(r'Verdict\.\w+, "(\w+)"', path.read_text("utf-8")))
    assert len(codes) > 15
    # A rule may also name the problems of files that it weighs.
    assert codes - messages.REASONS.keys() - PROBLEMS.keys() == set()


def test_every_objection_has_its_wording() -> None:
    """What a validator objects to is shown as the reason of a doubt."""
    source = (_folder(extractors) / "values.py").read_text("utf-8")
    codes = set(re.findall(r'Parsed\([^()]*, "([a-z-]+)"', source))
    codes |= {"length", "check-digit"}
    assert codes - messages.REASONS.keys() == set()


def test_every_value_that_is_shown_has_its_word() -> None:
    """Enumerations are never shown as their English names."""
    assert set(messages.VERDICTS) == set(Verdict)
    assert set(messages.SEVERITIES) == set(Severity)
    assert set(messages.STANDINGS) == set(Standing)
    assert set(messages.PRESENCES) == set(Presence)
    assert set(messages.ORIGINS) == set(Origin)
    assert set(messages.COPIES) == set(Copy)
    assert set(messages.SOURCES) == set(Source)
    assert set(messages.COVERAGES) == set(Coverage)
    assert set(messages.INTACT) == set(messages.CHAINS) == set(Holds)
    assert set(messages.FILE_KINDS) == {kind.value for kind in FileKind}


def test_every_rule_code_has_its_heading() -> None:
    """A checklist names what each class of deficiency is about."""
    pack: Programme = programme()
    assert {rule.code for rule in pack.rules} - messages.CODES.keys() == set()


def test_all_wording_is_chinese() -> None:
    """A sentence for staff holds Chinese characters."""
    for catalogue in (PROBLEMS, messages.REASONS, messages.CODES, messages.TEXTS):
        for key, wording in catalogue.items():
            assert re.search(r"[\u4e00-\u9fff]|\{", wording), key


def test_details_are_put_into_words() -> None:
    """Sizes are shown in MB and kinds of files by their Chinese names; codes never crash."""
    large = Problem("file-too-large", (("limit", "200000000"),))
    assert "200 MB" in problem_text(large)
    other = Problem("wrong-extension", (("actual", "jpeg"), ("promised", "pdf")))
    assert "JPEG图片" in problem_text(other) and "PDF" in problem_text(other)
    assert problem_text(Problem("wrong-extension")) != ""
    assert problem_text(Problem("never-heard-of")) == "never-heard-of"
    assert "3" in text("total", total=3, complete=1, incomplete=1, unsure=1)
