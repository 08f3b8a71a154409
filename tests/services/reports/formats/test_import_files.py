"""Files are read by a process of their own, which is bounded, and whose end is a refusal."""

import io
import json
import sys
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.reports.formats import import_files as files
from services.reports.formats import imports
from services.reports.formats.imports import Refused
from services.reports.schemas import template
from tests.services.reports.formats.imports.workbooks import made

ACCEPTED = template.accepted("implementation")
TABLE = b"external_id,title,year\na,Uno,x\nb,Dos,2022\nc,\xc3\x91and\xc3\xba,2023\n"
CSV = "text/csv"


def file(content: bytes, media_type: str = CSV) -> files.File:
    return files.File(ACCEPTED, media_type, len(content), files.pieces_of(content))


def says(monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Have another program in the reader's place."""
    monkeypatch.setattr(files, "COMMAND", (sys.executable, "-c", script))


async def refusal(content: bytes) -> str:
    with pytest.raises(Refused) as refused:
        await files.opened(file(content))
    return refused.value.code


async def test_rows_come_as_they_are_read_here() -> None:
    here = [*imports.read(TABLE, ACCEPTED, media_type=CSV).rows]
    assert here[0].problems
    async with files.look(file(TABLE)) as reading:
        assert (reading.format, reading.total, reading.sheet) == ("csv", 3, None)
        assert await reading.rows(2) == here[:2]
        assert await reading.rows(2) == here[2:]
        assert await reading.rows(2) == []
    last = await files.opened(file(TABLE), skip=2)
    assert await last.rows(9) == here[2:]
    await last.close()


async def test_what_is_said_of_the_file_comes_too() -> None:
    content = made({"oculta": [["x"]], "datos": [["title", "year", "nada"], ["T", 2022]]})
    async with files.look(file(content)) as reading:
        assert (reading.format, reading.sheet) == ("xlsx", "datos")
        assert [one.code for one in reading.warnings] == ["unknown_column"]


async def test_a_file_that_is_refused_there_is_refused_here() -> None:
    assert await refusal(b"a,b\n1,2\n") == "no_header"
    assert await refusal(b"PK\x03\x04") == "wrong_format"


async def test_a_file_that_takes_too_much_memory_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    content = b"title,year\n" + b"x" * (8 * 1024 * 1024) + b",2022\n"
    async with files.look(file(content)) as reading:
        assert reading.total == 1
    monkeypatch.setattr(files, "MEMORY", 64 * 1024 * 1024)
    assert await refusal(content) == "too_costly"
    async with files.look(file(TABLE)) as reading:
        assert reading.total == 3


async def test_a_reader_that_dies_refuses_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    says(monkeypatch, "import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    assert await refusal(TABLE * 100_000) == "too_costly"
    table = json.dumps({"format": "csv", "total": 2, "sheet": None, "warnings": []})
    says(monkeypatch, f"import sys; sys.stdin.buffer.read(); print('{table}')")
    reading = await files.opened(file(TABLE))
    with pytest.raises(Refused):
        await reading.rows(2)
    await reading.close()


async def test_a_reader_that_fails_refuses_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    says(monkeypatch, """print('{"broken": {"error": "KeyError", "places": []}}')""")
    assert await refusal(TABLE) == "internal"


async def test_the_reader_is_given_no_secret_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_PASSWORD", "secret")
    script = 'import os; print(\'{"refused": ["x", "%s"]}\' % \'_\'.join(os.environ))'
    says(monkeypatch, script)
    with pytest.raises(Refused) as refused:
        await files.opened(file(TABLE))
    assert "DATABASE_PASSWORD" not in refused.value.detail


async def marks() -> AsyncIterator[tuple[str, str]]:
    yield ("C2", "«x» is no year.")


async def test_a_file_comes_back_marked() -> None:
    with await files.marked(file(TABLE), marks()) as marked:
        content = marked.read()
    assert any("«x» is no year.".encode() in part for part in parts(content))


def parts(content: bytes) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return [package.read(name) for name in package.namelist()]


async def test_a_file_that_cannot_be_marked_is_refused() -> None:
    with pytest.raises(Refused):
        await files.marked(file(b"PK\x03\x04"), marks())


async def test_it_is_run_where_the_product_stands() -> None:
    assert (Path(files.ROOT) / "services" / "reports" / "formats" / "import_reader.py").exists()
