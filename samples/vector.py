"""Draw a form as a PDF that was never paper: characters in embedded typefaces, ruled tables.

The form is set as for paper, on sheets that write down what is drawn instead of drawing it.
"""

import io
from dataclasses import dataclass, field
from typing import Any

from PIL import Image, ImageChops, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from samples.layout import Form
from samples.paper import Typesetter, draw
from samples.sheet import Rect, Sheet, blank_sheet, put_text
from samples.style import Style

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Glyphs:
    """Characters of one typeface on one line; `at` is the left end of the base line, in pixels."""

    text: str
    at: tuple[float, float]
    face: str  # file of the typeface
    pixels: int
    ink: Colour


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line."""

    start: tuple[float, float]
    end: tuple[float, float]
    width: float
    ink: Colour


@dataclass(frozen=True, slots=True)
class Frame:
    """A ruled rectangle; its line lies inside the box."""

    box: Rect
    width: float
    ink: Colour


Mark = Glyphs | Rule | Frame


class Recorder(ImageDraw.ImageDraw):
    """A pen that writes down what it is asked to draw, and draws nothing."""

    def __init__(self, image: Image.Image, marks: list[Mark]) -> None:
        super().__init__(image)
        self.marks = marks

    def text(self, xy: Any, text: Any, *_: Any, **how: Any) -> None:
        """Write down a run of characters; the point is its top left."""
        font = how["font"]
        base = (xy[0], xy[1] + font.getmetrics()[0])
        self.marks.append(Glyphs(text, base, font.path, font.size, how["fill"]))

    def rectangle(self, xy: Any, fill: Any = None, outline: Any = None, width: int = 1) -> None:
        """Write down a frame."""
        self.marks.append(Frame(tuple(xy), width, outline))

    def line(self, xy: Any, fill: Any = None, width: int = 0, joint: Any = None) -> None:
        """Write down a rule."""
        self.marks.append(Rule(xy[0], xy[1], width, fill))


@dataclass(slots=True)
class VectorSheet(Sheet):
    """A sheet whose print is written down; pictures alone lie on its image."""

    marks: list[Mark] = field(default_factory=list)

    @property
    def pen(self) -> ImageDraw.ImageDraw:
        """Return a pen that writes down."""
        return Recorder(self.image, self.marks)


@dataclass(frozen=True, slots=True)
class VectorSetter(Typesetter):
    """Sets forms on such sheets."""

    def sheet(self) -> Sheet:
        """Return an empty sheet."""
        plain = blank_sheet(self.style.dpi)
        return VectorSheet(plain.image, plain.dpi, typed=True)


def typed(form: Form, style: Style) -> list[VectorSheet]:
    """Return the form's pages as typed: nothing on them is written by hand."""
    sheets = []
    setter = VectorSetter(style)
    for sheet in draw(form, style, setter):
        assert isinstance(sheet, VectorSheet)
        for spot in sheet.spots:
            if spot.kind == "hand":
                put_text(sheet, spot.box[:2], spot.name, setter.face("body"), setter.points(0))
        sheet.lines.sort(key=lambda line: (round(line[1][1] / sheet.dpi * 10), line[1][0]))
        sheets.append(sheet)
    return sheets


def face_name(file: str) -> str:
    """Register a typeface file once, and return its name."""
    name = "face-" + file.rpartition("/")[2].partition(".")[0]
    if name not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(name, file))
    return name


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the PDF: turns a sheet's pixels into points, y upwards."""

    canvas: Canvas
    height: float  # points
    scale: float  # points in a pixel

    @classmethod
    def of(cls, canvas: Canvas, sheet: Sheet) -> "Page":
        """Return a sheet's page and give the canvas its size."""
        scale = 72 / sheet.dpi
        width, height = (side * scale for side in sheet.image.size)
        canvas.setPageSize((width, height))
        return cls(canvas, height, scale)

    def box(self, box: Rect) -> Rect:
        """Return a box of the sheet as left, bottom, right, top in points."""
        left, top, right, bottom = (side * self.scale for side in box)
        return (left, self.height - bottom, right, self.height - top)

    def put(self, mark: Mark) -> None:
        """Draw one mark."""
        if isinstance(mark, Glyphs):
            self.canvas.setFillColorRGB(*(part / 255 for part in mark.ink))
            self.canvas.setFont(face_name(mark.face), mark.pixels * self.scale)
            x, y = mark.at
            self.canvas.drawString(x * self.scale, self.height - y * self.scale, mark.text)
            return
        self.canvas.setStrokeColorRGB(*(part / 255 for part in mark.ink))
        self.canvas.setLineWidth(mark.width * self.scale)
        if isinstance(mark, Rule):
            ends = (*mark.start, *mark.end)
            left, bottom, right, top = self.box(ends)
            self.canvas.line(left, top, right, bottom)
            return
        inside = mark.width / 2
        left, top, right, bottom = mark.box
        box = self.box((left + inside, top + inside, right - inside, bottom - inside))
        self.canvas.rect(box[0], box[1], box[2] - box[0], box[3] - box[1])

    def put_pictures(self, sheet: Sheet) -> None:
        """Draw what lies on the sheet's image."""
        white = Image.new("RGB", sheet.image.size, sheet.image.getpixel((0, 0)))
        found = ImageChops.difference(sheet.image, white).getbbox()
        if found:
            left, bottom, right, top = self.box(found)
            picture = ImageReader(sheet.image.crop(found))
            self.canvas.drawImage(picture, left, bottom, right - left, top - bottom)


def new_canvas(out: io.BytesIO) -> Canvas:
    """Return a canvas that writes the same bytes for the same drawing."""
    return Canvas(out, invariant=1, pageCompression=1)


def pdf_of(sheets: list[VectorSheet]) -> bytes:
    """Return pages as a PDF."""
    out = io.BytesIO()
    canvas = new_canvas(out)
    for sheet in sheets:
        page = Page.of(canvas, sheet)
        page.put_pictures(sheet)
        for mark in sheet.marks:
            page.put(mark)
        canvas.showPage()
    canvas.save()
    return out.getvalue()
