"""Tables as XLSX; the same table gives the same bytes."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import xlsxwriter

from services.reports.formats.cells import cell

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MADE = datetime(2016, 4, 19, tzinfo=UTC)  # of every file: what it says depends on its table alone


def write(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    """A table with its header, on one sheet. Texts stay texts: none is a formula or a link."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"created": MADE})
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        for n, row in enumerate([columns, *rows]):
            for m, value in enumerate(map(cell, row)):
                put = sheet.write_string if isinstance(value, str) else sheet.write_number
                put(n, m, value)
    return out.getvalue()
