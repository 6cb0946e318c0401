"""Find the typefaces that the paper is set in."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import ImageFont

ROOTS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
PACKAGES = (
    "fonts-arphic-uming fonts-arphic-ukai fonts-wqy-zenhei "
    "fonts-arphic-gbsn00lp fonts-arphic-gkai00mp fonts-dejavu-core"
)
# name here -> file name; each collection's first face with mainland shapes is taken
FILES = {
    "song": "gbsn00lp.ttf",
    "ming": "uming.ttc",
    "hei": "wqy-zenhei.ttc",
    "kai": "gkai00mp.ttf",
    "ukai": "ukai.ttc",
    "marks": "DejaVuSans.ttf",  # tick boxes as characters, in text layers
}
FALLBACK = "hei"
FULL_WIDTH = "\u3000□☑■"  # tick boxes are drawn, not set from a typeface


class FontMissingError(RuntimeError):
    """A typeface is not installed."""


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring characters that one typeface can show."""

    text: str
    font: ImageFont.FreeTypeFont


@cache
def path(name: str) -> Path:
    """Return the file of a typeface."""
    for root in ROOTS:
        found = sorted(root.rglob(FILES[name])) if root.is_dir() else []
        if found:
            return found[0]
    msg = f"typeface {FILES[name]} not found; install it: apt-get install -y {PACKAGES}"
    raise FontMissingError(msg)


@cache
def font(name: str, pixels: int) -> ImageFont.FreeTypeFont:
    """Return a typeface at a size in pixels."""
    return ImageFont.truetype(str(path(name)), pixels, layout_engine=ImageFont.Layout.BASIC)


@cache
def _missing_shape(name: str) -> bytes:
    return bytes(font(name, 40).getmask("\U0010ffff"))


@cache
def has(name: str, character: str) -> bool:
    """Tell whether a typeface holds a character."""
    if character in " \u3000":
        return True
    return bytes(font(name, 40).getmask(character)) != _missing_shape(name)


def runs(text: str, name: str, pixels: int) -> list[Run]:
    """Split a text into runs; characters that the typeface lacks come from the fallback."""
    out: list[Run] = []
    for character in text:
        face = font(name if has(name, character) else FALLBACK, pixels)
        if out and out[-1].font is face:
            out[-1] = Run(out[-1].text + character, face)
        else:
            out.append(Run(character, face))
    return out


@cache
def width(character: str, name: str, pixels: int) -> float:
    """Return how far one character moves the pen."""
    if character in FULL_WIDTH:
        return float(pixels)
    return font(name if has(name, character) else FALLBACK, pixels).getlength(character)


def text_width(text: str, name: str, pixels: int) -> float:
    """Return how far a text moves the pen."""
    return sum(width(character, name, pixels) for character in text)
