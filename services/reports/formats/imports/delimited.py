"""CSV as programs of several countries save it: its encoding, its delimiter, its rows."""

import csv
import io
from collections.abc import Iterator
from functools import partial
from itertools import islice

from files.cells import restored
from services.reports.formats.imports import header
from services.reports.formats.imports.header import Names
from services.reports.formats.imports.refusal import MOST_BYTES, Refused
from services.reports.formats.imports.sheet import Line, Sheet

DELIMITERS = (",", ";", "\t")
BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
DECLARED = {
    **dict.fromkeys(("", "utf-8", "utf8", "us-ascii", "ascii", "utf-16"), "utf-8"),
    **dict.fromkeys(("windows-1252", "cp1252"), "cp1252"),
}
SEP = "sep="
NOT_READ = (
    "This is not {}. Save it as “CSV UTF-8”, or declare its encoding: "
    "Content-Type: text/csv; charset=windows-1252."
)
csv.field_size_limit(MOST_BYTES)


def sheet(content: bytes, charset: str, names: Names) -> Sheet:
    """The table of a file. Raises Refused."""
    encoding = encoding_of(content, charset)
    _check(content, encoding)
    delimiter = _delimiter(content, encoding, names)
    lines = partial(_lines, content, encoding, delimiter)
    return Sheet(lines, point="." if delimiter == "," else None)


def encoding_of(content: bytes, charset: str) -> str:
    """What its mark says, or what is declared, or UTF-8. Raises Refused."""
    marked = (encoding for mark, encoding in BOMS if content.startswith(mark))
    declared = DECLARED.get(charset.casefold())
    if declared is None:
        detail = f"The encoding {charset[:40]} is not read: UTF-8, UTF-16 or Windows-1252."
        raise Refused("wrong_encoding", detail)
    return next(marked, declared)


def _check(content: bytes, encoding: str) -> None:
    """Read it through once, so that no half of it is read."""
    try:
        for piece in iter(partial(_text(content, encoding).read, 1 << 20), ""):
            if "\0" in piece:
                raise Refused("wrong_encoding", "This is no text: it holds U+0000.")
    except UnicodeError:
        raise Refused("wrong_encoding", NOT_READ.format(encoding.upper())) from None
    if encoding == "cp1252" and not content.isascii() and _is_utf8(content):
        detail = "It is declared as Windows-1252, but it is UTF-8: declare nothing, or that."
        raise Refused("wrong_encoding", detail)


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeError:
        return False
    return True


def _text(content: bytes, encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(content), encoding, newline="")


def _delimiter(content: bytes, encoding: str, names: Names) -> str:
    """The delimiter by which most columns of the header are known."""
    first = _text(content, encoding).readline(1_000).strip().strip('"')
    if first.casefold().startswith(SEP) and first[len(SEP) :] in (*DELIMITERS, ""):
        return first[len(SEP) :] or "\t"
    return max(DELIMITERS, key=lambda one: _known(content, encoding, one, names))


def _known(content: bytes, encoding: str, delimiter: str, names: Names) -> int:
    lines = islice(_lines(content, encoding, delimiter), header.SEARCHED)
    try:
        return max((header.score(names, line.cells) for line in lines), default=0)
    except Refused:
        return 0


def _lines(content: bytes, encoding: str, delimiter: str) -> Iterator[Line]:
    rows = csv.reader(_text(content, encoding), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, row in enumerate(rows, 1):
            yield Line(number, [restored(cell) for cell in row])
    except csv.Error as error:
        detail = f"Row {number + 1} is not written as CSV: {error}."
        raise Refused("wrong_format", detail) from None
