"""What the drawing of decoys shares: colours, places, lines of text."""

import random

from samples import fonts
from samples.seal_papers import Page
from samples.sheet import put_text

Colour = tuple[int, int, int]
Place = tuple[float, float]


def red(rng: random.Random) -> Colour:
    """Return a printer's or a pen's red."""
    return (rng.randint(185, 240), rng.randint(10, 55), rng.randint(15, 60))


def strong(rng: random.Random) -> Colour:
    """Return a full colour, red more often than chance."""
    if rng.random() < 0.45:
        return red(rng)
    return rng.choice(((20, 90, 180), (0, 140, 90), (240, 140, 20), (110, 40, 140), (200, 160, 30)))


def place(page: Page, rng: random.Random, margin: float = 30) -> Place:
    wide, high = page.sheet.image.size
    edge = page.mm(margin)
    return rng.uniform(edge, wide - edge), rng.uniform(edge, high - edge)


def put_line(
    page: Page, at: Place, text: str, size: float, colour: Colour, face: str = "hei"
) -> None:
    """Set a line around a point."""
    pixels = page.size(size)
    wide = fonts.text_width(text, face, pixels)
    put_text(
        page.sheet, (at[0] - wide / 2, at[1] - pixels / 2), text, face, pixels, colour, note=False
    )
