"""Errors that come from before an operation are messages of SDMX too."""

from tests.services.aggregator.api.sdmx.asking import ask, wrong_json, wrong_ml
from tests.services.aggregator.conftest import Desk

PLACE = "/indicators/sdmx/structure/dataflow"


async def test_a_key_that_is_not_valid(desk: Desk) -> None:
    key = {"Authorization": "Bearer nothing"}
    answer = await desk.client.get(PLACE, headers=key)
    assert (answer.status_code, wrong_ml(answer.content)) == (401, [])
    assert answer.headers["x-request-id"]
    answer = await desk.client.get(PLACE, headers={**key, "Accept": "application/json"})
    assert (answer.status_code, wrong_json("structure", answer.json())) == (401, [])


async def test_a_query_that_nobody_knows_is_400_and_says_which(desk: Desk) -> None:
    answer = await ask(desk, PLACE, "application/json", nothing="1")
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, 140)
    assert "nothing" in answer.json()["errors"][0]["title"]


async def test_elsewhere_errors_stay_problems(desk: Desk) -> None:
    answer = await ask(desk, "/indicators/definitions", nothing="1")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
