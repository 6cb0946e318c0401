"""Pictures of pages: made once, in a worker, kept for their owner only."""

from __future__ import annotations

import io
import stat
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PIL import Image

from extractors.facts import Box, PageFacts, Source, Status
from extractors.limits import Limits
from extractors.sniff import FileKind
from pipeline.desk.pagepictures import NoPictureError, PagePictures, Sheet
from pipeline.engines import choose_engine
from pipeline.originals import Originals
from pipeline.workers import InlineExecutor

T = TypeVar("T")


class Counting(InlineExecutor):
    """Notes which tasks were asked for."""

    def __init__(self) -> None:
        self.tasks: list[str] = []

    def submit(self, task: Callable[..., T], args: tuple[Any, ...], seconds: float) -> Future[T]:
        self.tasks.append(task.__name__)
        return super().submit(task, args, seconds)


def pictures(folder: Path, executor: Counting) -> PagePictures:
    originals = Originals(folder / "originals")
    return PagePictures(
        folder / "pictures", originals, executor, Limits(), lambda: choose_engine("rapid")
    )


def sheet_of(folder: Path, content: bytes, rotation: int = 0) -> Sheet:
    path = folder / "in"
    path.write_bytes(content)
    sha256 = Originals(folder / "originals").keep(path).sha256
    width, height = (600, 400) if rotation % 180 else (400, 600)
    page = PageFacts(
        number=1, width=width, height=height, dpi=60, rotation=rotation, skew=0.0,
        source=Source.OCR, status=Status.READ, blank=False,
    )  # fmt: skip
    return Sheet(sha256, FileKind.PNG, page)


def drawn() -> bytes:
    image = Image.new("RGB", (400, 600), "white")
    image.paste("black", (0, 0, 400, 100))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def test_a_page_is_drawn_once_for_all_widths(tmp_path: Path) -> None:
    executor = Counting()
    made, sheet = pictures(tmp_path, executor), sheet_of(tmp_path, drawn())
    small, large = made.page(sheet, 100), made.page(sheet, 1240)
    assert made.page(sheet, 100) == small
    assert executor.tasks == ["draw_widths"]
    assert Image.open(small).size == (200, 300)
    assert Image.open(large).size == (400, 600), "no picture is wider than what was read"


def test_the_page_stands_upright(tmp_path: Path) -> None:
    """What was at the top of the file is at the right of a page that was turned clockwise."""
    made, sheet = pictures(tmp_path, Counting()), sheet_of(tmp_path, drawn(), 90)
    image = Image.open(made.page(sheet, 1240)).convert("L")
    assert image.size == (600, 400)
    left, right = image.getpixel((20, 200)), image.getpixel((580, 200))
    assert isinstance(left, int) and isinstance(right, int)
    assert left > 200 > 50 > right


def test_pictures_are_for_their_owner_only(tmp_path: Path) -> None:
    path = pictures(tmp_path, Counting()).page(sheet_of(tmp_path, drawn()), 200)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert not [one for one in path.parent.iterdir() if one.name.startswith(".")]


def test_a_new_turn_makes_a_new_picture(tmp_path: Path) -> None:
    """What was read otherwise is drawn otherwise: an old picture is not shown for it."""
    first, second = sheet_of(tmp_path, drawn()), sheet_of(tmp_path, drawn(), 90)
    assert first.sha256 == second.sha256
    assert first.mark != second.mark


def test_a_damaged_file_has_no_picture(tmp_path: Path) -> None:
    with pytest.raises(NoPictureError):
        pictures(tmp_path, Counting()).page(sheet_of(tmp_path, b"no picture"), 200)


def test_a_page_without_seals_has_no_strips(tmp_path: Path) -> None:
    made, sheet = pictures(tmp_path, Counting()), sheet_of(tmp_path, drawn())
    assert made.strip(sheet, 0) is None


def test_an_empty_part_reads_as_nothing(tmp_path: Path) -> None:
    made, sheet = pictures(tmp_path, Counting()), sheet_of(tmp_path, drawn())
    assert made.read(sheet, Box(20, 300, 200, 400)).text == ""
