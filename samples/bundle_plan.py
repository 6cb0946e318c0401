"""Deal bound scans: a contract with a seal across its edges, or with a seal's picture pasted in."""

import random
from dataclasses import dataclass, replace

from samples.degrade import Ageing
from samples.fan import Strip, fan
from samples.seal_designs import Named, draw
from samples.seal_names import owner
from samples.seal_plan import colour, draw_wear
from samples.seal_press import Impression

# across the edges; a picture in the pages' JPEGs or over them; pressed twice on paper (no fraud)
WAYS = {"straddle": 58, "pasted": 18, "object": 14, "pressed": 10}
BREAKS = ("missing", "inserted", "foreign", "swapped")
DPI = 200


@dataclass(frozen=True, slots=True)
class Break:
    """What was done to a bundle after it was sealed; pages count from 1."""

    code: str
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class BundlePlan:
    """One PDF. `strips` and `printed` stand in the order of its pages."""

    number: int
    seed: int
    pages: int
    way: str  # straddle, pasted, object, pressed
    named: Named
    pressed: Impression
    duplex: bool
    strips: tuple[Strip | None, ...]  # one a page where the way is straddle
    printed: tuple[int, ...]  # the page number at the foot; 0: none
    breaks: tuple[Break, ...]
    signed: tuple[int, ...]  # pages that bear the whole seal, twice where it is there twice
    ageing: Ageing

    def rng(self, use: str) -> random.Random:
        """Return the bundle's own chance for one use."""
        return random.Random(f"bundle:{self.seed}:{self.number}:{use}")


def plan_bundle(seed: int, number: int, pages: int = 0) -> BundlePlan:
    """Plan a bundle; without a number of pages it has 3 to 12."""
    rng = random.Random(f"bundle:{seed}:{number}:plan")
    pages = pages or rng.randint(3, 12)
    way = rng.choices(list(WAYS), list(WAYS.values()))[0]
    named = draw(rng, owner(rng), rng.choice(("official", "official", "official", "contract")))
    pressed = _pressed(rng, named)
    duplex = way == "straddle" and pages >= 4 and rng.random() < 0.3
    numbers = list(range(1, pages + 1)) if rng.random() < 0.6 else [0] * pages
    breach = _breach(rng, pages, duplex) if way == "straddle" and rng.random() < 0.6 else None
    strips: list[Strip | None] = [None] * pages
    if way == "straddle":
        strips = _strips(rng, pressed, pages, duplex, breach)
    if breach:
        _apply(rng, breach, strips, numbers, named)
    if way == "straddle":
        signed: tuple[int, ...] = (pages,)
    elif rng.random() < 0.25:
        signed = (rng.randint(1, pages),) * 2
    else:
        signed = tuple(sorted(rng.sample(range(1, pages + 1), 2)))
    on_paper = way in ("straddle", "pressed")
    grey = on_paper and rng.random() < 0.12
    ageing = Ageing(
        quality=rng.choice((50, 60, 75, 85)),
        blur=rng.choice((0.0, 0.5, 0.8)) if on_paper else 0.0,
        noise=rng.choice((0.0, 1.5, 3.0)) if on_paper else 0.0,
        grey=grey,
    )
    return BundlePlan(
        number,
        seed,
        pages,
        way,
        named,
        pressed,
        duplex,
        tuple(strips),
        tuple(numbers),
        (breach,) if breach else (),
        signed,
        ageing,
    )


def _pressed(rng: random.Random, named: Named) -> Impression:
    ink = "blue" if rng.random() < 0.06 else "red"
    wear = replace(draw_wear(rng, fading=False), gap=0.0)
    turn = max(-20.0, min(20.0, rng.gauss(0, 6)))
    return Impression(named.design, ink, colour(rng, ink), turn, wear, rng.getrandbits(32))


def _leaf(index: int, pages: int, duplex: bool) -> tuple[int, ...]:
    """Return the indices of the pages on the sheet that a page is on."""
    front = index - index % 2 if duplex else index
    return tuple(range(front, min(front + (2 if duplex else 1), pages)))


def _breach(rng: random.Random, pages: int, duplex: bool) -> Break:
    """Choose what is done to one sheet, or two sheets, between the first and the last."""
    code = rng.choice(BREAKS)
    at = rng.randrange(1, pages - 1)
    concerned = _leaf(at, pages, duplex)
    if code == "swapped":
        step = 2 if duplex else 1
        after = _leaf(concerned[0] + step, pages, duplex)
        other = after if len(after) == len(concerned) else _leaf(concerned[0] - step, pages, duplex)
        concerned = tuple(sorted(concerned + other))
    return Break(code, tuple(index + 1 for index in concerned))


def _strips(
    rng: random.Random, pressed: Impression, pages: int, duplex: bool, breach: Break | None
) -> list[Strip | None]:
    """Fan the sheets that were there at the sealing; backs get a second impression of the seal."""
    later = set(breach.pages) if breach and breach.code == "inserted" else set()
    wide = rng.uniform(1.0, 1.6)
    behind = replace(pressed, turn=rng.gauss(0, 6), seed=rng.getrandbits(32))
    sides = (("right", pressed, 1), ("left", behind, 2)) if duplex else (("right", pressed, 1),)
    out: list[Strip | None] = [None] * pages
    for edge, impression, first in sides:
        there = [n for n in range(first, pages + 1, len(sides)) if n not in later]
        fanned = fan(impression, len(there), edge, rng, wide)
        for number, strip in zip(there, fanned, strict=True):
            out[number - 1] = strip
    return out


def _apply(
    rng: random.Random,
    breach: Break,
    strips: list[Strip | None],
    numbers: list[int],
    named: Named,
) -> None:
    """Do what was chosen: strips and printed numbers are changed in place."""
    if breach.code == "swapped":
        half = len(breach.pages) // 2
        for one, other in zip(breach.pages[:half], breach.pages[half:], strict=True):
            a, b = one - 1, other - 1
            strips[a], strips[b] = strips[b], strips[a]
            numbers[a], numbers[b] = numbers[b], numbers[a]
        return
    for number in breach.pages:
        strip = strips[number - 1]
        if breach.code == "missing":
            strips[number - 1] = None
        elif breach.code == "foreign" and strip is not None:
            strips[number - 1] = replace(strip, pressed=_foreign(rng, strip.pressed, named))


def _foreign(rng: random.Random, own: Impression, named: Named) -> Impression:
    """Return another seal: of another owner, or the owner's pressed a second time, askew."""
    if rng.random() < 0.3:
        return replace(
            own, turn=own.turn + rng.choice((-1, 1)) * rng.uniform(15, 60), seed=own.seed + 1
        )
    other = draw(rng, kind="official").design
    same_size = replace(other, width=named.design.width, height=named.design.height)
    fits = other.shape == named.design.shape
    return _pressed(rng, Named(same_size if fits else other, "", (), ()))
