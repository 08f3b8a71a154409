"""A file read as a table of submissions of one kind."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email.message import Message
from itertools import islice
from pathlib import Path

from services.reports.domain.accepted import Accepted
from services.reports.formats.imports import delimited, header, json_lines, numbers, workbook
from services.reports.formats.imports.header import Header, Names
from services.reports.formats.imports.refusal import (
    MOST_BYTES,
    MOST_ROWS,
    Refused,
    Warned,
    too_many_rows,
)
from services.reports.formats.imports.row import Reader, Row
from services.reports.formats.imports.sheet import Cell, Line, Sheet
from services.reports.formats.imports.values import Reading

NUMBERS = ("integer", "amount", "cell")
LINES = ("application/jsonl", "application/x-ndjson", "application/json-lines")
ZIP = b"PK\x03\x04"
OLD = b"\xd0\xcf\x11\xe0"  # of workbooks before 2007, and of those with a password
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True, slots=True)
class Table:
    """A file that can be read: how many of its rows say something, and these, once."""

    format: str
    total: int
    rows: Iterator[Row]
    sheet: str | None = None
    warnings: list[Warned] = field(default_factory=list)


def read(
    content: bytes | Path, accepted: Accepted, *, media_type: str = "", name: str = ""
) -> Table:
    """The table in a file; `media_type` as it was declared, `name` of the file. Raises Refused."""
    data, names = data_of(content), Names(accepted)
    if is_lines(data, media_type, name):
        return _of_lines(data, accepted)
    format_ = "xlsx" if data.startswith(ZIP) else "csv"
    return _of_sheet(format_, sheet_of(data, names, media_type), accepted, names)


def data_of(content: bytes | Path) -> bytes:
    """What a file holds. Raises Refused where it is too large."""
    data = content if isinstance(content, bytes) else content.read_bytes()
    if len(data) > MOST_BYTES:
        raise Refused("too_large", "At most 20 MiB are read; split the file.")
    return data


def is_lines(data: bytes, media_type: str, name: str) -> bool:
    """Whether a file is of JSON Lines: it says so, or looks so."""
    said = _declared(media_type)[0] in LINES or name.casefold().endswith((".jsonl", ".ndjson"))
    return said or data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"


def sheet_of(data: bytes, names: Names, media_type: str) -> Sheet:
    """The table of a workbook or a CSV file. Raises Refused."""
    if data.startswith(ZIP):
        return workbook.sheet(data, names)
    if data.startswith(OLD):
        detail = "This is an old workbook (.xls) or has a password. Save it as .xlsx without one."
        raise Refused("encrypted" if ENCRYPTED in data else "wrong_format", detail)
    return delimited.sheet(data, _declared(media_type)[1], names)


def _declared(media_type: str) -> tuple[str, str]:
    message = Message()
    message["Content-Type"] = media_type
    charset = message.get_param("charset", "")
    return message.get_content_type(), charset if isinstance(charset, str) else ""


def _of_lines(data: bytes, accepted: Accepted) -> Table:
    total = sum(1 for _ in json_lines.lines(data))
    _check_length(total)
    return Table("jsonl", total, json_lines.rows(data, accepted))


def _of_sheet(format_: str, sheet: Sheet, accepted: Accepted, names: Names) -> Table:
    top = _header(sheet, names)
    total, signs = _gone_through(sheet, top)
    _check_length(total)
    point = sheet.point if top.exported else None
    how = {
        at: Reading(accepted, top.exported, signs.get(at) or point, sheet.day) for at in top.places
    }
    reader = Reader(accepted.kind, top.places, how, top.told)
    rows = (reader.row(line) for line in _below(sheet, top))
    return Table(format_, total, rows, sheet.name, [*sheet.warnings, *top.warnings])


def _check_length(total: int) -> None:
    if total > MOST_ROWS:
        raise too_many_rows()
    if not total:
        raise Refused("no_rows", "No row below the header says anything.")


def _header(sheet: Sheet, names: Names) -> Header:
    lines = [*islice(sheet.lines(), header.SEARCHED)]
    best = max(lines, key=lambda line: header.score(names, line.cells), default=None)
    if best is None or header.score(names, best.cells) < header.NEEDED:
        detail = "No row has the names of the template's columns. Take the template of the kind."
        raise Refused("no_header", detail)
    return header.understood(names, best)


def _below(sheet: Sheet, top: Header) -> Iterator[Line]:
    return (line for line in sheet.lines() if line.number > top.number and not line.blank)


def _sign(cell: Cell) -> str | None:
    """The decimal sign that a cell tells."""
    return numbers.evidence(cell) if isinstance(cell, str) else None


def _gone_through(sheet: Sheet, top: Header) -> tuple[int, Mapping[int, str | None]]:
    """How many rows there are, and the decimal sign of each column that has numbers."""
    total, found = 0, defaultdict[int, set[str]](set)
    wanted = [at for at, place in top.places.items() if place.holds in NUMBERS]
    for line in _below(sheet, top):
        total += 1
        for at in wanted:
            if sign := _sign(line.cell(at)):
                found[at].add(sign)
    return total, {at: numbers.agreed(signs) for at, signs in found.items()}
