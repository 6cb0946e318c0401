"""What a file turned out to be before any page is read, and the version of what reads pages.

Apart from the reader, so that whoever only knows facts need not load what makes them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from extractors.facts import Problem
from extractors.signed import Signature
from extractors.sniff import FileKind

# Raised by hand whenever the same bytes would be read differently.
READER_VERSION: Final = 11


@dataclass(frozen=True, slots=True)
class FileInfo:
    """What a file turned out to be. `pages` is 0 for what has none (archives, mails)."""

    kind: FileKind
    pages: int
    problems: tuple[Problem, ...] = ()
    signatures: tuple[Signature, ...] = ()
