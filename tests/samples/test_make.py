"""The generator of sample packets: repeatable, consistent, and telling the truth."""

import ast
import hashlib
import io
import json
import random
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import numpy as np
import pytest
from PIL import Image, ImageDraw

from samples import identities, packet, word
from samples.committed import committed_plans
from samples.deal import draw_every_code, draw_plans
from samples.identities import id_check, uscc_check
from samples.layout import EMPTY_BOX, TICKED
from samples.make import make_haul
from samples.packet import fill
from samples.paper import draw
from samples.plan import CODES, ENTRY_KINDS, EVERY_CODE, ORG, PERSON, PROJECT, REG, make_plan
from samples.sheet import blank_sheet, put_text
from samples.stamps import sign

SAMPLES = Path(__file__).parents[2] / "samples"
FLOORS = {"extractors", "checks", "pipeline"}


def two_plans(seed: str = "t") -> list[Any]:
    """Return two small packets: a registration and a personal award in an archive."""
    used: set[str] = set()
    return [
        make_plan(seed, 1, REG, "folder", ("S03",), used, broken_files=True, light=True),
        make_plan(seed, 2, PERSON, "pair", ("F04",), used, light=True),
    ]


@pytest.fixture(scope="module")
def haul(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a haul of two packets."""
    out = tmp_path_factory.mktemp("haul")
    make_haul(two_plans(), 1, out, workers=1)
    return out


def truths(root: Path) -> list[dict[str, Any]]:
    """Return the truth of each packet."""
    return [json.loads(p.read_text("utf-8")) for p in sorted((root / "truth").glob("*.json"))]


def digest(root: Path) -> dict[str, str]:
    """Return a hash for each file."""
    return {
        str(p.relative_to(root)): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(root.rglob("*"))
        if p.is_file()
    }


def test_same_seed_same_bytes(haul: Path, tmp_path: Path) -> None:
    """A haul can be made again from its seed, byte for byte."""
    make_haul(two_plans(), 1, tmp_path, workers=1)
    assert digest(tmp_path) == digest(haul)


def test_seeds_differ() -> None:
    """Another seed gives other applicants."""
    first, second = ({p.case.org.name for p in draw_plans(s, 12)} for s in (1, 2))
    assert not first & second


def boxes(truth: dict[str, Any]) -> Iterator[list[float]]:
    """Yield every box of a packet's truth."""
    for page in truth["pages"]:
        yield from (cell[4] for cell in page.get("cells", []))
        yield from (tick[2] for tick in page.get("ticks", []))
        yield from page.get("text_boxes", [])
    yield from (seal["box"] for seal in truth["seals"])


def test_boxes_lie_on_the_page(haul: Path) -> None:
    """Boxes are fractions of the upright page, edges in order."""
    found = [box for truth in truths(haul) for box in boxes(truth)]
    assert len(found) > 60
    for left, top, right, bottom in found:
        assert 0 <= left < right <= 1
        assert 0 <= top < bottom <= 1


@pytest.mark.parametrize(("award", "entry"), [(PROJECT, "zip"), (ORG, "photos")])
def test_all_that_is_drawn_is_true_text(
    award: str, entry: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Print and handwriting, no more and no less; the words of a seal are no text of the page."""
    drawn: list[str] = []
    print_text, write_by_hand = ImageDraw.ImageDraw.text, packet.sign

    def printed(pen: ImageDraw.ImageDraw, at: Any, text: str, **how: Any) -> None:
        if "anchor" not in how:  # characters of seals and signatures are set by their middle
            drawn.append(text)
        print_text(pen, at, text, **how)

    def written(sheet: Any, name: str, *how: Any) -> None:
        drawn.append(name)
        write_by_hand(sheet, name, *how)

    monkeypatch.setattr(ImageDraw.ImageDraw, "text", printed)
    monkeypatch.setattr(packet, "sign", written)
    plan = make_plan("all", 1, award, entry, (), set(), light=True)
    plan = replace(plan, style=replace(plan.style, hand_dates=True))
    pages = [page for document in packet.make(plan).documents for page in document.pages]
    told = "".join(text for page in pages for text, _ in page.lines)
    marks = dict.fromkeys(map(ord, EMPTY_BOX + TICKED))  # boxes are drawn by lines
    assert plan.case.org.legal_rep in drawn
    assert Counter("".join("".join(drawn).split())) == Counter(
        "".join(told.translate(marks).split())
    )


def test_lines_are_tight_and_gaps_part_them() -> None:
    """A line's box holds its ink alone: no blanks at its ends, no room for a signature in it."""
    sheet = blank_sheet(200)
    put_text(sheet, (100, 100), "　　签字：　　　　（公章）　", "song", 40)
    assert [text for text, _ in sheet.lines] == ["签字：", "（公章）"]
    white = np.asarray(sheet.image).copy()
    for _, (left, top, right, bottom) in sheet.lines:
        assert white[int(top) : int(bottom), int(left) : int(right)].min() < 100
        white[int(top) : int(bottom) + 1, int(left) : int(right) + 1] = 255
    assert white.min() > 250


def test_what_is_written_by_hand_lies_in_its_box() -> None:
    """All of a signature's ink, and little else."""
    sheet = blank_sheet(200)
    before = np.asarray(sheet.image).copy()
    sign(sheet, "杨嘉思", (300, 400), random.Random(1))
    changed = np.abs(np.asarray(sheet.image).astype(int) - before).max(axis=2) > 60
    ((text, (left, top, right, bottom)),) = sheet.lines
    rows, columns = np.nonzero(changed)
    assert text == "杨嘉思"
    assert left <= columns.min() < left + 6 and right - 6 < columns.max() <= right
    assert top <= rows.min() < top + 6 and bottom - 6 < rows.max() <= bottom


def test_every_line_has_its_box(haul: Path) -> None:
    """`text_boxes` runs beside `text` on every scanned page."""
    pages = [page for truth in truths(haul) for page in truth["pages"] if "text_boxes" in page]
    assert pages and all(page["source"] in ("scan", "photo") for page in pages)
    for page in pages:
        assert len(page["text"]) == len(page["text_boxes"])


def test_truth_names_what_exists(haul: Path) -> None:
    """Entries exist, and so does each file that the truth mentions."""
    for truth in truths(haul):
        inside: set[str] = set()
        for name in truth["entries"]:
            entry = haul / "haul" / name
            assert entry.exists()
            inside.add(name)
            if entry.is_dir():
                inside |= {str(p.relative_to(entry)) for p in entry.rglob("*")}
            elif entry.suffix == ".zip":
                inside |= set(zipfile.ZipFile(entry).namelist())
        mentioned = {page["file"] for page in truth["pages"]}
        mentioned |= {problem["file"] for problem in truth["problems"]}
        if not any(name.endswith(".eml") for name in truth["entries"]):
            assert mentioned <= inside


def test_check_digits() -> None:
    """Codes check out unless the packet's defect says otherwise."""
    for plan in draw_plans(3, 40):
        org, hero, broken = plan.case.org, plan.case.hero, plan.has("F04")
        wrong = broken.where if broken else ""
        assert (uscc_check(org.uscc[:17]) == org.uscc[17]) is (wrong != "uscc")
        assert (id_check(hero.id_no[:17]) == hero.id_no[17]) is (wrong != "id_no")
        assert (int(hero.id_no[16]) % 2 == 1) is (hero.sex == "男")


def test_known_check_digits() -> None:
    """The worked examples of the standards."""
    assert uscc_check("91110000600037341") == "L"
    assert uscc_check("91350100M000100Y4") == "3"
    assert id_check("36042619910101007") == "1"
    assert identities.org_code_check("60003734") == "1"


@pytest.mark.parametrize("award", [ORG, PROJECT, PERSON, REG])
@pytest.mark.parametrize("seed", range(3))
def test_word_holds_every_value(award: str, seed: int) -> None:
    """What the truth says about a form stands in its Word version."""
    plan = make_plan(f"w{seed}", 1, award, "folder", (), set())
    filled = fill(plan)
    text = "\n".join(word.text_of(filled.electronic))
    for name, one in filled.values.items():
        assert one.shown in text, name
    for rows in filled.rows.values():
        assert all(one.shown in text for row in rows for one in row.values())
    document = docx.Document(io.BytesIO(word.write(filled.electronic, plan.style)))
    assert len(document.tables) >= 1


@pytest.mark.parametrize("award", [ORG, PROJECT, PERSON, REG])
def test_two_versions_differ_only_by_defect(award: str) -> None:
    """Paper and Word agree, save for the one field of a planted C03."""
    same = fill(make_plan("v", 1, award, "folder", (), set()))
    assert word.text_of(same.paper) == word.text_of(same.electronic)
    other = fill(make_plan("v", 1, award, "folder", ("C03",), set()))
    pairs = zip(word.text_of(other.paper), word.text_of(other.electronic), strict=True)
    assert sum(a != b for a, b in pairs) == 1


def test_deal_is_even() -> None:
    """Over 60 packets every defect code and entry kind occurs, half the packets are complete."""
    plans = draw_plans(5, 60)
    codes = [d.code for plan in plans for d in plan.defects]
    assert {code: codes.count(code) for code in CODES if not 1 <= codes.count(code) <= 5} == {}
    kinds = [plan.entry for plan in plans]
    assert all(5 <= kinds.count(kind) <= 10 for kind in ENTRY_KINDS)
    assert sum(not plan.defects for plan in plans) == 30


def test_every_code_is_dealt_alone_and_beside_others() -> None:
    """Of 100 packets four or more have each code, some of them alone, some not."""
    plans = draw_every_code(5, 100)
    codes = Counter(defect.code for plan in plans for defect in plan.defects)
    alone = {plan.defects[0].code for plan in plans if len(plan.defects) == 1}
    beside = {d.code for plan in plans if len(plan.defects) > 1 for d in plan.defects}
    assert {code: count for code, count in codes.items() if count < 4} == {}
    assert alone == beside == set(EVERY_CODE)
    assert sum(not plan.defects for plan in plans) == 32


def test_only_a_planted_pair_applies_for_one_thing() -> None:
    """Two packets with an E03 share a project or person; no other two share one."""
    plans = [plan for seed in range(4) for plan in draw_every_code(seed, 100) if plan.case.item]
    for award, said in ((PROJECT, "name"), (PERSON, "id_no")):
        for seed in range(4):
            mine = [
                p for p in plans if p.case.award == award and p.case.seed.startswith(f"{seed}:")
            ]
            things = [
                getattr(p.case.project if award == PROJECT else p.case.hero, said) for p in mine
            ]
            twice = {thing for thing in things if things.count(thing) > 1}
            planted = [t for p, t in zip(mine, things, strict=True) if p.has("E03")]
            assert sorted(planted) == sorted([*twice, *twice])


@pytest.mark.parametrize("award", [ORG, PROJECT, PERSON, REG])
def test_a_photocopy_has_no_colour(award: str) -> None:
    """A planted S07 takes the colour of one whole document, and of no other."""
    plan = make_plan("black", 1, award, "zip", ("S07",), set(), light=True)
    made = packet.make(plan)
    for document in made.documents:
        inks = {seal.ink for page in document.pages for seal in page.seals}
        if document.kind == plan.defects[0].form and inks:
            assert inks == {"black"}
            assert all(colourless(page.jpeg) for page in document.pages)
        elif not plan.grey_copies:
            assert "black" not in inks


def colourless(jpeg: bytes) -> bool:
    """Whether no pixel of a picture is nearer to one colour than JPEG's rounding makes it."""
    pixels = np.asarray(Image.open(io.BytesIO(jpeg)).convert("RGB")).astype(int)
    return bool((pixels.max(axis=2) - pixels.min(axis=2)).max() < 24)


def test_more_staff_than_people() -> None:
    """A planted F06 makes a part of the staff larger than all of it."""
    plan = make_plan("staff", 1, ORG, "zip", ("F06",), set())
    values = fill(plan).values
    assert int(str(values[plan.defects[0].where].truth)) > int(str(values["employee_count"].truth))


def test_a_long_overview_goes_on_over_pages() -> None:
    """All of it is on paper, in rows without a label after the first, and on no page's edge."""
    plan = make_plan("long", 1, ORG, "zip", ("D04",), set())
    filled = fill(plan)
    overview = str(filled.values["overview"].truth)
    assert 3050 <= len("".join(overview.split())) < 3600
    sheets = draw(filled.paper, plan.style)
    told = "".join(text for sheet in sheets for text, _ in sheet.lines)
    assert all("".join(part.split()) in told for part in overview.split("\n"))
    for sheet in sheets:
        assert all(box[3] < sheet.image.height for *_, box in sheet.cells)


def test_committed_plan() -> None:
    """The haul in git shows all entry kinds and awards, half of it complete."""
    plans = committed_plans()
    assert {plan.entry for plan in plans} == set(ENTRY_KINDS)
    assert {plan.case.award for plan in plans} == {ORG, PROJECT, PERSON, REG}
    assert sum(not plan.defects for plan in plans) == 8


def test_own_labels() -> None:
    """The generator imports none of the floors, so that their mistakes cannot hide."""
    for source in SAMPLES.glob("*.py"):
        for node in ast.walk(ast.parse(source.read_text("utf-8"))):
            names: list[str] = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            assert not {name.partition(".")[0] for name in names} & FLOORS, source.name


def test_nothing_is_wrong_with_what_is_not_handed_in() -> None:
    """A defect of a document that another defect leaves out could not be found."""
    for seed in range(6):
        for plan in draw_every_code(seed, 100):
            gone = {one.form for one in plan.defects if one.code == "D01"}
            others = {one.form for one in plan.defects if one.code != "D01"}
            assert not gone & others, plan.name
