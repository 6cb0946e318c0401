"""Engines side by side: what is compared, what one engine's failure costs, and how it is told."""

from __future__ import annotations

import io
import stat
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from rich.console import Console

from extractors.facts import Problem
from extractors.limits import Limits
from extractors.sniff import FileKind
from pipeline import compare_engines
from pipeline.bench import measured
from pipeline.bench_tables import tables
from pipeline.compare_engines import PageAt, ReadText
from pipeline.comparison import OURS, Contender, TruePicture, compare, contenders, pictures
from pipeline.engines import choose_engine
from pipeline.errors import ToolMissingError
from pipeline.progress import Silent
from pipeline.reading import keys_for
from pipeline.store import Store
from pipeline.truth import Truth
from pipeline.workers import Executor, InlineExecutor
from tests.checks.packets import NAME, Packet, files_of
from tests.pipeline.stored import ENTRY, judged_packet, workspace
from tests.pipeline.test_bench import _taken

TEXT = "上海市质量管理奖"


def page(number: int, text: str = TEXT) -> TruePicture:
    at = PageAt(Path("nowhere"), FileKind.PDF, number, 90, Limits())
    return TruePicture(at, (text,))


def ours(page: PageAt) -> ReadText:
    return ReadText("上海市质量管理奖" if page.index else "上海市质量管理", 2.0)


def hasty(page: PageAt, misread: str) -> ReadText:
    return ReadText(f"上海{misread}质量管理", 0.5)


def failing_once(page: PageAt) -> ReadText | Problem:
    return Problem("reader-crashed") if page.index == 0 else ReadText(TEXT, 1.0)


def failing(page: PageAt) -> Problem:
    return Problem("reader-crashed", (("error", "OSError"),))


def inline() -> AbstractContextManager[Executor]:
    return nullcontext(InlineExecutor())


def test_figures_and_ratios() -> None:
    """Speed from the workers' clocks times the workers, errors over all pages, both by ours."""
    engines = (Contender(OURS, ours), Contender("hasty", hasty, ("都",)))
    found = compare([page(0), page(1)], engines, 2, inline, Silent())
    assert found is not None
    assert (found.pages, found.characters, found.workers) == (2, 16, 2)
    own, other = found.engines[OURS], found.engines["hasty"]
    assert (own.pages_per_minute, own.cer) == (60.0, round(1 / 16, 4))
    assert (own.speed_to_ours, own.cer_to_ours) == (1.0, 1.0)
    assert (other.pages_per_minute, other.cer) == (240.0, 0.25)
    assert (other.speed_to_ours, other.cer_to_ours) == (4.0, 4.0)


def test_one_engine_never_stops_the_others() -> None:
    """Missing, failing, failing on a page, its processes not starting: each is said and passed."""
    started: list[int] = []

    def processes() -> AbstractContextManager[Executor]:
        started.append(1)
        if len(started) == 2:
            raise ToolMissingError("the worker processes do not start")
        return inline()

    engines = (
        Contender(OURS, ours),
        Contender("lost", ours),
        Contender("absent", ours, (), "absent is not installed"),
        Contender("broken", failing),
        Contender("shaky", failing_once),
        Contender("last", ours),
    )
    found = compare([page(0), page(1)], engines, 1, processes, Silent())
    assert found is not None
    told = found.engines
    assert "do not start" in (told["lost"].skipped or "")
    assert told["absent"].skipped == "absent is not installed"
    assert told["absent"].cer is None and told["absent"].speed_to_ours is None
    assert "OSError" in (told["broken"].skipped or "") and told["broken"].failed == 2
    assert (told["shaky"].failed, told["shaky"].cer) == (1, 0.5)
    assert told["shaky"].pages_per_minute == 60.0
    assert told["last"].cer == told[OURS].cer
    assert len(started) == 5


def test_nothing_to_compare() -> None:
    assert compare([], (Contender(OURS, ours),), 2, inline, Silent()) is None


def test_the_table_says_what_is_unequal() -> None:
    """Whoever reads the figures must see that the others were told which way up pages lie."""
    engines = (Contender(OURS, ours), Contender("absent", ours, (), "absent is not installed"))
    beside = compare([page(1)], engines, 2, inline, Silent())
    truth = Truth.model_validate({"packet": ENTRY, "award": "organisation", "applicant": NAME})
    result = measured((judged_packet(Packet()),), (truth,), _taken(0), 0.1).measures
    console = Console(record=True, width=160, file=io.StringIO())
    for table in tables(result.model_copy(update={"compare": beside})):
        console.print(table)
    shown = console.export_text()
    assert "set upright by the truth" in " ".join(shown.split())
    assert "absent is not installed" in shown
    assert result.model_dump()["compare"] is None


