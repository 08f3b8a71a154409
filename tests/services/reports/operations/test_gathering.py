"""What a dossier is made of: everything public at the closing, and nothing that came after it."""

import pytest

from services.reports.domain.dossiers import Gathered
from services.reports.operations.gathering import Gatherer
from tests.databases import Databases
from tests.services.reports.closings import close, closed, maker, reported
from tests.services.reports.conftest import Desk, practice
from tests.services.reports.occasions import occasion


@pytest.fixture
def databases(sqlite_databases: Databases) -> Databases:
    """SQLite alone: what is SQL in this is tried on both beside the store."""
    return sqlite_databases


async def gathered(desk: Desk, cycle: str) -> Gathered:
    return await Gatherer(desk.db, maker(desk).client, cycle).gather()


async def a_practice(desk: Desk, **payload: object) -> str:
    answer = await desk.ask("CIM", "POST", "/submissions", practice(**payload))
    assert answer.status_code == 201, answer.text
    id_ = str(answer.json()["id"])
    await desk.publish("CIM", id_)
    return id_


async def test_drafts_and_what_is_published_after_the_closing_are_not_in(desk: Desk) -> None:
    await desk.draft("CIM")
    submission, cycle = await reported(desk), await closed(desk)
    await desk.published("CIM")
    await a_practice(desk)
    await desk.settled()
    whole = await gathered(desk, cycle)
    assert [one.id for one in whole.sources] == [submission]
    assert whole.sources[0].by_itself
    assert whole.entry["position"] == whole.closing.position == whole.closing.noted


async def test_a_correction_after_the_closing_changes_nothing(desk: Desk) -> None:
    submission, cycle = await reported(desk), await closed(desk)
    await desk.act("CIM", submission, "revise")
    await desk.publish("CIM", submission)
    await desk.settled()
    [source] = (await gathered(desk, cycle)).sources
    assert source.revision == 1
    assert source.content is not None
    assert source.content["revision"] == 1


async def test_it_follows_what_came_since_the_closing_before(desk: Desk) -> None:
    first = await a_practice(desk)
    before = await closed(desk, "results_report")
    second = await a_practice(desk, year=2021)
    last = await closed(desk, "results_report")
    whole = await gathered(desk, last)
    assert [one.id for one in whole.sources] == [second]
    assert whole.sources[0].by_itself is None
    assert whole.closing.before is not None
    assert whole.closing.before.cycle == before
    assert [one.id for one in (await gathered(desk, before)).sources] == [first]


async def test_statements_are_those_made_by_the_closing(desk: Desk) -> None:
    proposal = {
        **practice(),
        "kind": "proposal",
        "payload": {"change": "retire", "node": "ACT-12", "reason": "Ya se hizo."},
    }
    id_ = str((await desk.ask("CIM", "POST", "/submissions", proposal)).json()["id"])
    await desk.publish("CIM", id_)
    said = {"role": "consultation", "language": "es", "text": "La apoyamos."}
    path = f"/submissions/{id_}/statements"
    assert (await desk.ask("MEX", "POST", path, said)).status_code == 201
    cycle = await occasion(desk, "cidi_meeting", "open")
    await close(desk, cycle)
    assert (await desk.ask("COL", "POST", path, said)).status_code == 201
    await desk.settled()
    [source] = (await gathered(desk, cycle)).sources
    assert [one["actor"] for one in source.statements] == ["MEX"]
