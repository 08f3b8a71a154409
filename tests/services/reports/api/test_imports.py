"""Imports through the API: who sends and sees them, what is refused, what is told of each row."""

from typing import Any

import pytest

from kernel import clock
from services.reports import app as front
from services.reports import tables
from services.reports.api import imports as api
from services.reports.settings import Settings
from tests.databases import SQLITE, Databases
from tests.services.reports.api import test_access
from tests.services.reports.conftest import ACTIVITIES, PEOPLE, Desk, body
from tests.services.reports.importing import (
    codes,
    imported,
    outcomes,
    send,
    submissions,
    table,
    told,
)

GOOD, BAD = {"external_id": "a"}, {"external_id": "b", "year": 1999}


async def test_every_row_is_told_of_and_a_bad_one_hides_no_good_one(desk: Desk) -> None:
    answer = await send(desk, table(GOOD, BAD, {"external_id": "c", "title": "Otro"}))
    assert answer.status_code == 202, answer.text
    first = answer.json()
    assert answer.headers["location"] == first["links"]["self"] == f"/reports/imports/{first['id']}"
    assert (first["state"], first["progress"]) == ("waiting", {"done": 0, "of": 3})
    await desk.settled()
    done = await told(desk, first["id"])
    assert (done["state"], done["progress"]) == ("done", {"done": 3, "of": 3})
    assert done["outcomes"] == {"created": 2, "updated": 0, "unchanged": 0, "refused": 1}
    assert outcomes(done) == ["created", "refused", "created"]
    assert [row["row"] for row in done["items"]] == [2, 3, 4]
    assert [row["external_id"] for row in done["items"]] == ["a", "b", "c"]
    refused = done["items"][1]
    assert codes(refused) == [("/payload/year", "out_of_range")]
    assert (refused["problems"][0]["cell"], refused["submission"]) == ("E3", None)
    made = {one["id"]: one for one in await submissions(desk)}
    assert {row["submission"] for row in done["items"]} - {None} == set(made)
    assert {one["state"] for one in made.values()} == {"draft"}
    alone = await told(desk, first["id"], query="?outcome=refused")
    assert alone["items"] == [refused]


async def test_a_row_is_refused_as_the_same_submission_would_be(desk: Desk) -> None:
    wrong = [{"activity": "ACT-99", "year": 1999}, {"title": "x" * 301}, {"year": 3000}]
    done = await imported(desk, table(*wrong))
    for row, each in zip(done["items"], wrong, strict=True):
        alone = await desk.ask("CIM", "POST", "/submissions", submission(each))
        errors = [(each["pointer"], each["code"]) for each in alone.json()["errors"]]
        assert sorted(codes(row)) == sorted(errors), row
        assert errors


def submission(row: dict[str, Any]) -> dict[str, Any]:
    """The body that a row is."""
    payload = {name: value for name, value in row.items() if name != "title"}
    return body(**payload) | {name: row[name] for name in row if name == "title"}


async def test_rows_are_submitted_where_that_is_asked_for(desk: Desk) -> None:
    query = "kind=implementation&mode=submit"
    done = await imported(desk, table(GOOD, {"external_id": "b", "status": ""}), query=query)
    assert outcomes(done) == ["created", "refused"]
    assert codes(done["items"][1]) == [("/payload/status", "required")]
    (made,) = await submissions(desk)
    assert made["state"] == done["items"][0]["state"] == "submitted"
    steps = (await desk.ask("CIM", "GET", f"/submissions/{made['id']}/history")).json()["items"]
    assert [step["action"] for step in steps] == ["draft", "submit"]


async def test_a_dry_run_tells_what_would_happen_and_makes_nothing(desk: Desk) -> None:
    rows = table(GOOD, BAD, GOOD, GOOD | {"title": "Otro"})
    dry = await imported(desk, rows, query="kind=implementation&dry_run=true")
    assert await submissions(desk) == []
    wet = await imported(desk, rows)
    assert outcomes(dry) == outcomes(wet) == ["created", "refused", "unchanged", "updated"]
    assert [codes(row) for row in dry["items"]] == [codes(row) for row in wet["items"]]
    assert [row["state"] for row in dry["items"]] == [row["state"] for row in wet["items"]]
    assert {row["submission"] for row in dry["items"]} == {None}
    again = await imported(desk, rows, query="kind=implementation&dry_run=true")
    assert {row["submission"] for row in again["items"]} - {None} != set()
    assert len(await submissions(desk)) == 1


@SQLITE
async def test_a_file_is_refused_as_a_whole(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api.Begin, "limit", 2_000)
    good = table(GOOD)
    for content, sent, status, where in (
        (good, {"media_type": "application/pdf"}, 415, None),
        (good, {"media_type": None}, 415, None),
        (good, {"media_type": "text/csv; charset=ebcdic"}, 415, None),
        (good, {"query": ""}, 422, [("/kind", "required")]),
        (good, {"query": "kind=nothing&mode=x&dry_run=yes"}, 422, None),
        (b"a,b\n1,2\n", {}, 422, [("", "no_header")]),
        (table(*[GOOD] * 100), {}, 413, None),
    ):
        answer = await send(desk, content, **sent)
        assert answer.status_code == status, (sent, answer.text)
        if where is not None:
            errors = answer.json()["errors"]
            assert [(each["pointer"], each["code"]) for each in errors] == where
    listed = await desk.ask("CIM", "GET", "/imports")
    assert listed.json() == {"items": [], "next": None}


