"""Text layers of PDFs: in the picture's frame, and believed only where the picture agrees."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
import pikepdf
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractors.facts import Box, Character
from extractors.limits import Limits
from extractors.ocr.engine import PageImage, Recognised
from extractors.raster import opened
from extractors.sniff import FileKind
from extractors.textlayer import Layer, layer_fits, read_layer, repaired
from tests.extractors.drawing import sheet, words

WORDS = ("Name of the organisation", "Address and telephone", "Signed on behalf of all")
SIZE = (400, 300)
Draw = Callable[[Canvas], None]


class Reader:
    """Answers these texts in turn, whatever the strips show."""

    def __init__(self, *texts: str) -> None:
        self.texts = texts
        self.asked = 0

    def recognise(self, strips: tuple[PageImage, ...]) -> tuple[Recognised, ...]:
        self.asked += len(strips)
        texts = self.texts[: len(strips)]
        return tuple(Recognised(t, 0.9, (Character(((t[:1], 0.9),)),)) for t in texts)


def made(*draws: Draw) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=SIZE)
    canvas.setFont("Helvetica", 14)
    for draw in draws:
        draw(canvas)
    canvas.save()
    return out.getvalue()


def typed(canvas: Canvas, mode: int = 0) -> None:
    for number, text in enumerate(WORDS):
        canvas.drawString(60, 220 - 40 * number, text, mode=mode)


def hidden(canvas: Canvas) -> None:
    typed(canvas, mode=3)


def scan(canvas: Canvas) -> None:
    """A picture of a page full of writing, over the whole page."""
    image = sheet(1200, 900)
    for row in range(12):
        words(image, "something that was written on a sheet", 60, 70 + 70 * row, 1.5)
    canvas.drawImage(ImageReader(Image.fromarray(image)), 0, 0, *SIZE)


def picture_of(data: bytes) -> tuple[PageImage, int]:
    with opened(data, FileKind.PDF, Limits()) as source:
        raster = source.raster(0)
    return raster.image, raster.dpi


def layer(data: bytes, *answers: str) -> Layer:
    image, dpi = picture_of(data)
    return read_layer(data, 0, image, dpi, Reader(*(answers or WORDS)))


def texts(found: Layer) -> tuple[str, ...]:
    return tuple(line.text for line in found.lines)


def dark(image: PageImage, box: Box | None = None) -> int:
    if box is not None:
        box = box.grown(2)
        image = image[round(box.top) : round(box.bottom), round(box.left) : round(box.right)]
    return int(np.count_nonzero(image.min(axis=2) < 128))


def test_typed_page_is_read_from_its_layer() -> None:
    """Both tiers believe it, and no problem is noted."""
    data = made(typed)
    found = layer(data)
    assert texts(found) == WORDS
    assert found.problems == ()
    assert layer_fits(data, 0)


def grid(canvas: Canvas) -> None:
    """A table of low rows, as forms have them."""
    canvas.setLineWidth(1.5)
    canvas.grid([20 + 30 * column for column in range(13)], [20 + 25 * row for row in range(11)])


def test_rules_that_cross_are_no_writing() -> None:
    """Many low rows leave short pieces of the rules between them; the layer is whole."""
    data = made(typed, grid)
    assert texts(layer(data)) == WORDS
    assert layer_fits(data, 0)


def white(canvas: Canvas) -> None:
    canvas.setFillGray(1.0)
    typed(canvas)


def beside(canvas: Canvas) -> None:
    canvas.translate(900, 0)
    typed(canvas)


def painted_over(canvas: Canvas) -> None:
    typed(canvas)
    canvas.setFillGray(1.0)
    canvas.rect(0, 0, *SIZE, stroke=0, fill=1)


def scanned_over(canvas: Canvas) -> None:
    typed(canvas)
    scan(canvas)


def over_scan(canvas: Canvas) -> None:
    scan(canvas)
    hidden(canvas)


def numbered_scan(canvas: Canvas) -> None:
    scan(canvas)
    canvas.drawString(150, 4, "Page 1 of 12")


@pytest.mark.parametrize(
    "lie", [hidden, white, beside, painted_over, scanned_over, over_scan, numbered_scan]
)
def test_layer_that_lies_is_not_used(lie: Draw) -> None:
    """Words nobody can see, and words that are not the whole page: in both tiers."""
    data = made(lie)
    assert layer(data).lines == ()
    assert not layer_fits(data, 0)


def test_some_hidden_words_are_dropped() -> None:
    """The rest of the layer is as good as before."""
    data = made(typed, lambda c: c.drawString(60, 30, "never printed", mode=3))
    assert texts(layer(data)) == WORDS


@pytest.mark.parametrize("shade", [1.0, 0.2])
def test_white_words_on_a_dark_bar_count(shade: float) -> None:
    """White is hidden only on white."""

    def bar(canvas: Canvas) -> None:
        canvas.setFillGray(shade)
        canvas.rect(40, 30, 300, 40, stroke=0, fill=1)
        canvas.setFillGray(1.0)
        canvas.drawString(60, 45, "Award of quality")

    answers = (*WORDS, "Award of quality")[: 4 if shade < 1.0 else 3]
    assert texts(layer(made(typed, bar), *answers)) == answers


def frames(canvas: Canvas) -> None:
    canvas.setFillGray(0.3)
    for row in range(5):
        canvas.rect(260, 20 + 40 * row, 120, 16, stroke=0, fill=1)
        canvas.rect(20, 20 + 40 * row, 30, 30)
    canvas.grid([10, 200, 395], [10, 295])


def red_print(canvas: Canvas) -> None:
    canvas.setFillColorRGB(0.9, 0.1, 0.1)
    for row in range(20):
        for column in range(18):
            canvas.rect(280 + 6 * column, 20 + 12 * row, 3, 6, stroke=0, fill=1)


def portrait(canvas: Canvas) -> None:
    """Dark patches of the size of characters, dense as on a photo."""
    rng = np.random.default_rng(1)
    noise = rng.integers(0, 150, (25, 25, 1)).astype(np.uint8).repeat(3, axis=2)
    noise[rng.random((25, 25)) < 0.1] = 255
    canvas.drawImage(ImageReader(Image.fromarray(noise)), 255, 20, 140, 180)


@pytest.mark.parametrize("furniture", [frames, red_print, portrait])
def test_rules_seals_and_photos_are_no_missed_writing(furniture: Draw) -> None:
    """A typed form with bars and frames, a red seal or a portrait is still a typed page."""
    data = made(typed, furniture)
    assert texts(layer(data)) == WORDS
    assert layer_fits(data, 0)


def test_layer_in_wrong_codes_is_distrusted() -> None:
    """The picture says other words: the page is read from it, and the problem is named."""
    found = layer(made(typed), "组织名称", "地址电话", "全体签字")
    assert found.lines == ()
    assert [problem.code for problem in found.problems] == ["text-layer-distrusted"]


def test_one_font_in_wrong_codes_is_enough() -> None:
    """One line that surely says something else: the other fonts' lines do not save the layer."""
    found = layer(made(typed), WORDS[0], "地址电话", WORDS[2])
    assert [problem.code for problem in found.problems] == ["text-layer-distrusted"]


