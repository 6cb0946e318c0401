"""Draw a planned bundle: its pages, its PDF, and where strips and seals came to lie."""

import io
import random
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pikepdf
from PIL import Image

from samples import degrade
from samples.bundle_plan import DPI, BundlePlan
from samples.degrade import Matrix
from samples.fan import Inked, press_fan
from samples.seal_pages import seal_box
from samples.seal_papers import FACES, Page, paragraphs, sign_off
from samples.seal_press import Impression, Points, impression_mask, outline, press
from samples.sheet import Sheet, blank_sheet, put_text

IDENTITY: Matrix = np.eye(3)


@dataclass(frozen=True, slots=True)
class Picture:
    """A seal's picture laid over a page: its top-left corner in the page's pixels."""

    mask: Image.Image
    colour: tuple[int, int, int]
    at: tuple[int, int]


@dataclass(frozen=True, slots=True)
class PageFile:
    """One page of the PDF: a JPEG, and pictures that are objects of their own."""

    jpeg: bytes
    size: tuple[int, int]
    grey: bool
    pictures: tuple[Picture, ...] = ()


def draw_bundle(plan: BundlePlan) -> tuple[bytes, dict[str, Any]]:
    """Return a bundle as PDF, and its truth but for the file's name."""
    pages = [_print(plan, page) for page in range(1, plan.pages + 1)]
    on_paper = plan.way in ("straddle", "pressed")
    drawn = _stamped(plan, pages) if on_paper else _pictured(plan, pages)
    named, design = plan.named, plan.named.design
    return _pdf([file for file, _ in drawn]), {
        "dpi": DPI,
        "way": plan.way,
        "duplex": plan.duplex,
        "owner": named.same,
        "names": {
            "same": named.same,
            "unrelated": list(named.unrelated),
            "near": list(named.near),
        },
        "seal": _design(plan.pressed) | {"title": design.title},
        "breaks": [{"code": one.code, "pages": list(one.pages)} for one in plan.breaks],
        "pages": [{"page": n, **told} for n, (_, told) in enumerate(drawn, 1)],
    }


def _print(plan: BundlePlan, at: int) -> Page:
    """Print one page of a contract: full of text, or with a signature, its number at the foot."""
    page, rng, number = Page(blank_sheet(DPI)), plan.rng(f"print:{at}"), plan.printed[at - 1]
    wide, high = page.sheet.image.size
    face, signed = FACES[plan.number % len(FACES)], at in (*plan.signed, plan.pages)
    bottom = high * rng.uniform(0.4, 0.68) if signed else high - page.mm(28)
    y = paragraphs(page, face, rng, page.mm(25), bottom, 10.5)
    if signed:
        x = wide * rng.uniform(0.55, 0.7)
        sign_off(page, plan.named.same, face, rng, y + page.mm(15), x)
    if number:
        pixels = page.size(9)
        text = f"第 {number} 页 共 {plan.pages} 页"
        foot = ((wide - pixels * 6) / 2, high - page.mm(16))
        put_text(page.sheet, foot, text, face, pixels, note=False)
    return page


def _stamped(plan: BundlePlan, pages: list[Page]) -> list[tuple[PageFile, dict[str, Any]]]:
    """Press the fan, put the whole seal where the contract is signed, scan the pages."""
    sheets = [page.sheet for page in pages]
    strips: list[Inked | None] = [None] * len(sheets)
    for side in (0, 1) if plan.duplex else (0,):
        step = 2 if plan.duplex else 1
        part = slice(side, None, step)
        strips[part] = press_fan(sheets[part], plan.strips[part], plan.rng(f"fan:{side}"))
    out = []
    for number, (page, strip) in enumerate(zip(pages, strips, strict=True), 1):
        rng = plan.rng(f"scan:{number}")
        wholes = []
        for at in _spots(plan, page, number):
            pressed = replace(plan.pressed, turn=rng.gauss(0, 6), seed=rng.getrandbits(32))
            wholes.append((press(page.sheet, pressed, at), pressed))
        file, matrix = _scan(plan, page.sheet, rng)
        told = {"slices": [_slice(strip, page.sheet, matrix, plan)] if strip else []}
        told["seals"] = [
            _whole(edge, page.sheet, matrix, pressed, plan, f"press-{number}-{index}")
            for index, (edge, pressed) in enumerate(wholes, 1)
        ]
        out.append((file, told))
    return out


def _spots(plan: BundlePlan, page: Page, number: int) -> list[tuple[float, float]]:
    """Return where a page bears the whole seal: where it is signed, and over its text."""
    places = [*page.spots.get("signature", ()), page.spots["text"][0]]
    return places[: plan.signed.count(number)]


def _scan(plan: BundlePlan, sheet: Sheet, rng: random.Random) -> tuple[PageFile, Matrix]:
    ageing = replace(plan.ageing, skew=max(-1.0, min(1.0, rng.gauss(0, 0.35))))
    matrix, size = degrade.geometry(sheet, ageing, rng)
    pixels = degrade.warp(np.asarray(sheet.image), matrix, size, ageing)
    pixels = degrade.optics(pixels, ageing, rng)
    return PageFile(degrade.encode(pixels, ageing, DPI), size, ageing.grey), matrix


