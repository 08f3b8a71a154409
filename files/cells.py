"""What stands in a table: columns with a type, and the texts of cells, of which no spreadsheet
computes one.
"""

import re
from collections.abc import AsyncIterator, Sequence
from decimal import Decimal
from typing import Any, Literal, NamedTuple

Type = Literal["text", "integer", "number", "instant"]
Row = Sequence[Any]  # a text, an integer, a Decimal, None; lists become one text
Rows = AsyncIterator[Sequence[Row]]  # in batches

# with what a spreadsheet begins to compute; behind apostrophes, so that what is escaped can be told
# from what began with one
COMPUTED = re.compile(r"'*[=+\-@\t\r]")
ESCAPED = re.compile(r"'+[=+\-@\t\r]")


class Column(NamedTuple):
    """A column: its name in the header, and what its cells hold."""

    name: str
    type: Type = "text"


def cell(value: Any) -> Any:
    """A value as a cell holds it: lists as one text, truth as a word, nothing as an empty text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return "; ".join(str(cell(one)) for one in value)
    return value


def safe(text: str) -> str:
    """A text that no spreadsheet computes: one that would be gets an apostrophe before it."""
    return f"'{text}" if COMPUTED.match(text) else text


def restored(text: str) -> str:
    """The text that `safe` was given."""
    return text[1:] if ESCAPED.match(text) else text


def number(value: Any) -> Decimal | None:
    """A number of the JSON answers (integer, float, or money as a decimal text) with the text it
    has there.
    """
    return None if value is None else Decimal(value if isinstance(value, str) else repr(value))


def digits(value: Decimal) -> str:
    """The text of a number, never with an exponent."""
    return format(value, "f")
