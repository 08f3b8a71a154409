"""Submissions as files: every text comes out as it went in, whatever people paste."""

import csv
import io
import json
import re
import zipfile
from typing import Any

import openpyxl
import pytest
from lxml import etree
from sqlalchemy import update

from files.cells import restored
from services.reports import tables
from services.reports.formats import imports
from services.reports.schemas import template
from services.reports.schemas.columns import ENVELOPE
from tests.databases import Databases
from tests.services.reports.conftest import Desk, body

PASTED = 'uno\r\ndos;"tres",\tcuatro'
FORMULA = '=HYPERLINK("http://example.org")'
CELLS = [
    {"sex": "female", "age_group": "adult", "count": 120},
    {"sex": "male", "age_group": "child", "small": True},
]
MONEY = [{"currency": "USD", "amount": "15000.00"}]


@pytest.fixture
def databases(sqlite_databases: Databases) -> Databases:
    """What is listed is tried on both databases where lists are."""
    return sqlite_databases


async def export(desk: Desk, address: str, who: str | None = None) -> Any:
    answer = await desk.ask(who, "GET", f"/{address}")
    assert answer.status_code == 200, answer.text
    return answer


async def table(desk: Desk, query: str = "", who: str | None = None) -> list[dict[str, str]]:
    answer = await export(desk, f"submissions.csv?{query}", who)
    return list(csv.DictReader(io.StringIO(answer.text, newline="")))


async def pasted(desk: Desk) -> list[str]:
    """Public reports with odd texts, one with lists, and a practice."""
    ids = [
        await desk.published(title=FORMULA),
        await desk.published(title="'=1", **content(carried_out=PASTED)),
        await desk.published(**content(beneficiaries=CELLS, resources=MONEY, axes=["gender"])),
    ]
    await desk.settled()
    return ids


def sheets(content: bytes) -> list[list[Any]]:
    """The rows of the one sheet that a workbook has."""
    (sheet,) = openpyxl.load_workbook(io.BytesIO(content)).worksheets
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def content(**payload: Any) -> dict[str, Any]:
    return {"payload": body(**payload)["payload"]}


async def test_what_is_pasted_comes_out_in_every_format(desk: Desk) -> None:
    for bad in ("Informe\u000bdel año", "a\u001fb", "cuatro\ufffe"):
        refused = await desk.ask("CIM", "POST", "/submissions", {**body(), "title": bad})
        assert refused.json()["errors"][0]["pointer"] == "/title"
    ids = await pasted(desk)
    rows = {row["id"]: row for row in await table(desk, "kind=implementation")}
    assert set(rows) == set(ids)
    assert rows[ids[0]]["title"] == f"'{FORMULA}"
    assert [restored(rows[id_]["title"]) for id_ in ids[:2]] == [FORMULA, "'=1"]
    assert rows[ids[1]]["carried_out"] == PASTED
    assert rows[ids[2]]["axes"] == "gender"
    assert json.loads(rows[ids[2]]["beneficiaries"]) == CELLS
    lines = (await export(desk, "submissions.jsonl")).text.splitlines()
    told = {one["id"]: one for one in map(json.loads, lines)}
    assert (told[ids[0]]["title"], told[ids[1]]["payload"]["carried_out"]) == (FORMULA, PASTED)
    assert told[ids[0]]["position"] == int(rows[ids[0]]["position"]) > 0
    book = await export(desk, "submissions.xlsx?kind=implementation")
    with zipfile.ZipFile(io.BytesIO(book.content)) as archive:
        sheets = re.findall(r'<sheet name="(\w+)"', archive.read("xl/workbook.xml").decode())
        assert sheets == ["submissions", "evidence", "partners", "beneficiaries", "resources"]
        parsed = [
            etree.fromstring(archive.read(f"xl/worksheets/sheet{n}.xml")) for n in range(1, 6)
        ]
    assert [len(sheet.findall(".//{*}row")) for sheet in parsed] == [4, 1, 1, 3, 2]
    assert not parsed[0].findall(".//{*}f")
    assert FORMULA in "".join(parsed[0].itertext())


async def test_the_rows_of_lists_carry_their_submission(desk: Desk) -> None:
    *_, id_ = await pasted(desk)
    cells = await table(desk, "kind=implementation&list=beneficiaries")
    assert [(row["id"], row["number"], row["count"], row["small"]) for row in cells] == [
        (id_, "1", "120", ""),
        (id_, "2", "", "true"),
    ]
    assert {(row["state"], row["revision"]) for row in cells} == {("published", "1")}
    (money,) = await table(desk, "kind=implementation&list=resources")
    assert (money["currency"], money["amount"], int(money["position"]) > 0) == (
        "USD",
        "15000.00",
        True,
    )
    refused = await desk.ask(None, "GET", "/submissions.csv?list=beneficiaries")
    assert refused.json()["errors"][0]["pointer"] == "/list"


