"""The second opinion: who is asked about what, what the answer is worth, and that it may fail."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from extractors.ocr import rapid, second
from extractors.ocr.engine import EngineMissingError, PageImage, Recognised
from extractors.ocr.second import TesseractStrips, heard, second_reader, weighed
from tests.extractors.drawing import sheet, words

_ADDRESS = "quality85@mail.example"


@dataclass
class FakeSecond:
    """Says the same of every strip; None stands for a failure. `asked` counts strips by call."""

    says: str | None
    identity: str = "fake-1"
    asked: list[int] = field(default_factory=list)

    def opinions(self, strips: Sequence[PageImage]) -> tuple[str, ...] | None:
        self.asked.append(len(strips))
        return None if self.says is None else (self.says,) * len(strips)


def _heard(reader: FakeSecond, *read: Recognised) -> tuple[Recognised, ...]:
    return heard([sheet(80, 20)] * len(read), read, reader)


def _reading(text: str = _ADDRESS, confidence: float = 0.59) -> Recognised:
    return Recognised(text, confidence, ())


def test_agreement_raises_and_disagreement_lowers_a_disputed_line() -> None:
    (agreed,) = _heard(FakeSecond("quality85 @mail.example"), _reading())
    (denied,) = _heard(FakeSecond("quality850mail.example"), _reading())
    assert agreed.text == denied.text == _ADDRESS
    assert denied.confidence < 0.2 < 0.59 < agreed.confidence < 0.8


def test_agreement_keeps_what_was_not_in_dispute() -> None:
    assert weighed(_reading(confidence=0.97), _ADDRESS).confidence == 0.97
    assert weighed(_reading(confidence=0.97), "quality").confidence < 0.6


@pytest.mark.parametrize(
    "reading",
    [
        _reading(confidence=0.99),
        _reading(confidence=0.2),
        _reading("021-58662205"),
        _reading("03220E39486R0M"),
        _reading("证书编号：abc0125"),
        _reading("abc"),
        _reading("a-line-of-more-than-so-many-letters"),
    ],
)
def test_what_it_knows_nothing_of_is_not_asked(reading: Recognised) -> None:
    """Sure lines, scribble, numbers, capital codes, Chinese, too short and too long ones."""
    reader = FakeSecond("anything")
    assert _heard(reader, reading) == (reading,)
    assert reader.asked == []


def test_a_page_is_asked_about_once_and_about_the_most_doubtful_lines() -> None:
    reader = FakeSecond("other")
    read = tuple(_reading(confidence=0.5 + 0.04 * number) for number in range(12))
    after = _heard(reader, *read)
    assert reader.asked == [8]
    assert after[8:] == read[8:]
    assert all(a.confidence < b.confidence for a, b in zip(after[:8], read[:8], strict=True))


def test_a_failure_changes_nothing() -> None:
    assert _heard(FakeSecond(None), _reading()) == (_reading(),)


def test_a_program_that_hangs_fails_or_is_missing_has_no_opinion(tmp_path: Path) -> None:
    def script(body: str) -> str:
        path = tmp_path / "program"
        path.write_text(f"#!{sys.executable}\n{body}\n")
        path.chmod(0o700)
        return str(path)

    strips = [sheet(80, 20)]
    start = time.monotonic()
    slow = script("import time; time.sleep(60)")
    assert TesseractStrips("x", slow, timeout=0.5).opinions(strips) is None
    assert time.monotonic() - start < 20
    assert TesseractStrips("x", script("raise SystemExit(1)")).opinions(strips) is None
    assert TesseractStrips("x", str(tmp_path / "none")).opinions(strips) is None


def test_without_the_program_nobody_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    second.version.cache_clear()
    monkeypatch.setenv("PATH", str(tmp_path))
    assert second.identity() == "none"
    assert second_reader() is None


def test_the_engine_names_who_gives_the_opinion() -> None:
    options = rapid.RapidOptions()
    assert rapid.identity(options).endswith("/second-none")
    assert rapid.identity(options, "fake-1").endswith("/second-fake-1")
    assert rapid.RapidEngine(second=FakeSecond("")).identity == rapid.identity(options, "fake-1")


class _Doubting(rapid.RapidEngine):
    """Finds lines as usual, and doubts what it reads."""

    def _read(self, strips: tuple[PageImage, ...]) -> tuple[Recognised, ...]:
        return (_reading(),) * len(strips)


def test_the_engine_asks_about_the_lines_of_a_page() -> None:
    page = words(sheet(900, 200), "quality award", 60, 100, 1.2)
    reader = FakeSecond("something else")
    (line,) = _Doubting(second=reader).lines(page)
    assert (line.text, reader.asked) == (_ADDRESS, [1])
    assert line.confidence < 0.2


def test_tesseract_reads_all_strips_of_a_page_in_one_go() -> None:
    """An empty strip and one of a single pixel keep their places."""
    second.version.cache_clear()
    try:
        second.version()
    except EngineMissingError as error:
        pytest.skip(str(error))  # the real program is optional; the rule is tested with fakes
    reader = second_reader()
    assert reader is not None
    strips = [
        words(sheet(520, 60), "quality award", 20, 42, 1.2),
        sheet(300, 60),
        np.zeros((1, 1, 3), np.uint8),
        words(sheet(520, 60), "page of evidence", 20, 42, 1.2),
    ]
    told = reader.opinions(strips)
    assert told is not None
    assert len(told) == len(strips)
    assert (told[0], told[3]) == ("qualityaward", "pageofevidence")
    assert reader.opinions([]) == ()
