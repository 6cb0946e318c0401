import numpy as np

from extractors.facts import Box
from extractors.ocr.engine import PageImage
from extractors.pictured import outside_pictures

_CELL = Box(100, 100, 500, 600)
_PLACE = Box(130, 150, 160, 190)


def _page(light: int) -> PageImage:
    return np.full((700, 800, 3), light, np.uint8)


def _kept(page: PageImage, cell: Box = _CELL) -> bool:
    return outside_pictures((_PLACE,), (cell,), page, 300) == (_PLACE,)


def test_no_characters_are_sought_in_a_portrait() -> None:
    """A cell half filled with a darker surface holds a picture, on grey paper too."""
    page = _page(200)
    page[130:500, 130:420] = 165
    assert not _kept(page)


def test_strokes_are_no_picture() -> None:
    """A cell full of heavy strokes, thinner than any surface, may hold characters."""
    page = _page(200)
    for top in range(120, 580, 60):
        page[top : top + 30, 120:480] = 20
    assert _kept(page)


def test_a_low_cell_is_not_looked_at() -> None:
    """No portrait stands in a cell as low as one or two lines; a shaded one has characters."""
    page = _page(200)
    page[150:230, 130:420] = 165
    assert _kept(page, Box(100, 100, 500, 250))


def test_other_cells_keep_their_places() -> None:
    """A picture takes away the places of its own cell only."""
    page = _page(200)
    page[130:500, 130:420] = 165
    beside = Box(620, 150, 650, 190)
    cells = (_CELL, Box(500, 100, 790, 600))
    assert outside_pictures((_PLACE, beside), cells, page, 300) == (beside,)