async def test_a_workbook_can_be_imported_as_it_is(desk: Desk) -> None:
    ids = await pasted(desk)
    path = "submissions.xlsx?kind=implementation&template=true"
    answer = await export(desk, f"{path}&lang=fr")
    (header, *_) = sheets(answer.content)
    read = imports.read(answer.content, template.accepted("implementation"))
    rows = {row.submission: row for row in read.rows}
    assert (set(rows), read.warnings, header[:6]) == (set(ids), [], [*template.TOLD, "Auteur"])
    assert [row.problems + row.notices for row in rows.values()] == [[], [], []]
    for id_ in ids:
        told = (await desk.ask(None, "GET", f"/submissions/{id_}")).json()
        sent = {name: told[name] for name in rows[id_].body}
        assert {**told["payload"], **rows[id_].body["payload"]} == told["payload"]
        assert {**sent, "payload": {}} == {**rows[id_].body, "payload": {}}
    other = await export(desk, f"{path}&lang=es")
    assert other.headers["ETag"] != answer.headers["ETag"]
    refused = await desk.ask(None, "GET", "/submissions.xlsx?template=true")
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/kind")


async def test_it_has_the_filters_and_the_eyes_of_the_list(desk: Desk) -> None:
    ids = await pasted(desk)
    draft = await desk.draft(title="En curso")
    assert list((await table(desk))[0]) == list(ENVELOPE)
    assert {row["id"] for row in await table(desk, "q=hyperlink")} == {ids[0]}
    assert [row["id"] for row in await table(desk, "state=draft", "CIM")] == [draft]
    assert await table(desk, "state=draft") == []
    answer = await export(desk, "submissions.csv?state=draft", "CIM")
    assert answer.headers["cache-control"] == "private, no-cache"
    assert "submissions-state-draft-position-" in answer.headers["content-disposition"]
    assert (await desk.ask(None, "GET", "/submissions.csv?kind=x")).status_code == 422


async def test_a_position_gives_the_same_bytes_whatever_came_after(desk: Desk) -> None:
    ids = await pasted(desk)
    end = (await desk.ask(None, "GET", "/fund")).json()["position"]
    at = f"as_of={end}"
    before = {
        ending: (await export(desk, f"submissions.{ending}?{at}")).content
        for ending in ("csv", "jsonl", "xlsx")
    }
    assert len(before["jsonl"].splitlines()) == 3
    listed = (await desk.ask(None, "GET", f"/submissions?{at}")).json()["items"]
    assert {one["id"] for one in listed} == set(ids)
    assert (await desk.act("CIM", ids[0], "withdraw", "Era de otro año.")).status_code == 200
    assert (await desk.act("CIM", ids[1], "revise")).status_code == 200
    changed = {**body(), "title": "Otro"}
    path = f"/submissions/{ids[1]}"
    assert (await desk.ask("CIM", "PUT", path, changed, If_Match="*")).status_code == 200
    await desk.publish("CIM", ids[1])
    await desk.published(title="Nuevo")
    await desk.settled()
    for ending, content_ in before.items():
        assert (await export(desk, f"submissions.{ending}?{at}")).content == content_, ending
    titles = {row["title"] for row in await table(desk)}
    assert titles == {"Otro", "Nuevo", "Informe sobre educación"}
    one = await desk.ask(None, "GET", f"/submissions?{at}&limit=2")
    following = (await desk.client.get(one.json()["next"])).json()
    assert len(one.json()["items"]) + len(following["items"]) == 3
    few = (await desk.ask(None, "GET", f"/submissions?{at}&q=hyperlink&year=2022")).json()["items"]
    assert [item["title"] for item in few] == [FORMULA]
    assert (await desk.ask(None, "GET", f"/submissions?{at}&waiting=me")).status_code == 422


async def test_a_row_that_cannot_be_read_takes_no_other_away(desk: Desk) -> None:
    ids = await pasted(desk)
    broken = update(tables.texts).where(tables.texts.c.submission == ids[1]).values(payload="{")
    await desk.db.write(lambda tx: tx.execute(broken, expect=None))
    rows = {row["id"]: row for row in await table(desk, "kind=implementation")}
    assert set(rows) == set(ids)
    assert (rows[ids[1]]["state"], rows[ids[0]]["state"]) == ("unreadable", "published")


async def test_the_files_of_a_moment_are_listed_with_their_addresses(desk: Desk) -> None:
    await desk.published(title="Uno")
    await desk.settled()
    end = (await export(desk, "ledger?limit=1")).json()["items"][0]
    for moment in (str(end["position"]), end["time"]):
        told = (await export(desk, f"files?as_of={moment}")).json()["items"]
        assert {(each["position"], each["recorded_at"]) for each in told} == {
            (end["position"], end["time"])
        }
        for each in told:
            assert (await desk.client.get(each["address"])).status_code == 200
    answer = await desk.ask(None, "GET", "/files?as_of=1000000")
    assert answer.status_code == 422
    await desk.app.state.sizes.settled()  # asked without its query, it was not refused
