"""Events of the catalogue change what this service accepts."""

from contracts import topics
from contracts.catalog import Activity, EditionPublished
from tests.services.reports.conftest import Desk, body


async def test_a_new_current_edition_replaces_the_former(desk: Desk) -> None:
    activity = Activity(
        code="ACT-77", addressees=["CIM"], optional=False, objectives=["GO-1"], axes=[], themes=[]
    )
    edition = EditionPublished(
        edition="2030", date="2030-01-01", current=True, objectives=["GO-1"], activities=[activity]
    )
    await desk.append(topics.CATALOG, "2030", edition)
    await desk.settled()
    assert (await desk.ask("CIM", "POST", "/submissions", body())).status_code == 422
    answer = await desk.ask("CIM", "POST", "/submissions", body(activity="ACT-77"))
    assert (answer.status_code, answer.json()["edition"]) == (201, "2030")
