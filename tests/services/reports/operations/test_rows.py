"""Rows that were imported before: the same again, changed, changed by hand, and out of reach."""

import asyncio
from typing import Any

import pytest

from services.reports.operations import rows as operations
from tests.databases import Databases
from tests.services.reports.conftest import Desk, body
from tests.services.reports.importing import (
    COLUMNS,
    codes,
    imported,
    outcomes,
    submissions,
    table,
)

SUBMIT = "kind=implementation&mode=submit"


@pytest.fixture
def databases(sqlite_databases: Databases) -> Databases:
    """SQLite alone: what is SQL in this is tried on both beside the store."""
    return sqlite_databases


async def one(desk: Desk, **sent: Any) -> dict[str, Any]:
    """What became of the only row of a file."""
    query = sent.pop("query", "kind=implementation")
    (row,) = (await imported(desk, table({"external_id": "a", **sent}), query=query))["items"]
    return dict(row)


async def test_the_same_file_again_makes_nothing_twice(desk: Desk) -> None:
    rows = table({"external_id": "a"}, {"title": "Sin número"}, {"title": "Sin número"})
    first = await imported(desk, rows)
    again = await imported(desk, rows)
    assert outcomes(first) == ["created", "created", "unchanged"]
    assert outcomes(again) == ["unchanged"] * 3
    assert [row["submission"] for row in first["items"]] == [
        row["submission"] for row in again["items"]
    ]
    assert len(await submissions(desk)) == 2


async def test_a_changed_row_updates_its_draft(desk: Desk) -> None:
    made, changed = await one(desk), await one(desk, title="Otro")
    assert (changed["outcome"], changed["submission"]) == ("updated", made["submission"])
    (found,) = await submissions(desk)
    assert found["title"] == "Otro"


async def test_two_actors_may_use_the_same_external_id(desk: Desk) -> None:
    await one(desk)
    rows = table({"external_id": "a", "activity": "ACT-22"})
    done = await imported(desk, rows, who="COL")
    assert outcomes(done) == ["created"]


async def test_what_was_changed_by_hand_is_kept_by_the_same_row(desk: Desk) -> None:
    made = await one(desk)
    path = f"/submissions/{made['submission']}"
    by_hand = body() | {"title": "A mano"}
    assert (await desk.ask("CIM", "PUT", path, by_hand, If_Match="*")).is_success
    assert (await one(desk))["outcome"] == "unchanged"
    assert (await desk.ask("CIM", "GET", path)).json()["title"] == "A mano"
    assert (await one(desk, title="A mano"))["outcome"] == "unchanged"
    assert (await one(desk, title="Otro"))["outcome"] == "updated"


async def test_the_same_rows_are_submitted_after_they_were_drafted(desk: Desk) -> None:
    made, submitted = await one(desk), await one(desk, query=SUBMIT)
    assert (submitted["outcome"], submitted["state"]) == ("updated", "submitted")
    assert submitted["submission"] == made["submission"]
    assert (await one(desk, query=SUBMIT))["outcome"] == "unchanged"


async def test_what_is_out_of_reach_is_refused_and_nothing_is_lost(desk: Desk) -> None:
    made = await one(desk, query=SUBMIT)
    id_ = made["submission"]
    for actions, code in (
        ((), "not_in_this_state"),
        (("start_review", "accept"), "not_in_this_state"),
        (("publish",), "published"),
    ):
        for action in actions:
            assert (await desk.act("SG", id_, action)).is_success
        refused = await one(desk, title="Otro")
        assert codes(refused) == [("/external_id", code)]
        assert (refused["submission"], refused["problems"][0]["cell"]) == (id_, "A2")
    assert (await one(desk))["outcome"] == "unchanged"
    assert (await desk.act("CIM", id_, "revise")).is_success
    corrected = await one(desk, title="Otro", query=SUBMIT)
    assert (corrected["outcome"], corrected["state"]) == ("updated", "submitted")
    read = (await desk.ask(None, "GET", f"/submissions/{id_}")).json()
    assert (read["state"], read["title"]) == ("published", "Informe")


async def test_what_was_withdrawn_is_not_made_again(desk: Desk) -> None:
    made = await one(desk)
    assert (await desk.act("CIM", made["submission"], "withdraw")).is_success
    assert (await one(desk))["outcome"] == "unchanged"
    assert codes(await one(desk, title="Otro")) == [("/external_id", "withdrawn")]


async def test_a_returned_text_is_submitted_once_its_row_says_something_new(desk: Desk) -> None:
    id_ = (await one(desk, query=SUBMIT))["submission"]
    await desk.act("SG", id_, "start_review")
    await desk.act("SG", id_, "return", comment="Falta algo.")
    assert (await one(desk, query=SUBMIT))["outcome"] == "unchanged"
    again = await one(desk, title="Otro", query=SUBMIT)
    assert (again["outcome"], again["state"]) == ("updated", "submitted")


async def test_all_that_is_wrong_with_a_row_is_told_at_once(desk: Desk) -> None:
    row = await one(desk, year="x", activity="ACT-99", status="begun")
    assert sorted(codes(row)) == [
        ("/payload/status", "unknown_code"),
        ("/payload/year", "wrong_type"),
    ]
    row = await one(desk, year="x", activity="ACT-99")
    assert sorted(codes(row)) == [
        ("/payload/activity", "unknown_code"),
        ("/payload/year", "wrong_type"),
    ]


