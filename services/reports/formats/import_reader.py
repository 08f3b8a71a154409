"""The process that reads, or marks, one file that somebody sent, within bounds, and ends.

It is told what to do, the file, and what to mark by `import_files`, and answers with lines of JSON.
"""

import json
import pickle
import resource
import sys
from collections.abc import Iterator
from dataclasses import astuple, replace
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from services.reports.domain.accepted import Accepted
from services.reports.domain.faults import fault
from services.reports.formats import imports
from services.reports.formats.imports.refusal import (
    MOST_LINE,
    TOO_COSTLY,
    Problem,
    Refused,
)
from services.reports.formats.imports.row import Row

DEEPEST = 500  # frames: what is nested deeper than the parent could read is refused here
ROOT = Path(__file__).parents[3]


def main(given: BinaryIO, out: BinaryIO) -> None:
    """Do what is asked for; tell in the end why not, if it was not done."""
    try:
        accepted, about = pickle.load(given)  # noqa: S301 -- it comes from our own process
        content = given.read(about.pop("length"))
        for told in _done(accepted, content, given, **about):
            out.write(told)
            out.flush()
    except Refused as refused:
        out.write(_line({"refused": [refused.code, refused.detail]}))
    except MemoryError:
        out.write(_line({"refused": TOO_COSTLY}))
    except Exception as error:  # of what went wrong no value is told, which may be the file's
        out.write(_line({"broken": fault(error)}))


def _done(
    accepted: Accepted, content: bytes, given: BinaryIO, into: int | None, **about: Any
) -> Iterator[bytes]:
    """What is told while it is done. Raises Refused."""
    if into is None:
        yield from _read(accepted, content, **about)
        return
    marks = ((cell, text) for cell, text in map(json.loads, given))
    with open(into, "w+b") as out:
        imports.annotated(content, accepted, marks, out, **about)
    yield _line({})


def _read(accepted: Accepted, content: bytes, media_type: str, skip: int) -> Iterator[bytes]:
    """What the file is, each of its rows after the first `skip`, and that these were all."""
    table = imports.read(content, accepted, media_type=media_type)
    warnings = [one._asdict() for one in table.warnings]
    yield _line(
        {"format": table.format, "total": table.total, "sheet": table.sheet, "warnings": warnings}
    )
    yield from map(row_line, islice(table.rows, skip, None))
    yield _line(None)


def row_line(row: Row) -> bytes:
    """A row as the parent reads it; what is too long for a body is not told."""
    line = _line(astuple(row))
    if len(line) <= MOST_LINE:
        return line
    detail = "The row is larger than a submission may be."
    told = Problem("too_large", detail, "", row.anywhere)
    return _line(astuple(replace(row, body={"kind": row.body["kind"]}, problems=[told])))


def _line(told: Any) -> bytes:
    return json.dumps(told, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n"


def bound(memory: int, seconds: int) -> None:
    """Never take more than so many bytes of memory and seconds of a processor."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.setrecursionlimit(DEEPEST)


if __name__ == "__main__":
    bound(*map(int, sys.argv[1:]))
    main(sys.stdin.buffer, sys.stdout.buffer)
