"""The process that reads files: its bounds, and that it tells no value when something breaks."""

import io
import json
import pickle
import signal
import subprocess
import sys
from typing import Any

import pytest

from services.reports.formats import import_reader as reader
from services.reports.formats import imports
from services.reports.formats.import_files import ROOT
from services.reports.formats.imports import Row
from services.reports.formats.imports.refusal import MOST_LINE
from services.reports.schemas import template

ACCEPTED = template.accepted("implementation")
TABLE = b"title,year\nUno,2022\nDos,2023\n"
BOUND = "from services.reports.formats import import_reader as r; r.bound(256 << 20, 1)\n"


def asked(content: bytes, **about: Any) -> list[Any]:
    """What the reader tells of a file."""
    said = {"length": len(content), "media_type": "text/csv", "into": None, "skip": 0, **about}
    out = io.BytesIO()
    reader.main(io.BytesIO(pickle.dumps((ACCEPTED, said)) + content), out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_it_tells_what_the_file_is_then_its_rows_and_that_these_were_all() -> None:
    table, first, second, end = asked(TABLE)
    assert (table["format"], table["total"], end) == ("csv", 2, None)
    assert (first[0], first[1]["title"], second[0]) == (2, "Uno", 3)
    assert asked(TABLE, skip=1)[1:] == [second, None]


def test_it_tells_why_a_file_is_refused() -> None:
    ((code, _),) = [one["refused"] for one in asked(b"a,b\n")]
    assert code == "no_header"


@pytest.mark.parametrize(
    ("error", "told"), [(RuntimeError("secret"), "broken"), (MemoryError("secret"), "refused")]
)
def test_of_what_breaks_it_tells_no_value(
    monkeypatch: pytest.MonkeyPatch, error: BaseException, told: str
) -> None:
    def broken(*_: Any, **__: Any) -> Any:
        raise error

    monkeypatch.setattr(imports, "read", broken)
    (said,) = asked(TABLE)
    assert [*said] == [told]
    assert "secret" not in str(said)
    if told == "broken":
        assert said["broken"]["error"] == "RuntimeError"
        assert any("test_import_reader.py" in place for place in said["broken"]["places"])


def test_a_row_that_is_too_long_is_told_without_what_it_says() -> None:
    long = Row(2, {"kind": "implementation", "title": "x" * MOST_LINE}, "a", anywhere="A2")
    number, body, external, problems, *_ = json.loads(reader.row_line(long))
    assert (number, body, external) == (2, {"kind": "implementation"}, "a")
    assert [(code, cell) for code, _, _, cell, _ in problems] == [("too_large", "A2")]
    short = Row(2, {"kind": "implementation", "title": "x"})
    assert json.loads(reader.row_line(short))[1] == short.body


def ended(script: str) -> int:
    command = [sys.executable, "-c", BOUND + script]
    return subprocess.run(command, cwd=ROOT, check=False, stderr=subprocess.DEVNULL).returncode


def test_it_takes_no_more_than_its_bounds() -> None:
    assert ended("bytearray(64 << 20)") == 0
    assert ended("bytearray(512 << 20)") == 1
    assert ended("while True: pass") in (-signal.SIGXCPU, -signal.SIGKILL)
    assert ended("import json; json.loads('[' * 450 + ']' * 450)") == 0
    assert ended("import json; json.loads('[' * 600 + ']' * 600)") == 1