def test_one_spoilt_line_spoils_no_layer() -> None:
    """A seal over one of the probes is no lie; at most four lines are read."""
    data = made(typed)
    assert texts(layer(data, WORDS[0], "#", WORDS[2])) == WORDS

    def long(canvas: Canvas) -> None:
        for row in range(20):
            canvas.drawString(60, 280 - 14 * row, WORDS[0])

    data = made(long)
    image, dpi = picture_of(data)
    reader = Reader(*(WORDS[0],) * 4)
    assert len(read_layer(data, 0, image, dpi, reader).lines) == 20
    assert reader.asked == 4


def test_fake_bold_is_read_once() -> None:
    """The same words a third of a point further are the same words."""

    def again(canvas: Canvas) -> None:
        canvas.translate(0.3, 0)
        typed(canvas)

    assert texts(layer(made(typed, again))) == WORDS


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize(
    ("media", "crop"),
    [
        ((0, 0, 400, 300), None),
        ((30, 20, 430, 320), None),
        ((30, 20, 430, 320), (40, 60, 410, 290)),
        ((0, 0, 400, 300), (-20, 50, 390, 500)),
    ],
)
def test_boxes_are_in_the_pictures_frame(
    turn: int, media: tuple[int, ...], crop: tuple[int, ...] | None
) -> None:
    """Turned by the page, cut by its crop box: all ink of the words stands in their boxes."""

    def turned(canvas: Canvas) -> None:
        canvas.translate(200, 150)
        canvas.rotate(turn)
        canvas.translate(-80, -20)
        canvas.drawString(0, 0, WORDS[0])
        canvas.drawString(0, 40, WORDS[1])

    with pikepdf.open(io.BytesIO(made(turned))) as document:
        page = document.pages[0]
        page.Rotate = turn
        page.mediabox = pikepdf.Array(media)
        if crop:
            page.cropbox = pikepdf.Array(crop)
        out = io.BytesIO()
        document.save(out)
    image, _ = picture_of(out.getvalue())
    lines = layer(out.getvalue(), WORDS[1], WORDS[0]).lines
    assert {line.text for line in lines} == set(WORDS[:2])
    assert sum(dark(image, line.box) for line in lines) == dark(image)