@SQLITE
async def test_who_sends_one(desk: Desk) -> None:
    await desk.key("partner", "ILO")
    await desk.settled()
    sends = {"CIM", "NIC", "CAM", "MEX", "COL"}
    invalid = {"nobody": 401, "revoked": 401, "expired": 401}
    for who in test_access.CALLERS:
        expected = 202 if who in sends else invalid.get(who, 403)
        answer = await send(desk, table(GOOD), None if who == "nobody" else who)
        assert answer.status_code == expected, (who, answer.text)
        # who may not is told so before what is wrong with the request
        wrong = await send(desk, b"", None if who == "nobody" else who, None, "kind=x")
        assert wrong.status_code == (415 if who in sends else expected), (who, wrong.text)


@SQLITE
async def test_who_sees_one(desk: Desk) -> None:
    await desk.key("partner", "ILO")
    await desk.key("other", "CIM")
    done = await imported(desk, table(GOOD, BAD))
    invalid = {"nobody": 401, "revoked": 401, "expired": 401}
    for who in (*test_access.CALLERS, "other"):
        expected = 200 if who in ("CIM", "other") else invalid.get(who, 404)
        asked = None if who == "nobody" else who
        for path in (f"/imports/{done['id']}", f"/imports/{done['id']}/errors.xlsx"):
            answer = await desk.ask(asked, "GET", path)
            assert answer.status_code == expected, (who, path, answer.text)
        listed = await desk.ask(None if who == "nobody" else who, "GET", "/imports")
        nameless = 403 if who in ("nameless", "admin") else 200
        assert listed.status_code == invalid.get(who, nameless), (who, listed.text)
        if listed.is_success:
            ids = [one["id"] for one in listed.json()["items"]]
            assert ids == ([done["id"]] if who in ("CIM", "other") else [])
    missing = await desk.ask("CIM", "GET", "/imports/none")
    assert missing.status_code == 404


@SQLITE
async def test_a_kind_of_its_own_scope_asks_for_that(desk: Desk) -> None:
    await desk.key("experts", "EXPERTS", "reports:write")
    await desk.settled()
    refused = await send(desk, table(GOOD), "experts", query="kind=assessment")
    assert refused.status_code == 403


@SQLITE
async def test_a_row_names_no_other_reporter(desk: Desk) -> None:
    line = b'{"reporter": "COL", "language": "es", "title": "Uno", "payload": {}}\n'
    done = await imported(desk, line, media_type="application/x-ndjson")
    assert codes(done["items"][0]) == [("/reporter", "not_yours")]


async def test_sent_twice_under_one_key_it_is_one_import(desk: Desk) -> None:
    first, again, dry, other = [
        await send(desk, content, query=query, Idempotency_Key="k")
        for content, query in (
            (table(GOOD), "kind=implementation"),
            (table(GOOD), "kind=implementation"),
            (table(GOOD), "kind=implementation&dry_run=true"),
            (table(BAD), "kind=implementation"),
        )
    ]
    assert (first.status_code, again.status_code) == (202, 202)
    assert again.json() == first.json()
    assert again.headers["location"] == first.headers["location"]
    assert (dry.status_code, other.status_code) == (422, 422)
    listed = await desk.ask("CIM", "GET", "/imports")
    assert len(listed.json()["items"]) == 1
    assert await desk.rows(tables.import_files) == 1


@SQLITE
async def test_rows_and_imports_come_in_pages(desk: Desk) -> None:
    done = await imported(desk, table(*({"external_id": str(n)} for n in range(5))))
    rows, path = [], f"/imports/{done['id']}?limit=2"
    while path:
        page = (await desk.ask("CIM", "GET", path)).json()
        rows += [row["row"] for row in page["items"]]
        path = (page["next"] or "").removeprefix("/reports")
    assert rows == [2, 3, 4, 5, 6]
    second = await imported(desk, table(GOOD))
    page = (await desk.ask("CIM", "GET", "/imports?limit=1")).json()
    assert [one["id"] for one in page["items"]] == [second["id"]]
    page = (await desk.ask("CIM", "GET", page["next"].removeprefix("/reports"))).json()
    assert ([one["id"] for one in page["items"]], page["next"]) == ([done["id"]], None)


@SQLITE
async def test_few_wait_at_once(desk: Desk) -> None:
    for _ in range(api.MOST_WAITING):
        assert (await send(desk, table(GOOD))).status_code == 202
    refused = await send(desk, table(GOOD))
    assert (refused.status_code, refused.json()["code"]) == (409, "too_many_imports")
    assert (await send(desk, table(GOOD), "COL")).status_code == 202
    await desk.settled()
    assert (await send(desk, table(GOOD))).status_code == 202


@SQLITE
async def test_it_says_until_when_it_is_kept(databases: Databases) -> None:
    settings = Settings(import_days=3)
    async with Desk.opened(front, databases.url("reports"), settings=settings) as desk:
        await desk.append_programme("2016-draft", ACTIVITIES, ["GO-1", "SO-04"], PEOPLE)
        await desk.key("CIM", "CIM", "reports:write")
        await desk.settled()
        kept = (await send(desk, table(GOOD))).json()
    assert days_between(kept["created_at"], kept["expires_at"]) == 3
    assert kept["finished_at"] is None


def days_between(first: str, last: str) -> float:
    return (clock.parse(last) - clock.parse(first)).total_seconds() / 86_400
