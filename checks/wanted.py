"""Which pages a programme wants to have read in full."""

from __future__ import annotations

from checks.headlines import look_kind
from extractors.facts import Look
from extractors.formtypes import Form

# Share of seal-red pixels: whole seals of 18 mm and more on A4 have at least 0.0012, slices at
# the edge (骑缝章), which may be on every page of a bound volume, at most 0.0006.
_STAMPED = 0.0008
# Forms are tables from top to bottom; those in reports are smaller.
_TABLE = 0.45
# A page inside a report has some lines, and none much larger than the others.
_LEAST_LINES, _LARGE = 6, 1.7


def wanted(looks: tuple[Look, ...], forms: tuple[Form, ...] = ()) -> frozenset[int]:
    """Indexes (from 0) of the pages of one file to read, given what was seen of all its pages.

    Every page that is not empty, but for the inside of documents of which only the presence
    counts (`Form.skim`): after such a title pages are only looked at, unless one is stamped,
    opens another document or may do so (a large line, a table all over it, few words), or is
    the file's last, where reports are signed.
    """
    skimmed = {form.kind for form in forms if form.skim}
    filled = sorted((look for look in looks if not look.blank), key=lambda look: look.number)
    chosen = []
    inside = ""
    for look in filled:
        kind = look_kind(look, forms) if skimmed else ""
        goes_on = bool(inside) and kind in ("", inside)
        if not goes_on:
            inside = kind if kind in skimmed and look.ruled <= _TABLE else ""
        if not goes_on or look is filled[-1] or not _is_body(look):
            chosen.append(look.number - 1)
    return frozenset(chosen)


def _is_body(look: Look) -> bool:
    largest = max((line.box.height for line in look.heads), default=0.0)
    if look.ruled > _TABLE or look.red >= _STAMPED or look.problems:
        return False
    return look.line_count >= _LEAST_LINES and largest < _LARGE * look.usual_height