def test_page_typed_sideways_is_left_to_be_turned() -> None:
    """Its lines run up the sheet: the picture is turned first and then read."""

    def sideways(canvas: Canvas) -> None:
        canvas.rotate(90)
        canvas.translate(0, -330)
        typed(canvas)

    assert layer(made(sideways)).lines == ()


@pytest.mark.parametrize("angle", [90, -90])
def test_words_up_the_margin_keep_their_order(angle: int) -> None:
    """A remark along the margin is read as it is meant."""

    def margin(canvas: Canvas) -> None:
        canvas.translate(370, 150 - angle)
        canvas.rotate(angle)
        canvas.drawString(0, 0, "Margin")

    assert "Margin" in texts(layer(made(typed, margin)))


def test_radicals_are_characters() -> None:
    """Some makers of PDF write the radical for the character; full-width signs stay."""
    assert repaired("⽤⼀：⻚⻓（⾦ﬁ）") == "用一：页长（金fi）"


# --- what is put on top of a page ----------------------------------------------------------------


def with_annotations(data: bytes, *annotations: dict[str, object], form: bool = True) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as document:
        made_ = [
            document.make_indirect(
                pikepdf.Dictionary({"/Type": pikepdf.Name.Annot, "/F": 4, **one})  # type: ignore[arg-type]
            )
            for one in annotations
        ]
        document.pages[0].Annots = pikepdf.Array(made_)
        if form:
            font = pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
            )
            document.Root.AcroForm = pikepdf.Dictionary(
                Fields=pikepdf.Array(made_),
                DA=pikepdf.String("/Helv 12 Tf 0 g"),
                DR=pikepdf.Dictionary(Font=pikepdf.Dictionary(Helv=font)),
                NeedAppearances=True,
            )
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


def field(kind: str, rect: tuple[int, ...], **more: object) -> dict[str, object]:
    entries: dict[str, object] = {
        "/Subtype": pikepdf.Name.Widget,
        "/FT": pikepdf.Name(kind),
        "/T": pikepdf.String(f"field {rect}"),
        "/Rect": pikepdf.Array(rect),
        "/DA": pikepdf.String("/Helv 12 Tf 0 g"),
    }
    return entries | {f"/{key}": value for key, value in more.items()}


