"""A Chinese typeface of the system, for words drawn into pictures; there may be none."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from PIL import ImageFont

_FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path("/System/Library/Fonts"),
    Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts",
)
# The first that is there is taken; those with even strokes come first, they read well when small.
_NAMES = (
    "NotoSansCJK-Regular.ttc", "NotoSansSC-Regular.otf", "SourceHanSansSC-Regular.otf",
    "wqy-microhei.ttc", "wqy-zenhei.ttc", "DroidSansFallbackFull.ttf", "msyh.ttc", "PingFang.ttc",
    "STHeiti Medium.ttc", "uming.ttc", "gbsn00lp.ttf", "simsun.ttc", "ukai.ttc",
)  # fmt: skip

Typeface = ImageFont.FreeTypeFont | ImageFont.ImageFont


@cache
def chinese(size: int) -> ImageFont.FreeTypeFont | None:
    """A typeface with Chinese characters in it, `size` pixels high; None where none is found."""
    path = _file()
    return ImageFont.truetype(path, size) if path else None


@cache
def latin(size: int) -> Typeface:
    """Pillow's own, for digits and English words."""
    return ImageFont.load_default(size)


@cache
def _file() -> str:
    there = {
        path.name: path
        for folder in _FOLDERS
        if folder.is_dir()
        for path in folder.rglob("*.[to]t*")
    }
    return next((str(there[name]) for name in _NAMES if name in there), "")
