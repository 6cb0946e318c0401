"""Names of submitted files: labels for people, never paths on our disk."""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path, PurePosixPath

_DRIVE = re.compile(r"^[A-Za-z]:")
_LONGEST = 400
# The code of the problem that such files get.
LITTER = "litter-skipped"
_LITTER = frozenset({"thumbs.db", "ehthumbs.db", ".ds_store", "desktop.ini", "__macosx"})
_LITTER_STARTS = ("~$", "._")


def safe_label(name: str) -> tuple[str, bool]:
    """A relative path with `/`, and whether the name had tried to lead elsewhere.

    Parent folders, roots and drives are dropped, control characters are replaced.
    """
    slashed = unicodedata.normalize("NFC", name).replace("\\", "/")
    bare = _DRIVE.sub("", slashed)
    parts = bare.split("/")
    strayed = bare != slashed or bare.startswith("/") or ".." in parts
    kept = [_printable(part) for part in parts if part not in ("", ".", "..")]
    return "/".join(kept)[-_LONGEST:] or "unnamed", strayed


def _printable(text: str) -> str:
    """Control and format characters (a right-to-left mark hides a suffix) become `_`."""
    return "".join("_" if unicodedata.category(c) in ("Cc", "Cf", "Cs") else c for c in text)


def is_litter(label: str) -> bool:
    """Files that desktops leave behind: lock files of Office, thumbnails, resource forks."""
    return any(
        part.lower() in _LITTER or part.startswith(_LITTER_STARTS) for part in label.split("/")
    )


def disk_name(path: Path) -> str:
    """A file name from disk as text; names written under a Chinese Windows are GBK bytes."""
    raw = os.fsencode(path.name)
    for encoding in ("utf-8", "gb18030"):
        try:
            return unicodedata.normalize("NFC", raw.decode(encoding))
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "replace")


def distinct(label: str, taken: set[str]) -> str:
    """The label, numbered where the same one is taken already; added to `taken`."""
    path = PurePosixPath(label)
    number = 1
    while label in taken:
        number += 1
        label = str(path.with_name(f"{path.stem}~{number}{path.suffix}"))
    taken.add(label)
    return label