async def test_of_one_value_one_thing_is_told(desk: Desk) -> None:
    assert codes(await one(desk, year="x", query=SUBMIT)) == [("/payload/year", "wrong_type")]


async def test_a_row_that_cannot_be_read_whole_is_not_the_same_again(desk: Desk) -> None:
    assert (await one(desk, year=""))["outcome"] == "created"
    assert codes(await one(desk, year="x")) == [("/payload/year", "wrong_type")]
    assert (await one(desk, year=""))["outcome"] == "unchanged"


async def test_a_row_that_breaks_something_of_ours_hurts_no_other(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    real = operations.rules.violations

    def broken(kind: Any, catalogue: Any, draft: Any, today: Any) -> Any:
        if draft.payload["year"] == 2021:
            raise RuntimeError("secret of the row")
        return real(kind, catalogue, draft, today)

    monkeypatch.setattr(operations.rules, "violations", broken)
    done = await imported(desk, table({"year": 2021}, {"external_id": "b"}))
    assert outcomes(done) == ["refused", "created"]
    assert codes(done["items"][0]) == [("", "internal")]
    assert "secret" not in str(done)


async def test_a_row_that_the_database_does_not_take_hurts_no_other(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = operations.commands.take_row

    def broken(tx: Any, head: Any, told: Any, act: Any) -> None:
        if act is not None and act.content.title == "Malo":
            raise RuntimeError("secret of the row")
        real(tx, head, told, act)

    monkeypatch.setattr(operations.commands, "take_row", broken)
    done = await imported(desk, table({"title": "Malo"}, {"external_id": "b"}))
    assert outcomes(done) == ["refused", "created"]
    assert codes(done["items"][0]) == [("", "internal")]


async def test_somebody_changes_the_same_draft_meanwhile(desk: Desk) -> None:
    id_ = (await one(desk))["submission"]
    path = f"/submissions/{id_}"

    async def save(n: int) -> bool:
        sent = body() | {"title": f"A mano {n}"}
        return (await desk.ask("CIM", "PUT", path, sent, If_Match="*")).is_success

    import_, *saved = await asyncio.gather(
        one(desk, title="De la tabla"), *(save(n) for n in range(10))
    )
    assert import_["outcome"] == "updated"
    assert any(saved)


async def test_an_external_id_that_is_too_long_is_refused(desk: Desk) -> None:
    row = await one(desk, external_id="x" * (operations.LONGEST + 1))
    assert codes(row) == [("/external_id", "wrong_form")]


EXPORT = ("id", "state", "revision", *COLUMNS)


async def of_export(desk: Desk, **said: Any) -> dict[str, Any]:
    """What became of a row of an export."""
    rows = table({"id": "", "state": "draft", "revision": 1, **said}, columns=EXPORT)
    (row,) = (await imported(desk, rows))["items"]
    return dict(row)


async def test_a_row_of_an_export_is_the_submission_that_it_names(desk: Desk) -> None:
    made = await desk.ask("CIM", "POST", "/submissions", body())
    id_, of_title = made.json()["id"], made.json()["title"]
    path = f"/submissions/{id_}"
    same = {"id": id_, "title": of_title}
    payload = made.json()["payload"]
    same |= {name: payload[name] for name in ("activity", "year", "status") if name in payload}
    changed = same | {"title": "Otro"}
    first, again = await of_export(desk, **changed), await of_export(desk, **changed)
    assert (first["outcome"], first["submission"]) == ("updated", id_)
    assert (again["outcome"], again["submission"]) == ("unchanged", id_)
    assert (await desk.ask("CIM", "GET", path)).json()["title"] == "Otro"
    back = await of_export(desk, **same)
    assert (back["outcome"], back["submission"]) == ("updated", id_)
    assert len(await submissions(desk)) == 1


async def test_a_row_of_an_export_names_nothing_of_others(desk: Desk) -> None:
    theirs = await desk.ask(
        "COL", "POST", "/submissions", body(activity="ACT-22") | {"reporter": "COL"}
    )
    assert theirs.status_code == 201, theirs.text
    for id_, name in ((theirs.json()["id"], ""), ("none", ""), ("none", "a")):
        refused = await of_export(desk, id=id_, external_id=name)
        assert codes(refused) == [("", "unknown_submission")]
        assert refused["submission"] is None
    assert (await of_export(desk))["outcome"] == "created"
    (mine,) = await submissions(desk)
    named = await of_export(desk, id=mine["id"], external_id="a", title="Otro")
    assert (named["outcome"], named["submission"]) == ("updated", mine["id"])
    assert (await one(desk, title="Tercero"))["submission"] == mine["id"]


async def test_a_row_of_an_export_that_is_out_of_reach_is_refused(desk: Desk) -> None:
    made = await one(desk, query=SUBMIT)
    refused = await of_export(desk, id=made["submission"], title="Otro")
    assert codes(refused) == [("", "not_in_this_state")]
    same = await of_export(desk, id=made["submission"])
    assert (same["outcome"], same["submission"]) == ("unchanged", made["submission"])