def test_values_of_fields_are_lines_in_their_places() -> None:
    """Also without an appearance of their own: drawn, and in the frame of the picture."""
    rect = (60, 60, 260, 80)
    data = with_annotations(made(typed), field("/Tx", rect, V=pikepdf.String("Wang Fang 123")))
    image, dpi = picture_of(data)
    found = layer(data)
    line = found.lines[-1]
    assert (*WORDS, "Wang Fang 123") == texts(found)
    frame = Box(60, 300 - 80, 260, 300 - 60).scaled(dpi / 72)
    assert frame.grown(2).overlap(line.box) == pytest.approx(line.box.area)
    assert dark(image, line.box) > 50


def test_value_that_stands_in_the_layer_too_is_read_once() -> None:
    """Some programs write the value into the page as well."""
    data = with_annotations(
        made(typed), field("/Tx", (55, 210, 260, 240), V=pikepdf.String(WORDS[0]))
    )
    assert texts(layer(data)) == WORDS


def test_check_boxes_are_ticks() -> None:
    """With their state, and the words that follow them."""
    boxes = [
        field("/Btn", (30, 215, 44, 229), V=pikepdf.Name.Yes, AS=pikepdf.Name.Yes),
        field("/Btn", (30, 175, 44, 189), V=pikepdf.Name.Off, AS=pikepdf.Name.Off),
    ]
    for box in boxes:
        box["/AP"] = pikepdf.Dictionary(
            N=pikepdf.Dictionary(Yes=pikepdf.Dictionary(), Off=pikepdf.Dictionary())
        )
    found = layer(with_annotations(made(typed), *boxes))
    ticks = found.ticks((), found.lines)
    assert [(tick.label, tick.ticked) for tick in ticks] == [(WORDS[0], True), (WORDS[1], False)]


def test_typed_notes_count() -> None:
    """Words put on the page with a viewer's typewriter are no part of the layer."""
    note = {
        "/Subtype": pikepdf.Name.FreeText,
        "/Rect": pikepdf.Array([60, 30, 260, 60]),
        "/Contents": pikepdf.String("first line\rsecond line"),
        "/DA": pikepdf.String("/Helv 12 Tf 0 g"),
    }
    found = layer(with_annotations(made(typed), note, form=False))
    assert texts(found) == (*WORDS, "first line", "second line")
    first, second = found.lines[-2:]
    assert first.box.bottom <= second.box.top


def test_hidden_fields_do_not_count() -> None:
    """What no viewer shows is not on the paper."""
    one = field("/Tx", (60, 60, 260, 80), V=pikepdf.String("secret")) | {"/F": 2}
    assert texts(layer(with_annotations(made(typed), one))) == WORDS


def test_stamps_are_in_the_picture() -> None:
    """A seal put on with a viewer is found like any other."""
    with pikepdf.open(io.BytesIO(made(typed))) as document:
        ring = document.make_stream(b"0.9 0.1 0.1 RG 4 w 5 5 70 70 re S")
        ring.Type, ring.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        ring.BBox = pikepdf.Array([0, 0, 80, 80])
        stamp = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Stamp,
            F=4,
            Rect=pikepdf.Array([300, 20, 380, 100]),
            AP=pikepdf.Dictionary(N=ring),
        )
        document.pages[0].Annots = pikepdf.Array([document.make_indirect(stamp)])
        out = io.BytesIO()
        document.save(out)
    image, _ = picture_of(out.getvalue())
    blue, _, red = (image[:, :, channel].astype(int) for channel in range(3))
    assert np.count_nonzero(red - blue > 100) > 500


def test_scripts_of_a_form_do_not_run() -> None:
    """A script that would fill in the field leaves it as it was."""
    script = pikepdf.Dictionary(
        S=pikepdf.Name.JavaScript, JS=pikepdf.String("event.value = 'from a script';")
    )
    one = field("/Tx", (60, 60, 260, 80), V=pikepdf.String("typed by hand"))
    one["/AA"] = pikepdf.Dictionary(C=script, F=script)
    assert texts(layer(with_annotations(made(typed), one))) == (*WORDS, "typed by hand")
