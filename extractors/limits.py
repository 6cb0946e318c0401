"""Limits that are checked before memory is taken, and the error that names them.

What staff set about opening strangers' files goes one way together: limits and passwords.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from extractors.facts import Problem


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes, lengths in pixels or counts; each one ends in a problem that names it.

    `worker_bytes` is what a worker may hold of memory of its own; `passwords` are tried in their
    order on files that want one, and are shown nowhere.
    """

    file_bytes: int = 200_000_000
    packet_bytes: int = 1_000_000_000
    archive_depth: int = 3
    archive_members: int = 2_000
    unpacked_bytes: int = 2_000_000_000
    ratio: int = 100
    pages: int = 1_500
    page_pixels: int = 100_000_000
    page_seconds: int = 60
    # A page is rasterised to at most this many pixels; larger ones are reduced and marked.
    raster_pixels: int = 24_000_000
    xml_bytes: int = 100_000_000
    # How deep elements of XML may nest; lxml itself stops at 256.
    xml_depth: int = 200
    worker_bytes: int = 4_000_000_000
    passwords: tuple[str, ...] = field(default=(), repr=False)


class UnreadableError(Exception):
    """The file (or page) cannot be read, and this problem says why. A finding, never a crash."""

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code)
        self.problem = Problem(code, tuple((k, str(v)) for k, v in sorted(details.items())))
