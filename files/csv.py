"""Tables as CSV (RFC 4180, UTF-8), whole or in pieces."""

import csv
import io
from collections.abc import AsyncIterator, Iterable, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from files.cells import Row, Rows, cell, digits, safe

MEDIA_TYPE = "text/csv; charset=utf-8"
BOM = "\ufeff"
POINT = "en"  # the language whose decimal sign is a point; the others write a comma


class Dialect(NamedTuple):
    """How cells are told apart and numbers written; `bom`: for programs that guess otherwise."""

    separator: str = ","
    decimal: str = "."
    bom: bool = False


PLAIN = Dialect()


def for_excel(lang: str) -> Dialect:
    """What the Excel of a language reads by a double click."""
    return Dialect(";", "." if lang == POINT else ",", bom=True)


def write(columns: Sequence[str], rows: Iterable[Row], dialect: Dialect = PLAIN) -> bytes:
    """A table with its header."""
    return (_lines([columns], dialect, first=True) + _lines(rows, dialect)).encode()


async def pieces(
    columns: Sequence[str], batches: Rows, dialect: Dialect = PLAIN
) -> AsyncIterator[bytes]:
    """The same bytes, a piece for each batch of rows."""
    yield _lines([columns], dialect, first=True).encode()
    async for rows in batches:
        yield _lines(rows, dialect).encode()


def _lines(rows: Iterable[Row], dialect: Dialect, *, first: bool = False) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=dialect.separator)
    writer.writerows([_told(value, dialect) for value in row] for row in rows)
    return (BOM if first and dialect.bom else "") + out.getvalue()


def _told(value: Any, dialect: Dialect) -> Any:
    plain = cell(value)
    if isinstance(plain, Decimal):
        return digits(plain).replace(".", dialect.decimal)
    return safe(plain) if isinstance(plain, str) else plain
