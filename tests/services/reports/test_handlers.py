"""Events of the catalogue change what this service accepts."""

from contracts import topics
from tests.services.desk import edition
from tests.services.reports.conftest import Desk, body


async def test_a_new_current_edition_replaces_the_former(desk: Desk) -> None:
    following = edition("2030", {"ACT-77": (["CIM"], ["GO-1"])}, ["GO-1"], "2030-01-01")
    await desk.append(topics.CATALOG, "2030", following)
    await desk.settled()
    assert (await desk.ask("CIM", "POST", "/submissions", body())).status_code == 422
    answer = await desk.ask("CIM", "POST", "/submissions", body(activity="ACT-77"))
    assert (answer.status_code, answer.json()["edition"]) == (201, "2030")
