"""Tables as CSV (RFC 4180, UTF-8)."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from services.reports.formats.cells import cell

COMPUTED = ("=", "+", "-", "@", "\t", "\r")  # with what a spreadsheet begins to compute


def write(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    """A table with its header."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([_safe(cell(value)) for value in row] for row in rows)
    return out.getvalue().encode()


def _safe(value: Any) -> Any:
    """A text that would be computed gets an apostrophe before it."""
    return f"'{value}" if isinstance(value, str) and value.startswith(COMPUTED) else value
