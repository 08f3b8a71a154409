"""Positions, and answers that are given again."""

import pytest

from contracts import topics
from contracts.catalog import Activity, EditionPublished
from kernel import clock
from kernel.db import Database
from tests.services.aggregator.conftest import Desk


async def test_an_instant_is_the_last_position_before_it(desk: Desk) -> None:
    await desk.publish("a")
    await desk.settled()
    time = (await desk.get("/objectives/GO-1/reports_published/history"))["items"][0]["time"]
    assert (await desk.get("/objectives/GO-1", as_of=time))["position"] == 1
    assert (await desk.get("/objectives/GO-1", as_of="2020-01-01T00:00:00Z"))["position"] == 0


async def test_min_position_is_included_when_it_is_there(desk: Desk) -> None:
    await desk.publish("a")
    await desk.settled()
    assert (await desk.get("/objectives", min_position=1))["position"] == 1


async def test_the_year_is_from_2016_to_the_current_one(desk: Desk) -> None:
    current = clock.today().year
    for year, status in ((2015, 422), (2016, 200), (current, 200), (current + 1, 422)):
        answer = await desk.client.get(f"/indicators/objectives?year={year}")
        assert answer.status_code == status
        if status == 422:
            (error,) = answer.json()["errors"]
            assert (error["pointer"], error["code"]) == ("/year", "out_of_range")


async def test_what_is_no_moment_is_refused_before_anything_is_waited_for(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def wait(*_: object) -> None:
        raise AssertionError("it waited")

    monkeypatch.setattr(Database, "changed", wait)
    for as_of in ("x", "2999-01-01T00:00:00Z"):
        answer = await desk.client.get(f"/indicators/objectives?as_of={as_of}&min_position=99")
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["pointer"] == "/as_of"


async def test_a_kept_answer_goes_when_the_structure_changes_and_when_it_changes_back(
    desk: Desk,
) -> None:
    for edition in ("e", "f", "e"):
        activities = [
            Activity(
                code="ACT-1",
                addressees=["CIM"],
                optional=False,
                objectives=["GO-1"],
                axes=[],
                themes=[],
            )
        ]
        told = EditionPublished(
            edition=edition,
            date="2016-04-19",
            current=True,
            objectives=["GO-1"],
            activities=activities,
        )
        await desk.append(topics.CATALOG, edition, told)
        await desk.settled()
        assert [(await desk.get("/objectives/GO-1"))["edition"] for _ in range(2)] == [edition] * 2
