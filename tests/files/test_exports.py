"""Workbooks made in the background: many are refused, failed ones told, old ones removed."""

import asyncio
import io
import zipfile
from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from fastapi import Request
from starlette.responses import FileResponse

from files import exports, xlsx
from files.answers import About
from files.cells import Row
from files.exports import Exports
from kernel.errors import Problem

SHEETS = {"data": ["a"], "more": ["b"]}


def asked(**scope: Any) -> Request:
    return Request({"type": "http", "method": "GET", "query_string": b"", "headers": [], **scope})


def about(tag: str) -> About:
    return About(xlsx.MEDIA_TYPE, "x.xlsx", f'"{tag}"')


def size_of(answer: FileResponse) -> str:
    return str(Path(answer.path).stat().st_size)


async def rows() -> AsyncIterator[Mapping[str, Sequence[Row]]]:
    yield {"data": [["=1"]], "more": [["x"]]}
    yield {"data": [["y"]]}


async def broken() -> AsyncIterator[Mapping[str, Sequence[Row]]]:
    yield {"data": [["y"]]}
    raise RuntimeError


async def test_a_workbook_has_its_sheets_and_is_made_once() -> None:
    here = Exports("/x")
    answer = await here.answer(asked(), about("a"), None, SHEETS, rows)
    assert isinstance(answer, FileResponse)
    with zipfile.ZipFile(answer.path) as archive:
        assert archive.read("xl/worksheets/sheet2.xml").count(b"<row") == 2
    again = await here.answer(asked(), about("a"), None, SHEETS, broken)
    assert isinstance(again, FileResponse)
    assert again.path == answer.path
    head = await here.answer(asked(asked="HEAD"), about("a"), None, SHEETS, broken)
    assert head.headers["content-length"] == size_of(answer)
    assert (head.status_code, head.body) == (200, b"")
    kept = asked(headers=[(b"if-none-match", b'"b"')])
    assert (await here.answer(kept, about("b"), None, SHEETS, broken)).status_code == 304


async def test_only_its_owner_sees_it_and_what_failed_is_told() -> None:
    here = Exports("/x")
    answer = await here.answer(asked(), about("a"), "key", SHEETS, rows)
    id_ = answer.headers["content-location"].split("/")[3]
    assert here.shown(here.find(id_, "key")) == {
        "id": id_,
        "state": "ready",
        "rows": 3,
        "file": f"/x/exports/{id_}/file",
    }
    with pytest.raises(Problem) as unseen:
        here.find(id_, None)
    assert unseen.value.status == 404
    with pytest.raises(Problem) as problem:
        await here.answer(asked(), about("b"), None, SHEETS, broken)
    assert (problem.value.status, problem.value.code) == (503, "export_failed")


async def test_too_many_at_once_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "SHORT", 0)
    go_on, here = asyncio.Event(), Exports("/x")

    async def slow() -> AsyncIterator[Mapping[str, Sequence[Row]]]:
        yield {"data": [["y"]]}
        await go_on.wait()

    ids = []
    for n in range(exports.MOST_AT_ONCE):
        answer = await here.answer(asked(), about(str(n)), None, SHEETS, slow)
        assert answer.status_code == 202
        ids.append(answer.headers["location"].split("/")[3])
    with pytest.raises(Problem) as problem:
        await here.answer(asked(), about("more"), None, SHEETS, slow)
    assert problem.value.code == "busy"
    go_on.set()
    for id_ in ids:
        await here.find(id_, None).settled.wait()


async def test_old_files_are_removed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "KEPT", 2)
    here, paths = Exports("/x"), []
    for n in range(4):
        answer = await here.answer(asked(), about(str(n)), None, SHEETS, rows)
        assert isinstance(answer, FileResponse)
        paths.append(Path(answer.path))
    assert [path.exists() for path in paths] == [False, False, True, True]


def test_a_full_sheet_is_followed_by_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MOST_ROWS", 3)
    made = xlsx.write(["a"], [["x"], ["y"], ["z" * 40_000]])
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.read("xl/worksheets/sheet2.xml").count(b"<row") == 2
        assert b'name="data 2"' in archive.read("xl/workbook.xml")
        assert "[…]" in archive.read("xl/sharedStrings.xml").decode()
