"""Make the filled-in parts of a typed form the values of an interactive form (ISO 32000-1, 12.7).

Text fields and check boxes carry value and appearance; the page itself bears the printed form only.
"""

import io
from dataclasses import dataclass

import pikepdf
from reportlab.pdfgen.canvas import Canvas

from samples.layout import EMPTY_BOX, TICKED
from samples.sheet import INK, Rect
from samples.vector import Frame, Glyphs, Mark, Page, VectorSheet, new_canvas

MULTILINE = 1 << 12
PRINT = 4  # the annotation flag
ON, OFF = "mark-on", "mark-off"
DRAWN = "/FormXob."  # what reportlab puts before a form's name
OURS = (f"{DRAWN}value-", f"{DRAWN}mark-")


@dataclass(frozen=True, slots=True)
class Widget:
    """A field on a page: a text and its appearance's name, or a check box and its state."""

    name: str
    rect: Rect  # points: left, bottom, right, top
    text: str = ""
    drawn: str = ""
    multiline: bool = False
    ticked: bool = False

    @property
    def check(self) -> bool:
        """Tell whether it is a check box."""
        return not self.drawn


def interactive(sheets: list[VectorSheet], ticked: str) -> bytes:
    """Return pages as a PDF with an interactive form; `ticked` is the mark in a check box."""
    out = io.BytesIO()
    canvas = new_canvas(out)
    _marks(canvas, ticked)
    pages = [_page(canvas, sheet, number) for number, sheet in enumerate(sheets, 1)]
    canvas.save()
    return _with_fields(out.getvalue(), pages)


def _marks(canvas: Canvas, ticked: str) -> None:
    """Draw what a check box shows, ticked and not, on a square of ten."""
    for name in (ON, OFF):
        canvas.beginForm(name, 0, 0, 10, 10)
        if name == ON and ticked == "■":
            canvas.rect(1.5, 1.5, 7, 7, stroke=0, fill=1)
        elif name == ON:
            canvas.setLineWidth(1.2)
            canvas.lines([(1.5, 5, 4.2, 1.8), (4.2, 1.8, 9.2, 9.5)])
        canvas.endForm()


def _page(canvas: Canvas, sheet: VectorSheet, number: int) -> list[Widget]:
    """Draw a page without what is filled in, and return its fields."""
    page = Page.of(canvas, sheet)
    page.put_pictures(sheet)
    rest: list[Mark] = [one for one in sheet.marks if not _is_box(one)]
    widgets = []
    for index, (text, box) in enumerate(sheet.fills, 1):
        inside = [one for one in rest if _inside(one, box)]
        rest = [one for one in rest if one not in inside]
        drawn = f"value-{number}-{index}"
        rect = page.box((box[0] - 2, box[1] - 2, box[2] + 4, box[3] + 6))
        lines = {one.at[1] for one in inside if isinstance(one, Glyphs)}
        widgets.append(Widget(f"文本{number}.{index}", rect, text, drawn, len(lines) > 1))
        canvas.beginForm(drawn, *rect)
        for mark in inside:
            page.put(mark)
        canvas.endForm()
        canvas.doForm(drawn)
    for mark in rest:
        page.put(mark)
    for index, (_, state, box) in enumerate(sheet.ticks, 1):
        page.put(Frame(box, 2, INK))
        widgets.append(Widget(f"复选框{number}.{index}", page.box(box), ticked=state))
    for name in (ON, OFF):
        canvas.doForm(name)
    canvas.showPage()
    return widgets


def _is_box(mark: Mark) -> bool:
    return isinstance(mark, Glyphs) and mark.text in EMPTY_BOX + TICKED


def _inside(mark: Mark, box: Rect) -> bool:
    if not isinstance(mark, Glyphs):
        return False
    x, y = mark.at
    return box[0] - 2 <= x <= box[2] + 2 and box[1] <= y <= box[3] + mark.pixels * 0.2


def _with_fields(data: bytes, pages: list[list[Widget]]) -> bytes:
    """Turn the drawn values into appearances of fields, and drop them from the pages."""
    pdf = pikepdf.open(io.BytesIO(data))
    fields = pikepdf.Array()
    for page, widgets in zip(pdf.pages, pages, strict=True):
        drawn = page.obj.Resources.XObject
        forms = {name: drawn[name] for name in map(str, drawn.keys()) if name.startswith(OURS)}
        page.obj.Contents = pdf.make_stream(_without_values(page))
        annotations = pikepdf.Array()
        for widget in widgets:
            field = pdf.make_indirect(_field(widget, page, forms))
            annotations.append(field)
            fields.append(field)
        page.obj.Annots = annotations
        for name in forms:
            del drawn[name]
    font = {"Type": "/Font", "Subtype": "/Type1", "BaseFont": "/Helvetica"}
    helvetica = pikepdf.Dictionary({f"/{k}": pikepdf.Name(v) for k, v in font.items()})
    pdf.Root.AcroForm = pikepdf.Dictionary(
        Fields=fields,
        DA=pikepdf.String("/Helv 0 Tf 0 g"),
        DR=pikepdf.Dictionary(Font=pikepdf.Dictionary(Helv=helvetica)),
    )
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()


def _without_values(page: pikepdf.Page) -> bytes:
    kept = [
        one
        for one in pikepdf.parse_content_stream(page)
        if not (str(one.operator) == "Do" and str(one.operands[0]).startswith(OURS))
    ]
    return pikepdf.unparse_content_stream(kept)


def _field(
    widget: Widget, page: pikepdf.Page, forms: dict[str, pikepdf.Object]
) -> pikepdf.Dictionary:
    shared = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Widget,
        T=pikepdf.String(widget.name),
        Rect=[round(side, 2) for side in widget.rect],
        F=PRINT,
        P=page.obj,
    )
    if widget.check:
        state = pikepdf.Name.Yes if widget.ticked else pikepdf.Name.Off
        shown = pikepdf.Dictionary(Yes=forms[f"{DRAWN}{ON}"], Off=forms[f"{DRAWN}{OFF}"])
        shared.FT, shared.V, shared.AS = pikepdf.Name.Btn, state, state
        shared.AP = pikepdf.Dictionary(N=shown)
        return shared
    shared.FT, shared.V = pikepdf.Name.Tx, pikepdf.String(widget.text)
    shared.Ff = MULTILINE if widget.multiline else 0
    shared.DA = pikepdf.String("/Helv 0 Tf 0 g")
    shared.AP = pikepdf.Dictionary(N=forms[f"{DRAWN}{widget.drawn}"])
    return shared
