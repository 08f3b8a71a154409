"""Files that reports gives out: tables as CSV and XLSX, of which no spreadsheet computes a text."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from files import csv, xlsx
from files.cells import Row


class Format(NamedTuple):
    """A format of files: its media type, and how a table is written."""

    media_type: str
    write: Callable[[Sequence[str], Sequence[Row]], bytes]


FORMATS: Mapping[str, Format] = {
    "csv": Format(csv.MEDIA_TYPE, csv.write),
    "xlsx": Format(xlsx.MEDIA_TYPE, xlsx.write),
}
