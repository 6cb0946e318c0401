"""Deal the pages of the corpus of seals: what stands on each, how it was pressed and scanned.

A page's plan hangs on the seed and its number alone: more pages leave the first ones as they are.
"""

import colorsys
import random
from dataclasses import dataclass, replace

from samples.decoys import DECOYS
from samples.degrade import Ageing
from samples.seal_designs import Named, draw
from samples.seal_names import OwnerName, owner
from samples.seal_papers import LAYOUTS, TINTS
from samples.seal_press import Impression
from samples.seal_wear import Wear

PLACES = {"text": 22, "signature": 40, "table": 12, "empty": 16, "edge": 10}
ALONE = ("blank",)  # a decoy that stands with no other


@dataclass(frozen=True, slots=True)
class PlannedSeal:
    """A seal to press, and where: a kind of place, or over the seal before it."""

    named: Named
    pressed: Impression
    place: str  # text, signature, table, empty, edge, overlap


@dataclass(frozen=True, slots=True)
class Tone:
    """What the machine does to colours."""

    cast: tuple[float, float, float] = (1.0, 1.0, 1.0)
    saturation: float = 1.0
    contrast: float = 1.0
    threshold: float = 0.0  # of a black-and-white copy, share of the paper; 0: keeps its tones


@dataclass(frozen=True, slots=True)
class PagePlan:
    """One page of the corpus."""

    number: int
    seed: int
    owner: OwnerName
    layout: str
    tint: str
    dpi: int
    source: str  # scan, photo, grey, bw
    seals: tuple[PlannedSeal, ...]
    decoys: tuple[str, ...]
    ageing: Ageing
    tone: Tone

    def rng(self, use: str) -> random.Random:
        """Return the page's own chance for one use."""
        return random.Random(f"seals:{self.seed}:{self.number}:{use}")

    @property
    def hard(self) -> bool:
        """Tell whether a person would call the page badly scanned or badly stamped."""
        return (
            self.source in ("photo", "bw")
            or self.ageing.quality <= 40
            or abs(self.ageing.skew) > 1.8
            or any(one.pressed.wear.strength < 0.5 for one in self.seals)
        )


def plan_page(seed: int, number: int) -> PagePlan:
    """Plan a page; of two neighbours, one bears seals."""
    pair = random.Random(f"seals:{seed}:pair:{(number - 1) // 2}")
    sealed = pair.random() < 0.5
    if number % 2 == 0:
        sealed = not sealed
    rng = random.Random(f"seals:{seed}:{number}:plan")
    name = owner(rng)
    source = rng.choices(("scan", "photo", "grey", "bw"), (64, 18, 11, 7))[0]
    dpi = rng.choices((150, 200, 300), (12, 66, 22))[0]
    decoys = _decoys(rng, sealed)
    layout = rng.choices(LAYOUTS, (24, 20, 16, 12, 16, 7, 5))[0]
    if "blank" in decoys:
        layout = "blank"
    return PagePlan(
        number,
        seed,
        name,
        layout,
        _tint(rng, layout),
        dpi,
        source,
        _seals(rng, name, source) if sealed else (),
        decoys,
        draw_ageing(rng, source),
        draw_tone(rng, source),
    )


def _tint(rng: random.Random, layout: str) -> str:
    if layout == "certificate" and rng.random() < 0.6:
        return "guilloche"
    return rng.choices(list(TINTS), (58, 12, 9, 6, 5, 4, 6))[0]


def _decoys(rng: random.Random, sealed: bool) -> tuple[str, ...]:
    """Choose decoys: always some where there is no seal, else on a share of the pages."""
    if sealed and rng.random() < 0.55:
        return ()
    names = [name for name in DECOYS if name not in ALONE]
    if not sealed and rng.random() < 0.05:
        return ALONE
    return tuple(rng.sample(names, rng.choices((1, 2, 3), (50, 35, 15))[0]))


