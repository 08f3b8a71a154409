"""A template that somebody fills in: what stands above each column, and what is said of it."""

from dataclasses import dataclass
from typing import Any

from services.reports.domain.accepted import Holds


@dataclass(frozen=True, slots=True)
class BlankColumn:
    """A column: its name in files, its header and help in a language, the codes that it takes, and
    what an example has there.
    """

    name: str
    header: str
    help: str
    holds: Holds
    needed: bool
    codes: tuple[str, ...]
    example: Any


@dataclass(frozen=True, slots=True)
class BlankTexts:
    """What the sheet that explains says beside the columns."""

    explanation: str
    codes: str
    needed: str
    head: tuple[str, ...]
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Blank:
    """The template of a kind in a language."""

    kind: str
    name: str
    help: str
    columns: tuple[BlankColumn, ...]
    texts: BlankTexts
