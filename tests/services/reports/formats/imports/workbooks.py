"""Workbooks for tests: made by a library, and then changed in a part of their package."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import xlsxwriter

Rows = Sequence[Sequence[Any]]


def made(
    sheets: Mapping[str, Rows],
    change: Callable[[Any, Mapping[str, Any]], None] | None = None,
    **options: Any,
) -> bytes:
    """A workbook; `change` gets it and its sheets before it is written."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, **options})
    shown = {name: book.add_worksheet(name) for name in sheets}
    for name, rows in sheets.items():
        for at, row in enumerate(rows):
            shown[name].write_row(at, 0, row)
    if change is not None:
        change(book, shown)
    book.close()
    return out.getvalue()


def repacked(content: bytes, parts: Mapping[str, bytes | Callable[[bytes], bytes]]) -> bytes:
    """A package with other parts, and more."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given:
        old = {name: given.read(name) for name in given.namelist()}
    for name, part in parts.items():
        old[name] = part(old[name]) if callable(part) else part
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in old.items():
            package.writestr(name, data)
    return out.getvalue()
