"""PDF files with a password, opened with those that staff were told."""

from __future__ import annotations

import io
from functools import lru_cache

import pypdfium2 as pdfium

_ENCRYPTED = b"/Encrypt"
_REMOVE_SECURITY = 3  # fpdf_save.h


@lru_cache(maxsize=1)
def unlocked(data: bytes, passwords: tuple[str, ...]) -> bytes | None:
    """The file without its password; None where it wants none or no given one fits.

    All revisions of the standard security handler (ISO 32000-2, 7.6.4) are PDFium's work.
    """
    if not passwords or _ENCRYPTED not in data or _opens(data, None):
        return None
    fitting = (one for one in passwords if _opens(data, one))
    password = next(fitting, None)
    if password is None:
        return None
    out = io.BytesIO()
    document = pdfium.PdfDocument(data, password=password)
    try:
        document.save(out, flags=_REMOVE_SECURITY)
    finally:
        document.close()
    return out.getvalue()


def _opens(data: bytes, password: str | None) -> bool:
    try:
        pdfium.PdfDocument(data, password=password).close()
    except pdfium.PdfiumError:
        return False
    return True
