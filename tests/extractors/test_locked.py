"""PDF files with passwords, of every revision."""

from __future__ import annotations

import io
import warnings

import pikepdf
import pypdfium2 as pdfium
import pytest

from extractors.limits import Limits, UnreadableError
from extractors.locked import unlocked
from extractors.reader import describe


def locked(revision: int, aes: bool, user: str) -> bytes:
    out = io.BytesIO()
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(300, 400))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # revision 5 is deprecated, and comes all the same
        lock = pikepdf.Encryption(owner="owner", user=user, R=revision, aes=aes, metadata=aes)
        pdf.save(out, encryption=lock)
    return out.getvalue()


@pytest.mark.parametrize(
    ("revision", "aes"), [(2, False), (3, False), (4, False), (4, True), (5, True), (6, True)]
)
def test_passwords_are_tried_in_their_order(revision: int, aes: bool) -> None:
    """The user's and the owner's; without one that fits the file stays closed."""
    data = locked(revision, aes, "secret")
    with pytest.raises(UnreadableError):
        describe(data, "a.pdf", Limits())
    assert unlocked(data, ()) is None
    assert unlocked(data, ("wrong", "Secret")) is None
    for fitting in ("secret", "owner"):
        opened = unlocked(data, ("wrong", fitting))
        assert opened is not None
        assert describe(opened, "a.pdf", Limits()).pages == 1
        assert pdfium.PdfDocument(opened)[0].get_size() == (300, 400)


def test_a_file_that_opens_is_left_alone() -> None:
    """Many files forbid printing and want no password; others are not encrypted at all."""
    assert unlocked(locked(4, True, ""), ("secret",)) is None
    assert unlocked(b"%PDF-1.7 nothing", ("secret",)) is None
