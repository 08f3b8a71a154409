"""Events of the catalogue change what this service accepts."""

from typing import Any

from sqlalchemy import delete

from contracts import topics
from services.reports import tables
from tests.services.desk import actor_changed, edition
from tests.services.reports.conftest import PEOPLE, Desk, body


async def test_a_new_current_edition_replaces_the_former(desk: Desk) -> None:
    following = edition("2030", {"ACT-77": (["CIM"], ["GO-1"])}, ["GO-1"], "2030-01-01")
    await desk.append(topics.CATALOG, "2030", following)
    await desk.settled()
    assert (await desk.ask("CIM", "POST", "/submissions", body())).status_code == 422
    answer = await desk.ask("CIM", "POST", "/submissions", body(activity="ACT-77"))
    assert (answer.status_code, answer.json()["edition"]) == (201, "2030")


async def notes(desk: Desk) -> list[dict[str, Any]]:
    """What the ledger notes of the catalogue, in order."""
    items = (await desk.ask(None, "GET", "/ledger?limit=500")).json()["items"]
    told = [item for item in items if item["type"] == "reports.catalogue_noted"]
    entries = [await desk.ask(None, "GET", f"/ledger/{item['position']}") for item in told]
    return [entry.json()["data"]["catalog_position"] for entry in entries]


async def test_the_ledger_notes_each_edition_and_each_actor_after_the_first(desk: Desk) -> None:
    first = len(PEOPLE) + 1
    assert await notes(desk) == [first], "the actors before the first edition come with it"
    await desk.append(topics.CATALOG, "IOM", actor_changed("IOM", "multilateral"))
    following = edition("2030", {"ACT-77": (["CIM"], ["GO-1"])}, ["GO-1"], "2030-01-01")
    await desk.append(topics.CATALOG, "2030", following)
    await desk.settled()
    assert await notes(desk) == [first, first + 1, first + 2]


async def test_a_replica_that_is_filled_anew_repeats_no_note(desk: Desk) -> None:
    await desk.append(topics.CATALOG, "IOM", actor_changed("IOM", "multilateral"))
    await desk.settled()
    before = await notes(desk)
    for emptied in ((), (tables.editions, tables.activities, tables.actors)):
        offsets = tables.kernel.offsets
        forget = delete(offsets).where(offsets.c.topic == topics.CATALOG)

        def forgotten(tx: Any, emptied: Any = emptied, forget: Any = forget) -> None:
            for statement in (forget, *map(delete, emptied)):
                tx.execute(statement, expect=None)

        await desk.db.write(forgotten)
        await desk.settled()
        assert await notes(desk) == before
    await desk.append(topics.CATALOG, "OIM", actor_changed("OIM", "multilateral"))
    await desk.settled()
    assert await notes(desk) == [*before, before[-1] + 1]
