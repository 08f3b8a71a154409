"""What a question is about: the reports behind the values of activities, actors and the Program."""

import pytest

from tests.services.aggregator.conftest import Desk


async def published(desk: Desk) -> None:
    """Three reports: two of an organ, one of a State with a joint one, on two activities."""
    await desk.publish("a")
    await desk.publish("b", year=2022)
    await desk.publish("c", "COL", ("NIC",), activity="ACT-2", execution="bilateral")
    await desk.settled()


@pytest.mark.parametrize(
    ("about", "behind"),
    [
        ("/programme", ["a", "b", "c"]),
        ("/activities/ACT-1", ["a", "b"]),
        ("/activities/ACT-2", ["c"]),
        ("/actors/CIM", ["a", "b"]),
        ("/actors/NIC", ["c"]),
        ("/actors/LAB", []),
    ],
)
async def test_the_reports_behind_a_value_add_up_to_it(
    desk: Desk, about: str, behind: list[str]
) -> None:
    await published(desk)
    values = {value["indicator"]: value for value in (await desk.get(about))["values"]}
    for indicator in ("reports_published", "beneficiaries_reached", "activities_reported"):
        evidence = await desk.get(f"{about}/{indicator}/evidence")
        added = sum(row["contribution"] for row in evidence["submissions"])
        assert added == evidence["value"] == values[indicator]["value"]
    evidence = await desk.get(f"{about}/reports_published/evidence")
    assert [row["id"] for row in evidence["submissions"]] == behind
    history = await desk.get(f"{about}/reports_published/history")
    assert [item["value"] for item in history["items"]] == list(range(1, len(behind) + 1))


async def test_all_activities_say_what_each_says(desk: Desk) -> None:
    await published(desk)
    for listed in (await desk.get("/activities"))["activities"]:
        assert listed["values"] == (await desk.get(f"/activities/{listed['code']}"))["values"]


async def test_the_program_counts_each_report_once_and_tells_its_objectives(desk: Desk) -> None:
    await published(desk)
    whole = await desk.get("/programme")
    assert whole["objectives"] == (await desk.get("/objectives"))["objectives"]
    values = {value["indicator"]: value["value"] for value in whole["values"]}
    assert values["reports_published"] == 3
    assert values["activities_reported"] == 2


async def test_pages_and_moments_of_the_lists(desk: Desk) -> None:
    await published(desk)
    first = await desk.get("/programme/reports_published/evidence", limit=2)
    rest = (await desk.client.get(first["next"])).json()
    assert [row["id"] for row in (*first["submissions"], *rest["submissions"])] == ["a", "b", "c"]
    then = await desk.get("/actors/CIM/reports_published/evidence", as_of=1)
    assert [row["id"] for row in then["submissions"]] == ["a"]
    year = await desk.get("/actors/CIM/reports_published/history", year=2022)
    assert [item["value"] for item in year["items"]] == [1]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/activities/ACT-99/reports_published/evidence", 404),
        ("/actors/XXX/reports_published/history", 404),
        ("/programme/no_such/evidence", 404),
        ("/actors/CIM/reports_published/evidence?actor=COL", 422),
    ],
)
async def test_what_is_not_there_or_cannot_be_asked(desk: Desk, path: str, status: int) -> None:
    assert (await desk.client.get(f"/indicators{path}")).status_code == status
