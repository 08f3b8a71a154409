"""Values over HTTP, against the reference; filters and positions."""

from typing import Any

import pytest

from contracts import reports, topics
from tests.databases import SQLITE
from tests.services.aggregator.conftest import GIVEN, Desk, _moved


async def test_values_equal_the_reference(desk: Desk) -> None:
    assert (await desk.judged())[0]["values"][2]["value"] == 0
    people = [
        {"sex": "female", "age_group": "adult", "small": True},
        {"sex": "male", "age_group": "adult", "count": 7},
    ]
    await desk.publish(
        "a",
        axes=["gender"],
        beneficiaries=people,
        resources=[{"currency": "USD", "amount": "0.10"}, {"currency": "JPY", "amount": "7"}],
    )
    await desk.publish(
        "b",
        "COL",
        ("NIC",),
        activity="ACT-2",
        year=2022,
        status="completed",
        execution="bilateral",
        partners=[{"kind": "diaspora"}],
    )
    await desk.publish(
        "c", "LAB", activity="ACT-1", year=2021, status="suspended", axes=["gender", "development"]
    )
    await desk.publish("d", "ILO", activity="ACT-3", status="not_applicable")
    await desk.settled()
    for asked in (
        {},
        {"year": 2022},
        {"actor": "COL"},
        {"actor_kind": "state"},
        {"axis": "gender"},
        {"actor": "LAB", "actor_kind": "state"},
    ):
        await desk.judged(**asked)


async def test_values_name_those_who_report_and_how_many_reports_each_activity_has(
    desk: Desk,
) -> None:
    await desk.publish("a")
    await desk.publish("b", "COL", ("NIC",), activity="ACT-2", year=2022)
    await desk.publish("c", "COL", activity="ACT-2", year=2021)
    await desk.settled()
    whole = await desk.get("/programme")
    assert whole["reporters"] == ["CIM", "COL", "NIC"]
    assert (await desk.get("/programme", year=2021))["reporters"] == ["COL"]
    assert (await desk.get("/programme", actor_kind="state"))["reporters"] == ["COL", "NIC"]
    assert (await desk.get("/activities/ACT-2"))["reporters"] == ["COL", "NIC"]
    for code in (each["code"] for each in whole["objectives"]):
        one = await desk.get(f"/objectives/{code}")
        counted = {v["indicator"]: v["value"] for v in one["values"]}
        assert sum(one["reports"].values()) == counted["reports_published"], code
    contradictory = await desk.get("/activities/ACT-2", actor="COL", actor_kind="organ")
    assert contradictory["reporters"] == []


async def test_a_recorded_event_of_an_earlier_version_tells_no_small_number(desk: Desk) -> None:
    cells = [
        {"sex": "female", "age_group": "adult", "count": 3},
        {"sex": "male", "age_group": "adult", "count": 100},
    ]
    told = GIVEN["implementation"] | {"beneficiaries": cells}
    event = reports.PublishedV2(
        **_moved("a", "CIM", "published", 1),
        title="t",
        language="es",
        reporters=[reports.Reporter(code="CIM", kind="organ")],
        implementation=told,
        evidence=[],
    )
    await desk.append(topics.REPORTS, "a", event)
    await desk.settled()
    values = (await desk.get("/objectives/GO-1"))["values"]
    (reached,) = [one for one in values if one["indicator"] == "beneficiaries_reached"]
    assert (reached["value"], reached["small_cells"]) == (100, 1)
    assert [(row["value"], row["small_cells"]) for row in reached["breakdown"]] == [
        (None, 1),
        (100, 0),
    ]


