"""What is red, round or coloured on a page and is no seal."""

import random
from collections.abc import Callable

from samples import decoy_pen, decoy_pictures, decoy_print, decoy_rings
from samples.seal_papers import Page

Draw = Callable[[Page, random.Random], None]


def blank(page: Page, rng: random.Random) -> None:
    """Leave the page as it is."""


DECOYS: dict[str, Draw] = {
    one.__name__: one
    for one in (
        decoy_print.red_header,
        decoy_print.red_rules,
        decoy_print.red_table,
        decoy_print.red_border,
        decoy_print.red_title,
        decoy_print.logo_round,
        decoy_print.logo_square,
        decoy_rings.certified_mark,
        decoy_rings.seal_place,
        decoy_print.emblem,
        decoy_print.qr_black,
        decoy_print.qr_red,
        decoy_print.barcode_black,
        decoy_print.barcode_red,
        decoy_print.sticker,
        decoy_pen.handwriting,
        decoy_pen.underline,
        decoy_pen.circled_words,
        decoy_pen.ticks,
        decoy_pictures.pie,
        decoy_pictures.bars,
        decoy_pictures.photo,
        decoy_pictures.sunset,
        decoy_pictures.lantern,
        decoy_pictures.balloon,
        decoy_print.circled_numbers,
        decoy_pen.watermark,
        blank,
    )
}