def test_pages_are_chosen_evenly_among_scans_with_text(tmp_path: Path) -> None:
    """Scanned pages with text that came in and were kept; each with its true turn."""
    paths = [(file.path, one.number) for file in files_of(Packet()) for one in file.pages]
    told = [
        {"file": path, "page": number, "text": ["字"], "rotation": 90, "source": "scan"}
        for path, number in paths
    ]
    more = [
        told[0] | {"source": "photo"},
        told[0] | {"text": []},
        told[0] | {"file": "never-came.pdf"},
    ]
    truth = Truth.model_validate({"packet": ENTRY, "pages": [*told, *more]})
    keys = keys_for(choose_engine("rapid"), Limits())
    with Store(workspace(tmp_path, Packet())) as store:
        everything = pictures(store, keys, (truth,), 1000)
        few = pictures(store, keys, (truth,), 3)
        assert pictures(store, keys, (truth.model_copy(update={"packet": "other"}),), 3) == ()
    assert len(everything) == len(paths) > 6
    assert all(one.page.rotation == 90 and one.page.path.is_file() for one in everything)
    places = [everything.index(one) for one in few]
    size = len(everything)
    assert places == [size // 6, size // 2, size * 5 // 6]


@pytest.fixture
def turned_page(tmp_path: Path) -> Iterator[PageAt]:
    """A picture that lies on its side: its black left edge belongs on top."""
    picture = np.full((200, 400, 3), 255, np.uint8)
    picture[:, :40] = 0
    path = tmp_path / "page.png"
    path.write_bytes(cv2.imencode(".png", picture)[1].tobytes())
    yield PageAt(path, FileKind.PNG, 0, 90, Limits())


OCRMYPDF = """#!{python}
import sys
from pathlib import Path
import cv2
picture = cv2.imread(sys.argv[-2])
assert picture.shape[0] > picture.shape[1] and picture[5, 100].max() == 0, "not upright"
assert sys.argv[1:3] == ["-l", "chi_sim"]
Path(sys.argv[sys.argv.index("--sidecar") + 1]).write_text("读到", encoding="utf-8")
"""


def test_ocrmypdf_gets_the_page_upright(
    turned_page: PageAt, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program of that name on the path; without one the page has failed and nothing else."""
    monkeypatch.setenv("PATH", str(tmp_path))
    lost = compare_engines.by_ocrmypdf(turned_page)
    assert isinstance(lost, Problem) and "FileNotFoundError" in str(lost)
    program = tmp_path / "ocrmypdf"
    program.write_text(OCRMYPDF.format(python=sys.executable))
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    found = compare_engines.by_ocrmypdf(turned_page)
    assert isinstance(found, ReadText) and found.text == "读到" and found.seconds > 0


def test_ours_and_the_bare_engine_read_the_same_page(tmp_path: Path) -> None:
    """With their real models, a page that lies on its side."""
    picture = np.full((1400, 1000, 3), 255, np.uint8)
    for row in range(4):
        at = (100, 200 + 150 * row)
        cv2.putText(picture, f"QUALITY AWARD 202{row}", at, cv2.FONT_HERSHEY_SIMPLEX, 2, 0, 4)
    path = tmp_path / "page.png"
    lying = cv2.rotate(picture, cv2.ROTATE_90_COUNTERCLOCKWISE)
    path.write_bytes(cv2.imencode(".png", lying)[1].tobytes())
    at_page = PageAt(path, FileKind.PNG, 0, 90, Limits())
    ours = compare_engines.by_full_reader(at_page, choose_engine("rapid"))
    bare = compare_engines.by_bare_rapid(at_page, 1)
    for found in (ours, bare):
        assert isinstance(found, ReadText)
        assert found.text.replace(" ", "").count("QUALITYAWARD202") == 4
        assert found.seconds > 0


def test_a_damaged_page_is_a_problem_for_every_engine(turned_page: PageAt, tmp_path: Path) -> None:
    """Foreign bytes fail inside the task; the run hears of a problem."""
    damaged = tmp_path / "damaged.pdf"
    damaged.write_bytes(b"%PDF-1.7 nothing")
    bad = replace(turned_page, path=damaged, kind=FileKind.PDF)
    for found in (compare_engines.by_bare_tesseract(bad), compare_engines.by_ocrmypdf(bad)):
        assert isinstance(found, Problem) and found.code == "pdf-damaged"


def test_what_is_not_installed_is_left_out_with_its_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from extractors.ocr import tesseract

    tesseract.version.cache_clear()
    monkeypatch.setenv("PATH", str(tmp_path))
    told = {one.name: one.missing for one in contenders(choose_engine("rapid"))}
    assert list(told) == [OURS, "ppocr-small", "rapidocr", "tesseract", "ocrmypdf"]
    assert told[OURS] == told["rapidocr"] == ""
    assert "apt-get install tesseract-ocr" in told["tesseract"]
    assert "ocrmypdf" in told["ocrmypdf"]
