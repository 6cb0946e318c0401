"""The settings: command line, environment `YUSHEN_…`, `yushen.toml` in the workspace, defaults.

Read once at the edge and handed down in pieces; no stage sees the whole of them.
"""

from __future__ import annotations

import os
import tomllib
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PositiveFloat, PositiveInt, ValidationError
from pydantic_settings import (
    BaseSettings,
    InitSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from extractors.limits import Limits
from pipeline.errors import ConfigurationError

FILE_NAME = "yushen.toml"
_PREFIX = "YUSHEN_"
_DELIMITER = "__"
_DEFAULT_WORKSPACE = Path("workspace")
_MOST_WORKERS = 8
_DEFAULTS = Limits()


def _default_workers() -> int:
    return min(os.cpu_count() or 1, _MOST_WORKERS)


class LimitSettings(BaseModel):
    """The readers' limits as settings; units and defaults are those of `extractors.limits`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file_bytes: PositiveInt = _DEFAULTS.file_bytes
    packet_bytes: PositiveInt = _DEFAULTS.packet_bytes
    archive_depth: PositiveInt = _DEFAULTS.archive_depth
    archive_members: PositiveInt = _DEFAULTS.archive_members
    unpacked_bytes: PositiveInt = _DEFAULTS.unpacked_bytes
    ratio: PositiveInt = _DEFAULTS.ratio
    pages: PositiveInt = _DEFAULTS.pages
    page_pixels: PositiveInt = _DEFAULTS.page_pixels
    page_seconds: PositiveInt = _DEFAULTS.page_seconds
    raster_pixels: PositiveInt = _DEFAULTS.raster_pixels
    xml_bytes: PositiveInt = _DEFAULTS.xml_bytes

    def limits(self) -> Limits:
        return Limits(**self.model_dump())


class LetterSettings(BaseModel):
    """Whom applicants may ask about a deficiency notice; letters demand both."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    contact: str = ""
    phone: str = ""


class DeskSettings(BaseModel):
    """The review desk. A session ends so long after it began, or after so long without use.

    `lease_minutes`: how long a packet stays with a reviewer who does nothing. `upload_bytes`:
    the most that one upload may hold.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    session_hours: PositiveFloat = 8
    idle_minutes: PositiveFloat = 30
    lease_minutes: PositiveFloat = 15
    upload_bytes: PositiveInt = 20_000_000_000


_NESTED: Mapping[str, type[BaseModel]] = {
    "limits": LimitSettings,
    "letter": LetterSettings,
    "desk": DeskSettings,
}


# pydantic warns that `register` hides a method of ABCMeta; nobody registers subclasses of settings.
with warnings.catch_warnings():
    warnings.filterwarnings("ignore", message='Field name "register"')

    class Settings(BaseSettings):
        """Everything that can be set. Paths are relative to the current directory.

        `threads` is the number of threads of one worker; `workers` the number of processes.
        `read`: the pages that the programme wants, or all that are not empty. `settle_seconds`:
        for how long a file must not change before it counts as copied.
        """

        model_config = SettingsConfigDict(
            frozen=True,
            extra="forbid",
            env_prefix=_PREFIX,
            env_nested_delimiter=_DELIMITER,
            env_ignore_empty=True,
        )

        workspace: Path = _DEFAULT_WORKSPACE
        programme: str = "saq_2021"
        register: Path | None = None
        members: Path | None = None
        workers: int = Field(default_factory=_default_workers, ge=1, le=256)
        threads: int = Field(default=1, ge=1, le=64)
        ocr: Literal["rapid", "tesseract"] = "rapid"
        read: Literal["wanted", "all"] = "wanted"
        settle_seconds: float = Field(default=2.0, ge=0, le=600)
        limits: LimitSettings = LimitSettings()
        letter: LetterSettings = LetterSettings()
        desk: DeskSettings = DeskSettings()

        @classmethod
        def settings_customise_sources(
            cls,
            settings_cls: type[BaseSettings],
            init_settings: PydanticBaseSettingsSource,
            env_settings: PydanticBaseSettingsSource,
            dotenv_settings: PydanticBaseSettingsSource,
            file_secret_settings: PydanticBaseSettingsSource,
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            """In this order; which workspace's file is meant is known from the others."""
            written = _written(_workspace(init_settings()))
            return init_settings, env_settings, InitSettingsSource(settings_cls, written)


def load(overrides: Mapping[str, Any]) -> Settings:
    """Read the settings once; raises ConfigurationError naming the source and the key.

    `overrides` come from the command line; values that are None were not given.
    """
    given = {key: value for key, value in overrides.items() if value is not None}
    _refuse_unknown_environment()
    try:
        return Settings(**given)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        raise ConfigurationError(_sentence(first["loc"], first["type"], first["msg"], given)) from (
            error
        )


def _workspace(given: Mapping[str, Any]) -> Path:
    return Path(
        given.get("workspace") or os.environ.get(f"{_PREFIX}WORKSPACE") or (_DEFAULT_WORKSPACE)
    )


def _written(workspace: Path) -> dict[str, Any]:
    """What the workspace's own file says; {} where there is none."""
    path = workspace / FILE_NAME
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path}: not valid TOML: {error}") from error
    except OSError as error:
        raise ConfigurationError(f"{path}: {error.strerror}") from error
    if "workspace" in values:
        raise ConfigurationError(f"{path}: workspace: the file lies in the workspace it would name")
    return values


def _refuse_unknown_environment() -> None:
    """A misspelt variable must not be passed over in silence, as pydantic-settings would."""
    for variable in sorted(os.environ):
        if not variable.upper().startswith(_PREFIX):
            continue
        key, _, nested = variable[len(_PREFIX) :].lower().partition(_DELIMITER)
        known = key in Settings.model_fields
        if nested:
            known = key in _NESTED and nested in _NESTED[key].model_fields
        if not known:
            raise ConfigurationError(f"environment: unknown key {variable}")


def _sentence(loc: tuple[int | str, ...], kind: str, message: str, given: Mapping[str, Any]) -> str:
    key = ".".join(str(part) for part in loc)
    variable = _PREFIX + _DELIMITER.join(str(part) for part in loc).upper()
    if loc and loc[0] in given:
        source = "command line"
    elif variable in {name.upper() for name in os.environ}:
        return f"environment: {variable}: {message}"
    else:
        source = str(_workspace(given) / FILE_NAME)
    return (
        f"{source}: unknown key {key}"
        if kind == "extra_forbidden"
        else (f"{source}: {key}: {message}")
    )
