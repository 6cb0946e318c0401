"""Programme packs on disk: the built-in ones by name, others by folder."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from checks import programmes
from pipeline.errors import ConfigurationError

if TYPE_CHECKING:  # binding loads the language tools; `--help` and a run with no news need none
    from checks.programme import Programme

_MOST_BYTES = 4_000_000


def pack_folder(name: str) -> Path:
    """The folder of a pack: a built-in name, or a path. Raises ConfigurationError."""
    built_in = Path(next(iter(programmes.__path__))) / name
    folder = built_in if "/" not in name and built_in.is_dir() else Path(name)
    if not (folder / "programme.toml").is_file():
        raise ConfigurationError(f"{name}: no programme pack (no programme.toml in {folder})")
    return folder


@dataclass(frozen=True, slots=True)
class PackText:
    """The text of a pack's files by name, and a short digest of it all."""

    folder: Path
    files: dict[str, str]
    digest: str


def read_pack(name: str) -> PackText:
    """Read a pack without binding it. Raises ConfigurationError."""
    folder = pack_folder(name)
    files: dict[str, str] = {}
    for path in sorted(folder.rglob("*.toml")):
        if path.stat().st_size > _MOST_BYTES:
            raise ConfigurationError(f"{path}: larger than {_MOST_BYTES} bytes")
        try:
            files[path.relative_to(folder).as_posix()] = path.read_text("utf-8")
        except UnicodeDecodeError as error:
            raise ConfigurationError(f"{path}: not UTF-8") from error
    text = "".join(f"{name}\n{text}" for name, text in sorted(files.items()))
    return PackText(folder, files, hashlib.sha256(text.encode()).hexdigest()[:12])


def load_pack(name: str) -> tuple[Programme, str]:
    """Bind a pack; also its id with a short digest of its text, which judged results carry."""
    from checks.programme import PackError, bind

    pack = read_pack(name)
    try:
        programme = bind(pack.files)
    except PackError as error:
        raise ConfigurationError(f"{pack.folder}/{error}") from error
    return programme, f"{programme.about.id}-{programme.about.version}-{pack.digest}"
