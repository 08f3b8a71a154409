"""The file of an import with what is wrong in it: once there is something, for who sent it."""

import io
import zipfile

import pytest

from files import xlsx
from services.reports.formats import import_files as files
from tests.databases import SQLITE
from tests.services.reports.conftest import Desk
from tests.services.reports.importing import imported, outcomes, send, table

GOOD, BAD = {"external_id": "a"}, {"external_id": "b", "year": 1999}


@SQLITE
async def test_the_errors_are_a_file_once_there_are_some(desk: Desk) -> None:
    good = await imported(desk, table(GOOD))
    assert good["links"]["errors"] is None
    none = await desk.ask("CIM", "GET", f"/imports/{good['id']}/errors.xlsx")
    assert none.status_code == 404
    waiting = (await send(desk, table(BAD))).json()
    path = f"/imports/{waiting['id']}/errors.xlsx"
    assert (await desk.ask("CIM", "GET", path)).status_code == 404
    await desk.settled()
    errors = await desk.ask("CIM", "GET", path)
    assert (errors.status_code, errors.content[:2]) == (200, b"PK")
    assert "attachment" in errors.headers["content-disposition"]
    known = await desk.ask("CIM", "GET", path, If_None_Match=errors.headers["etag"])
    assert known.status_code == 304


@SQLITE
async def test_a_workbook_comes_back_with_what_is_wrong_in_it(desk: Desk) -> None:
    rows = [("a", "es", "Uno", "ACT-12", 2022), ("b", "es", "Dos", "ACT-12", 1999)]
    book = xlsx.write(["external_id", "language", "title", "activity", "year"], rows)
    done = await imported(desk, book, media_type=xlsx.MEDIA_TYPE)
    assert (done["file"]["format"], outcomes(done)) == ("xlsx", ["created", "refused"])
    problem = done["items"][1]["problems"][0]
    assert (problem["cell"], problem["code"]) == ("E3", "out_of_range")
    errors = await desk.ask("CIM", "GET", f"/imports/{done['id']}/errors.xlsx")
    with zipfile.ZipFile(io.BytesIO(errors.content)) as parts:
        notes = b"".join(parts.read(name) for name in parts.namelist() if "comments" in name)
    assert b'ref="E3"' in notes
    assert problem["detail"].encode() in notes
    again = await imported(desk, errors.content, media_type=xlsx.MEDIA_TYPE)
    assert outcomes(again) == ["unchanged", "refused"]


@SQLITE
async def test_where_it_takes_too_much_it_is_refused(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = await imported(desk, table(GOOD, BAD))
    monkeypatch.setattr(files, "MEMORY", 1024 * 1024)
    errors = await desk.ask("CIM", "GET", f"/imports/{done['id']}/errors.xlsx")
    assert (errors.status_code, errors.json()["errors"][0]["code"]) == (422, "too_costly")
