"""What `inspect` answers: one object a file, with the keys that other programs rely on."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from checks.wanted import wanted
from extractors.limits import Limits
from pipeline.codec import dump, load_info
from pipeline.engines import choose_engine
from pipeline.errors import InputError
from pipeline.inspect import Inspected, Json, as_json, inspect
from pipeline.pictures import draw_page
from pipeline.progress import Silent
from pipeline.tasks import describe_file
from pipeline.workers import InlineExecutor
from tests.checks.pack import programme
from tests.extractors.signing import SIGNER, signed
from tests.pipeline import intake
from tests.pipeline.intake import FAKE

PAGE_KEYS = {
    "number", "width", "height", "dpi", "rotation", "skew", "source", "status", "kind", "blank",
    "problems", "lines", "tables", "ticks", "seals",
}  # fmt: skip


def _written_page() -> bytes:
    """A page with thin strokes on it, as writing has them."""
    page = Image.new("RGB", (420, 594), "white")
    for top in range(60, 400, 20):
        ImageDraw.Draw(page).rectangle((60, top, 300, top + 2), fill="black")
    out = io.BytesIO()
    page.save(out, "PDF", save_all=True, append_images=[page], resolution=72)
    return out.getvalue()


def _inspected(*paths: Path) -> list[Inspected]:
    return list(inspect(paths, InlineExecutor(), FAKE, Limits(), wanted, Silent()))


def _json(path: Path) -> Json:
    (found,) = _inspected(path)
    values = as_json(found, programme())
    assert json.loads(json.dumps(values, allow_nan=False)) == values
    return values


def test_a_pdf_gives_its_pages(tmp_path: Path) -> None:
    """Every page is there with all keys, its lines with confidence and box."""
    values = _json(intake.write(tmp_path, {"a.pdf": _written_page()}) / "a.pdf")
    assert values["status"] == "read"
    assert [page["number"] for page in values["pages"]] == [1, 2]
    assert all(set(page) == PAGE_KEYS for page in values["pages"])
    assert values["pages"][0]["lines"] == [
        {"text": "一行字", "confidence": 0.9, "box": [10.0, 10.0, 100.0, 30.0]}
    ]
    assert values["pages"][0]["kind"] == "unknown"
    assert len(values["sha256"]) == 64


def test_a_form_is_named_with_its_fields(tmp_path: Path) -> None:
    """A Word file with a form's title is sorted, and its fields have presence and origin."""
    data = intake.docx("上海市质量管理奖（组织奖）申报表")
    values = _json(intake.write(tmp_path, {"a.docx": data}) / "a.docx")
    assert values["pages"][0]["kind"] == "award_org"
    assert values["pages"][0]["source"] == "word"
    (form,) = values["forms"]
    assert (form["kind"], form["pages"]) == ("award_org", [1])
    for reading in form["fields"].values():
        expected = {"value", "raw", "confidence", "presence", "origin", "page", "box"}
        assert set(reading) == expected


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.pdf", b"", "empty-file"),
        ("a.pdf", b"%PDF-1.4 nothing", "pdf-damaged"),
        ("a.docx", b"PK\x03\x04 nothing", "docx-damaged"),
        ("a.xyz", b"\x01\x02\x03", "kind-unsupported"),
    ],
)
def test_what_cannot_be_read_has_its_reason(
    name: str, data: bytes, code: str, tmp_path: Path
) -> None:
    """A damaged file is an answer with a code and a Chinese sentence, not a failure."""
    values = _json(intake.write(tmp_path, {name: data}) / name)
    assert values["status"] == "unreadable"
    assert [problem["code"] for problem in values["problems"]] == [code]
    assert values["problems"][0]["text"]
    assert values["pages"] == []


def test_an_archive_lists_what_it_holds(tmp_path: Path) -> None:
    """Archives and mails are read by naming their members; nothing stays on the disk."""
    data = intake.archive({"甲/a.pdf": intake.pdf(), "b.png": intake.png()})
    values = _json(intake.write(tmp_path, {"a.zip": data}) / "a.zip")
    assert (values["status"], values["pages"]) == ("read", [])
    assert [member["file"] for member in values["members"]] == ["甲/a.pdf", "b.png"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip"]


def test_files_come_in_the_order_given(tmp_path: Path) -> None:
    """Files without pages between others keep their place."""
    files = {"1.png": intake.png(), "2.pdf": b"", "3.pdf": intake.pdf(3), "4.zip": b"PK\x05\x06"}
    intake.write(tmp_path, files)
    found = _inspected(*(tmp_path / name for name in files))
    assert [(one.path.name, len(one.pages)) for one in found] == [
        ("1.png", 1), ("2.pdf", 0), ("3.pdf", 3), ("4.zip", 0),
    ]  # fmt: skip


def test_a_file_that_is_not_there_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        _inspected(tmp_path / "none.pdf")


def test_a_page_can_be_drawn(tmp_path: Path) -> None:
    """The picture has the size that the boxes are given in."""
    path = intake.write(tmp_path, {"a.png": intake.png()}) / "a.png"
    (found,) = _inspected(path)
    drawn = draw_page(path, found.info.kind, found.pages[0], Limits())
    assert isinstance(drawn, bytes) and drawn.startswith(b"\x89PNG")


def test_the_default_engine_has_a_name() -> None:
    """The engine is known by name without loading a model."""
    assert choose_engine("rapid").identity.startswith("rapidocr-")


def test_signatures_of_a_pdf_are_listed_apart_from_seals(tmp_path: Path) -> None:
    """A digital signature is a fact of the file, in words and for programs, and no seal."""
    values = _json(intake.write(tmp_path, {"a.pdf": signed() + b"\n%later\n"}) / "a.pdf")
    (found,) = values["signatures"]
    assert (found["signer"], found["intact"], found["coverage"]) == (SIGNER, "yes", "earlier")
    assert "追加" in found["text"] and SIGNER in found["text"]
    assert [page["seals"] for page in values["pages"]] == [[]]


def test_what_cannot_be_read_of_a_signature_costs_no_page(tmp_path: Path) -> None:
    """A PDF with a damaged signature is read all the same, and says what is wrong with it."""
    data = _written_page() + b"\n% /ByteRange [0 1 2 3]\n"
    values = _json(intake.write(tmp_path, {"a.pdf": data}) / "a.pdf")
    assert (values["status"], values["signatures"]) == ("read", [])
    assert [problem["code"] for problem in values["problems"]] == ["signature-unreadable"]


def test_signatures_are_kept_as_they_were_read(tmp_path: Path) -> None:
    """Facts of a signed file come back from their bytes as they went in."""
    path = intake.write(tmp_path, {"a.pdf": signed()}) / "a.pdf"
    info = describe_file(path, path.name, Limits())
    assert info.signatures
    assert load_info(dump(info)) == info
