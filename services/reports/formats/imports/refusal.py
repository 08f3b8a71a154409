"""What is wrong with a file as a whole, with a value in it, and what a reader should know of it."""

from collections.abc import Sequence
from typing import NamedTuple

MOST_BYTES = 20 * 1024 * 1024
MOST_ROWS = 10_000
MOST_LINE = 2 * 1024 * 1024  # bytes of a row as it is handed on: a body has at most half of that
TOO_COSTLY = (
    "too_costly",
    "Reading this file takes more memory or time than a file is given; split it, or save it anew.",
)


class Refused(Exception):
    """A file of which nothing can be read: a code and a sentence."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code, self.detail = code, detail


class Wrong(ValueError):
    """A cell that does not hold what its column asks for; `about`: the texts that the detail
    tells.
    """

    def __init__(self, code: str, detail: str, *about: str) -> None:
        super().__init__(detail)
        self.code, self.detail, self.about = code, detail, about


class Problem(NamedTuple):
    """What is wrong with a value of a row, or was read in another way than it is written; `about`:
    the texts that the detail tells.
    """

    code: str
    detail: str
    pointer: str
    cell: str | None
    about: Sequence[str] = ()


class Warned(NamedTuple):
    """What is to be known of the file itself; `about`: the names that the detail tells."""

    code: str
    detail: str
    cell: str | None = None
    about: Sequence[str] = ()


def too_many_rows() -> Refused:
    """The refusal of a table that is too long."""
    return Refused("too_many_rows", f"At most {MOST_ROWS:,} rows are read; split the file.")