def _design(pressed: Impression) -> dict[str, Any]:
    design = pressed.design
    return {
        "shape": design.shape,
        "ink": pressed.ink,
        "kind": design.kind,
        "title": design.title,
        "purpose": design.purpose,
        "code": design.code,
        "mm": round(design.width, 1),
        "motif": design.motif,
    }


def _slice(inked: Inked, sheet: Sheet, matrix: Matrix, plan: BundlePlan) -> dict[str, Any]:
    """Return the truth of one strip."""
    found = seal_box(inked.outline, sheet, matrix, sheet.image.size)
    strip = inked.strip
    told = {
        "box": list(found[0]) if found else [],
        "edge": strip.edge,
        "order": strip.order,
        "of": strip.of,
        "span": [round(share, 4) for share in strip.span],
        "complete": False,
        **_design(strip.pressed),
    }
    return told | ({"ink": "black"} if plan.ageing.grey else {})


def _whole(
    edge: Points, sheet: Sheet, matrix: Matrix, pressed: Impression, plan: BundlePlan, picture: str
) -> dict[str, Any]:
    """Return the truth of one whole seal; seals of one picture are the same pixel for pixel."""
    found = seal_box(edge, sheet, matrix, sheet.image.size)
    told = {"box": list(found[0]) if found else [], "complete": bool(found and found[1])}
    told |= _design(pressed) | {"picture": picture}
    return told | ({"ink": "black"} if plan.ageing.grey else {})


def _pictured(plan: BundlePlan, pages: list[Page]) -> list[tuple[PageFile, dict[str, Any]]]:
    """Lay one picture of the seal over two pages, at whole pixels, in the JPEG or over it."""
    mask = Image.fromarray((impression_mask(plan.pressed, DPI) * 255).astype(np.uint8))
    out = []
    for number, page in enumerate(pages, 1):
        rng = plan.rng(f"scan:{number}")
        sheet, pictures, seals = page.sheet, [], []
        for spot in _spots(plan, page, number):
            picture, edge = _laid(plan, mask, spot)
            seals.append(_whole(edge, sheet, IDENTITY, plan.pressed, plan, "picture-1"))
            if plan.way == "object":
                pictures.append(picture)
            else:
                sheet.image.paste(picture.colour, picture.at, mask)
        pixels = degrade.optics(np.asarray(sheet.image), plan.ageing, rng)
        jpeg = degrade.encode(pixels, plan.ageing, DPI)
        file = PageFile(jpeg, sheet.image.size, plan.ageing.grey, tuple(pictures))
        out.append((file, {"slices": [], "seals": seals}))
    return out


def _laid(plan: BundlePlan, mask: Image.Image, spot: tuple[float, float]) -> tuple[Picture, Points]:
    """Lay a picture around a spot, on whole blocks of the JPEG: so both come out alike."""
    left, top = (
        round((middle - side / 2) / 16) * 16 for middle, side in zip(spot, mask.size, strict=True)
    )
    middle = np.array([left + mask.width / 2, top + mask.height / 2])
    edge: Points = outline(plan.pressed.design, plan.pressed.turn, DPI) + middle
    return Picture(mask, plan.pressed.colour, (left, top)), edge


def _pdf(pages: list[PageFile]) -> bytes:
    pdf = pikepdf.new()
    for page in pages:
        wide, tall = (round(side * 72 / DPI, 2) for side in page.size)
        images = pikepdf.Dictionary(Im0=_jpeg_object(pdf, page))
        content = f"q {wide} 0 0 {tall} 0 0 cm /Im0 Do Q"
        for index, picture in enumerate(page.pictures, 1):
            images[f"/Im{index}"] = _picture_object(pdf, picture)
            w, h = (side * 72 / DPI for side in picture.mask.size)
            x, y = picture.at[0] * 72 / DPI, tall - picture.at[1] * 72 / DPI - h
            content += f"\nq {w:.3f} 0 0 {h:.3f} {x:.3f} {y:.3f} cm /Im{index} Do Q"
        sheet = pikepdf.Dictionary(
            Type=pikepdf.Name.Page,
            MediaBox=[0, 0, wide, tall],
            Resources=pikepdf.Dictionary(XObject=images),
            Contents=pdf.make_stream(content.encode()),
        )
        pdf.pages.append(pikepdf.Page(sheet))
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()


def _jpeg_object(pdf: pikepdf.Pdf, page: PageFile) -> pikepdf.Stream:
    return pikepdf.Stream(
        pdf,
        page.jpeg,
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=page.size[0],
        Height=page.size[1],
        BitsPerComponent=8,
        ColorSpace=pikepdf.Name.DeviceGray if page.grey else pikepdf.Name.DeviceRGB,
        Filter=pikepdf.Name.DCTDecode,
    )


def _picture_object(pdf: pikepdf.Pdf, picture: Picture) -> pikepdf.Stream:
    """Return a seal's picture: one colour, and the ink as its soft mask."""
    wide, high = picture.mask.size
    shared = {"Width": wide, "Height": high, "BitsPerComponent": 8}
    kind = {"Type": pikepdf.Name.XObject, "Subtype": pikepdf.Name.Image}
    ink = pikepdf.Stream(
        pdf, picture.mask.tobytes(), ColorSpace=pikepdf.Name.DeviceGray, **kind, **shared
    )
    flat = bytes(picture.colour) * (wide * high)
    return pikepdf.Stream(pdf, flat, ColorSpace=pikepdf.Name.DeviceRGB, SMask=ink, **kind, **shared)