def _seals(rng: random.Random, name: OwnerName, source: str) -> tuple[PlannedSeal, ...]:
    count = rng.choices((1, 2, 3), (62, 28, 10))[0]
    out: list[PlannedSeal] = []
    for index in range(count):
        # the first is the signer's; others may be other organisations'
        named = draw(rng, name if index == 0 or rng.random() < 0.4 else None)
        place = rng.choices(list(PLACES), list(PLACES.values()))[0]
        if index and rng.random() < (0.6 if named.design.kind == "name" else 0.3):
            place = "overlap"
        ink = "blue" if rng.random() < 0.13 else "red"
        pressed = Impression(
            named.design,
            ink,
            colour(rng, ink),
            _turn(rng),
            draw_wear(rng, fading=source != "bw"),
            rng.getrandbits(32),
        )
        out.append(PlannedSeal(named, pressed, place))
    return tuple(out)


def _turn(rng: random.Random) -> float:
    """Return degrees: nearly upright mostly, up to 35 often, any sometimes."""
    way = rng.random()
    if way < 0.45:
        return rng.gauss(0, 5)
    return rng.uniform(-35, 35) if way < 0.92 else rng.uniform(-180, 180)


def colour(rng: random.Random, ink: str) -> tuple[int, int, int]:
    """Return an ink: orange-red to purple-red, or steel to violet-blue."""
    if ink == "blue":
        hue, low = rng.uniform(208, 262), rng.uniform(0.45, 0.92)
        red, green, blue = colorsys.hsv_to_rgb(hue / 360, low, rng.uniform(0.5, 0.82))
    else:
        hue = rng.triangular(-30, 14, -2) % 360
        bright = rng.uniform(0.72, 0.95)
        red, green, blue = colorsys.hsv_to_rgb(hue / 360, rng.uniform(0.72, 0.95), bright)
    return (round(red * 255), round(green * 255), round(blue * 255))


def draw_wear(rng: random.Random, *, fading: bool = True) -> Wear:
    """Choose what goes wrong: one or two things on most impressions.

    A black-and-white copy loses what fades; there a person could read nothing.
    """
    faint = fading and rng.random() < 0.1
    wear = Wear(
        strength=rng.uniform(0.3, 0.5) if faint else rng.uniform(0.68, 1.0),
        blotch=rng.choice((0.0, 0.15, 0.3, 0.5, 0.7) if fading else (0.0, 0.15, 0.3)),
        grain=rng.choice((0.0, 0.05, 0.12, 0.25)),
    )
    if fading and rng.random() < 0.16:
        wear = replace(wear, dry=rng.uniform(0.4, 0.8))
    if rng.random() < 0.16:
        wear = replace(wear, gap=rng.uniform(15, 54), gap_at=rng.uniform(0, 360))
    way = rng.random()
    if way < 0.08:
        return replace(wear, smear=rng.uniform(0.4, 1.8), smear_at=rng.uniform(0, 360))
    if way < 0.2:
        return replace(wear, flood=rng.uniform(0.12, 0.3))
    if way < 0.28:
        return replace(wear, double=rng.uniform(1.0, 2.4))
    return wear


def draw_ageing(rng: random.Random, source: str) -> Ageing:
    """Choose how a page lies and what lens and file do to it."""
    photo = source == "photo"
    return Ageing(
        skew=max(-3.5, min(3.5, rng.gauss(0, 2.0 if photo else 0.9))),
        quality=rng.choice((40, 50, 55, 60, 70, 75, 80, 90)),
        blur=rng.choice((0.0, 0.5, 0.7, 0.9, 1.2)),
        noise=rng.choice((0.0, 1.5, 3.0, 5.0)),
        shadow=rng.choice((0.0, 0.0, 0.1, 0.25)) + (rng.uniform(0, 0.3) if photo else 0.0),
        grey=source in ("grey", "bw"),
        photo=photo,
    )


def draw_tone(rng: random.Random, source: str) -> Tone:
    """Choose a colour cast, or where black begins on a copy."""
    if source == "bw":
        return Tone(threshold=rng.uniform(0.66, 0.82))
    if source == "grey":
        return Tone(contrast=rng.uniform(0.85, 1.3))
    spread = 0.14 if source == "photo" else 0.03
    cast = (
        rng.uniform(1 - spread * 0.6, 1.0),
        rng.uniform(1 - spread, 1.0),
        rng.uniform(1 - spread * 2, 1.0),
    )
    return Tone(cast, rng.uniform(0.65, 1.15), rng.uniform(0.85, 1.12))
