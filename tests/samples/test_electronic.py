"""Electronic versions as PDF: text layer, form fields, and their truth."""

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pdfplumber
import pikepdf
import pytest

from samples.acro import interactive
from samples.layout import EMPTY_BOX, TICKED
from samples.make import make_haul
from samples.packaging import pack
from samples.packet import fill, make
from samples.plan import ORG, PERSON, PROJECT, REG, Plan, make_plan, with_electronic, with_layout
from samples.vector import VectorSheet, pdf_of, typed

AWARDS = (ORG, PROJECT, PERSON, REG)
LAYOUTS = ("0", "1", "2", "aside", "aside2", "aside4")
BOXES = dict.fromkeys(map(ord, EMPTY_BOX + TICKED))


def plan_of(award: str, layout: str = "aside", *codes: str, entry: str = "folder") -> Plan:
    """Return a packet whose electronic version is a PDF; codes stand in squares."""
    plan = with_layout(make_plan("e", 1, award, entry, codes, set(), light=True), layout)
    return with_electronic(replace(plan, style=replace(plan.style, comb=True)), "pdf")


def bare(text: str) -> str:
    """Return a text without blanks."""
    return "".join(text.split())


def layer(data: bytes) -> str:
    """Return the text layer's characters in the order of the file."""
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return bare("".join(one["text"] for page in pdf.pages for one in page.chars))


def sheets_of(plan: Plan) -> list[VectorSheet]:
    """Return the typed pages."""
    return typed(fill(plan).electronic, plan.style)


@pytest.mark.parametrize("award", AWARDS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_text_layer_holds_every_value(award: str, layout: str) -> None:
    """Values, boxes and squares are characters of the right code points."""
    plan = plan_of(award, layout)
    filled = fill(plan)
    text = layer(pdf_of(sheets_of(plan)))
    cells = [one for rows in filled.rows.values() for row in rows for one in row.values()]
    for one in (*filled.values.values(), *cells):
        assert bare(one.shown) in text


@pytest.mark.parametrize("award", AWARDS)
def test_truth_is_what_the_layer_holds(award: str) -> None:
    """The lines told of the pages are the characters in the file, no more and no less."""
    sheets = sheets_of(plan_of(award))
    told = "".join(text for sheet in sheets for text, _ in sheet.lines)
    assert sorted(bare(told)) == sorted(layer(pdf_of(sheets)))


def test_typefaces_are_embedded() -> None:
    """Every typeface that a page is set in lies in the file."""
    with pikepdf.open(io.BytesIO(pdf_of(sheets_of(plan_of(ORG))))) as pdf:
        fonts = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary)]
        files = [one for one in fonts if one.get("/Type") == "/FontDescriptor"]
        assert files and all("/FontFile2" in one for one in files)


def fields_in(data: bytes) -> tuple[list[Any], list[Any]]:
    """Return the text fields' values and the check boxes' states."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        fields = list(pdf.Root.AcroForm.Fields)
        texts = [str(one.V) for one in fields if one.FT == "/Tx"]
        checks = [one.V == "/Yes" for one in fields if one.FT == "/Btn"]
        assert all(one.AS == one.V for one in fields if one.FT == "/Btn")
        assert sum(len(page.Annots) for page in pdf.pages) == len(fields)
    return texts, checks


@pytest.mark.parametrize("award", AWARDS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_form_fields_hold_what_the_page_lacks(award: str, layout: str) -> None:
    """Page and field values together say what the typed version says; checks are as ticked."""
    plan = plan_of(award, layout)
    plan = replace(plan, style=replace(plan.style, boxes="behind"))
    sheets = sheets_of(plan)
    data = interactive(sheets, plan.style.ticked)
    texts, checks = fields_in(data)
    whole = layer(pdf_of(sheets)).translate(BOXES)
    assert sorted(layer(data) + bare("".join(texts))) == sorted(whole)
    assert checks == [state for sheet in sheets for _, state, _ in sheet.ticks]
    assert plan.case.org.uscc in [bare(one) for one in texts]
    assert plan.case.org.uscc not in layer(data)


def test_photo_stays_in_the_file() -> None:
    """A personal form has its picture, with fields and without."""
    sheets = sheets_of(plan_of(PERSON))
    for data in (pdf_of(sheets), interactive(sheets, "☑")):
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            assert sum(len(page.images) for page in pdf.pages) == 1


def test_same_plan_same_bytes() -> None:
    """Both kinds of PDF come out alike each time."""
    plan = plan_of(PROJECT)
    assert pdf_of(sheets_of(plan)) == pdf_of(sheets_of(plan))
    assert interactive(sheets_of(plan), "☑") == interactive(sheets_of(plan), "☑")


def test_truth_of_a_haul_names_the_pdf(tmp_path: Path) -> None:
    """The form comes from scan and PDF; the PDF's pages tell text, places, cells and ticks."""
    plan = plan_of(REG, "0")
    make_haul([plan], 1, tmp_path, workers=1)
    truth = json.loads((tmp_path / "truth" / f"{plan.name}.json").read_text("utf-8"))
    assert sorted(truth["sources"]["registration"]) == ["pdf", "scan"]
    (document,) = (one for one in truth["documents"] if one["copy"] == "electronic")
    ((file, number),) = document["pages"]
    (page,) = (one for one in truth["pages"] if [one["file"], one["page"]] == [file, number])
    assert page["source"] == "pdf" and len(page["text"]) == len(page["text_boxes"])
    assert page["cells"] and page["ticks"]
    boxes = [*page["text_boxes"], *(one[4] for one in page["cells"])]
    assert all(0 <= b[0] < b[2] <= 1 and 0 <= b[1] < b[3] <= 1 for b in boxes)
    folder = tmp_path / "haul" / truth["entries"][0]
    with pdfplumber.open(folder / file) as pdf:
        assert len(pdf.pages) == 1


@pytest.mark.parametrize("where", ["damaged", "encrypted", "missing"])
def test_spoilt_electronic_version(where: str) -> None:
    """A planted C02 spoils the PDF as it spoils a Word file."""
    plan = plan_of(REG, "0", "C02")
    plan = replace(plan, defects=(replace(plan.defects[0], where=where),))
    packed = pack(make(plan))
    assert not [one for one in packed.filed if one.copy == "electronic"]
    assert [one.code for one in packed.troubles] == ([] if where == "missing" else [f"pdf-{where}"])
    for trouble in packed.troubles:
        data = packed.entries[0].files[trouble.file]
        with pytest.raises((pikepdf.PdfError, pikepdf.PasswordError)):
            pikepdf.open(io.BytesIO(data))
        assert data == pack(make(plan)).entries[0].files[trouble.file]


def test_mixed_deals_both() -> None:
    """Every other packet has its electronic version as PDF."""
    plans = [make_plan("m", index, REG, "folder", (), set()) for index in range(1, 5)]
    ways = [with_electronic(plan, "mixed").electronic for plan in plans]
    assert ways == ["pdf", "docx", "pdf", "docx"]
