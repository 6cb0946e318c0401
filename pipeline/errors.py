"""Errors of ours, not of the paper: each knows its exit code and says what to do in one line."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """What the shell gets. Findings are no failure: a run that found everything bad is OK."""

    OK = 0
    USAGE = 2
    INPUT = 3
    TOOL_MISSING = 4
    CONFIGURATION = 5
    STORE = 6
    INTERRUPTED = 130


class YushenError(Exception):
    """A foreseen error; its message is one line for the person at the shell."""

    exit_code: ExitCode = ExitCode.USAGE


class InputError(YushenError):
    """The haul, the register or the roster is not there or not what it should be."""

    exit_code = ExitCode.INPUT


class ToolMissingError(YushenError):
    """An engine or program is not installed or does not start; the message says what to do."""

    exit_code = ExitCode.TOOL_MISSING


class ConfigurationError(YushenError):
    """A setting is unknown or wrong; the message names its file (or source) and key."""

    exit_code = ExitCode.CONFIGURATION


class StoreError(YushenError):
    """The workspace's database or originals cannot be used."""

    exit_code = ExitCode.STORE


# Problem code of a page or file whose parser failed in a way that nobody foresaw, or whose
# worker died: the wording stands in the catalogue.
CRASHED = "reader-crashed"