async def test_the_past_answers_what_it_answered(desk: Desk) -> None:
    answers = []
    for step in range(4):
        await (
            desk.publish(f"s{step}", year=2018 + step)
            if step < 3
            else desk.move("s0", reports.Withdrawn, "withdrawn")
        )
        await desk.settled()
        answers.append((await desk.get("/objectives"))["objectives"])
    desk.facts.pop("s0")
    assert await desk.judged() == answers[-1]
    for position, was in enumerate(answers, start=1):
        then = await desk.get("/objectives", as_of=str(position))
        assert (then["objectives"], then["position"], then["as_of"]) == (was, position, position)
    assert (await desk.get("/objectives/GO-1", as_of="0"))["values"][3]["value"] == 0


async def test_profiles(desk: Desk) -> None:
    await desk.publish("a", "COL", ("NIC",), activity="ACT-2", status="completed")
    await desk.publish("b", "CIM")
    await desk.settled()
    profile = {
        value["indicator"]: value["value"] for value in (await desk.get("/actors/NIC"))["values"]
    }
    assert (profile["reports_published"], profile["status_distribution"]) == (1, {"completed": 1})
    assert {v["indicator"]: v["value"] for v in (await desk.get("/activities/ACT-1"))["values"]}[
        "organs_reporting"
    ] == 1


def practices(answer: Any) -> Any:
    """How many practices an answer counts."""
    return {one["indicator"]: one["value"] for one in answer["values"]}["practices_published"]


async def test_practices_equal_the_reference(desk: Desk) -> None:
    await desk.practice("p", "COL", "NIC", activities=["ACT-1", "ACT-2"], axes=["gender"])
    await desk.practice("q", "CIM", activities=[], objectives=["SO-01"], year=2022)
    await desk.practice("r", "ILO", activities=["ACT-9"], objectives=["GO-9"])
    await desk.publish("a", "COL")
    await desk.settled()
    assert [practices(entry) for entry in await desk.judged()] == [1, 2]
    for asked in (
        {"year": 2022},
        {"actor": "NIC"},
        {"actor_kind": "state"},
        {"axis": "gender"},
        {"actor": "LAB", "actor_kind": "state"},
        {"actor": "COL", "actor_kind": "state"},
    ):
        await desk.judged(**asked)
    counts = {
        path: practices(await desk.get(path))
        for path in ("/activities/ACT-1", "/activities/ACT-3", "/actors/NIC", "/actors/ILO")
    }
    assert counts == {
        "/activities/ACT-1": 1,
        "/activities/ACT-3": 0,
        "/actors/NIC": 1,
        "/actors/ILO": 0,
    }
    assert practices(await desk.get("/actors/NIC", actor="COL")) == 1
    assert practices(await desk.get("/actors/NIC", actor="CIM")) == 0


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/objectives/GO-9", 404),
        ("/activities/ACT-9", 404),
        ("/actors/XXX", 404),
        ("/objectives/GO-1/beauty/evidence", 404),
        ("/objectives?actor=XXX", 422),
        ("/objectives?axis=x", 422),
        ("/objectives?year=1", 422),
        ("/objectives?as_of=99", 422),
        ("/objectives?as_of=" + "9" * 400, 422),
        ("/objectives?as_of=yesterday", 422),
        ("/objectives?as_of=2999-01-01T00:00:00Z", 422),
        ("/objectives?colour=1", 422),
        ("/objectives?min_position=7", 503),
        ("/objectives/GO-1/reports_published/evidence?cursor=abc", 400),
        ("/parked", 401),
    ],
)
async def test_what_is_wrong_is_a_problem(desk: Desk, path: str, status: int) -> None:
    answer = await desk.client.get(f"/indicators{path}")
    assert (answer.status_code, answer.headers["content-type"]) == (
        status,
        "application/problem+json",
    ), answer.text


@SQLITE
async def test_a_report_on_an_exhortation_counts_for_no_objective(desk: Desk) -> None:
    await desk.publish("a", "COL")
    await desk.settled()
    before = (await desk.get("/objectives"))["objectives"]
    await desk.publish("b", "ILO", activity="EXH-1")
    await desk.settled()
    answer = await desk.get("/objectives")
    assert answer["objectives"] == before
    assert answer["position"] == desk.appended[topics.REPORTS]
