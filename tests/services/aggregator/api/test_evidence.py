"""The submissions behind a value."""

import pytest

from contracts import reports, topics
from services.aggregator.api import evidence
from tests.services.aggregator.conftest import Desk
from tests.services.desk import edition


async def test_evidence_leads_to_the_reports(desk: Desk) -> None:
    for number in range(5):
        await desk.publish(f"s{number}", year=2018 + number)
    await desk.settled()
    first = await desk.get("/objectives/GO-1/reports_published/evidence", limit=3)
    assert (first["value"], [item["id"] for item in first["submissions"]]) == (
        5,
        ["s0", "s1", "s2"],
    )
    rest = (await desk.client.get(first["next"])).json()
    assert [item["position"] for item in rest["submissions"]] == [4, 5]


async def test_a_row_says_how_its_links_serve_the_objective(desk: Desk) -> None:
    whole = edition("other", {"ACT-1": (["CIM"], ["GO-1"])}, ["GO-1"])
    links = [
        one.model_copy(update={"link_strengths": {"GO-1": "indirect"}}) for one in whole.activities
    ]
    await desk.append(topics.CATALOG, "other", whole.model_copy(update={"activities": links}))
    await desk.publish("a")
    await desk.practice("p", activities=["ACT-1"], objectives=["GO-1"])
    await desk.settled()
    for indicator, strength in (
        ("reports_published", "indirect"),
        ("practices_published", "direct"),
    ):
        [row] = (await desk.get(f"/objectives/GO-1/{indicator}/evidence", edition="other"))[
            "submissions"
        ]
        assert row["strength"] == strength
    [row] = (await desk.get("/activities/ACT-1/reports_published/evidence"))["submissions"]
    assert "strength" not in row


async def test_evidence_of_practices_is_practices_that_contribute(desk: Desk) -> None:
    await desk.practice("p", "COL", "NIC", activities=["ACT-1", "ACT-3"], objectives=["GO-1"])
    await desk.publish("a")
    await desk.practice("q", activities=[], objectives=["GO-1"], year=2021)
    await desk.practice("r", activities=["ACT-3"])
    await desk.practice("s")
    await desk.move("s", reports.Withheld, "withheld", "practice")
    await desk.settled()
    path = "/objectives/GO-1/practices_published/evidence"
    first = await desk.get(path, limit=1)
    assert (first["value"], first["definition"]) == (
        2,
        {"code": "practices_published", "version": 1},
    )
    assert first["submissions"] == [
        {
            "id": "p",
            "revision": 1,
            "position": 1,
            "reporters": ["COL", "NIC"],
            "activity": None,
            "year": 2020,
            "contribution": 1,
            "activities": ["ACT-1", "ACT-3"],
            "objectives": ["GO-1"],
            "strength": "direct",
        }
    ]
    rest = (await desk.client.get(first["next"])).json()
    assert ([item["id"] for item in rest["submissions"]], rest["next"]) == (["q"], None)
    then = await desk.get(path, as_of="5")
    assert [item["id"] for item in then["submissions"]] == ["p", "q", "s"]
    for filters, ids in (
        ({"actor": "NIC"}, ["p"]),
        ({"year": 2021}, ["q"]),
        ({"actor": "NIC", "actor_kind": "organ"}, []),
    ):
        found = await desk.get(path, **filters)
        assert [item["id"] for item in found["submissions"]] == ids
    await desk.publish("b")  # the latest on the activity
    await desk.settled()
    coverage = await desk.get("/objectives/GO-1/activity_coverage/evidence")
    assert [item["id"] for item in coverage["submissions"]] == ["b"]
    assert "activities" not in coverage["submissions"][0]


CELLS = [
    {"sex": "female", "age_group": "adult", "count": 100},
    {"sex": "male", "age_group": "child", "small": True},
]


async def test_contributions_are_in_the_form_of_the_value(desk: Desk) -> None:
    money = [{"currency": "USD", "amount": "0.10"}, {"currency": "JPY", "amount": "7"}]
    await desk.publish("a", "COL", ("NIC",), year=2021, status="completed", axes=["gender"])
    await desk.publish("b", "COL", status="planned", beneficiaries=CELLS, resources=money)
    await desk.publish("c", activity="ACT-2", status="not_applicable", execution="bilateral")
    await desk.settled()
    expected: dict[str, dict[str, object]] = {
        "activities_linked": {},
        "activities_reported": {"a": 1, "c": 1},
        "reports_published": {"a": 1, "b": 1, "c": 1},
        "states_contributing": {"a": 1},
        "organs_reporting": {"c": 1},
        "others_contributing": {},
        "status_distribution": {"a": {"completed": 2}, "c": {"not_applicable": 1}},
        "implementation_index": {"a": 2.0},
        "joint_execution_share": {"a": 0, "b": 0, "c": 1},
        "beneficiaries_reached": {"b": 100},
        "resources_reported": {"b": {"USD": "0.10", "JPY": "7"}},
    }
    for indicator, contributions in expected.items():
        rows = (await desk.evidence("GO-1", indicator))["submissions"]
        assert {row["id"]: row["contribution"] for row in rows} == contributions, indicator
        await desk.adds_up("GO-1", indicator)
    persons = await desk.evidence("GO-1", "beneficiaries_reached")
    assert (persons["value"], persons["small_cells"]) == (100, 1)
    assert [row["small_cells"] for row in persons["submissions"]] == [1]


async def test_only_the_reporters_asked_for_contribute(desk: Desk) -> None:
    await desk.publish("a", "COL", ("CIM",), status="completed")
    await desk.publish("b", "CIM", status="planned")
    await desk.settled()
    for asked, contributions in (
        ({"actor": "COL"}, {"a": {"completed": 1}}),
        ({"actor_kind": "organ"}, {"b": {"planned": 1}}),
        ({"actor": "COL", "actor_kind": "state"}, {"a": {"completed": 1}}),
        ({"actor": "COL", "actor_kind": "organ"}, {}),
    ):
        rows = (await desk.evidence("GO-1", "status_distribution", **asked))["submissions"]
        assert {row["id"]: row["contribution"] for row in rows} == contributions
        await desk.adds_up("GO-1", "status_distribution", **asked)


async def test_what_was_asked_for_is_echoed_on_every_page(desk: Desk) -> None:
    for number in range(3):
        await desk.publish(f"s{number}")
    await desk.settled()
    for what in ("evidence", "history"):
        path = f"/objectives/GO-1/reports_published/{what}"
        now = await desk.get(path, limit=1)
        rest = (await desk.client.get(now["next"])).json()
        for page in (now, rest):
            assert (page["edition"], page["position"], page["as_of"]) == ("e", 3, None)
        for as_of, echoed in (("2", 2), ("2020-01-01T00:00:00Z", "2020-01-01T00:00:00Z")):
            then = await desk.get(path, as_of=as_of)
            assert then["as_of"] == echoed


async def test_a_page_ends_early_where_few_contribute(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence, "LOOKED_AT", 6)
    monkeypatch.setattr(evidence, "STRIDE", 2)
    for number in range(20):
        await desk.publish(f"s{number:02}", beneficiaries=CELLS if number in (1, 18, 19) else [])
    await desk.settled()
    path = "/objectives/GO-1/beneficiaries_reached/evidence"
    first = await desk.get(path, limit=2)
    assert ([row["id"] for row in first["submissions"]], bool(first["next"])) == (["s01"], True)
    whole = await desk.evidence("GO-1", "beneficiaries_reached")
    assert [row["id"] for row in whole["submissions"]] == ["s01", "s18", "s19"]
    await desk.adds_up("GO-1", "beneficiaries_reached", "reports_published")


async def test_the_past_of_what_is_withheld_keeps_its_contribution_alone(desk: Desk) -> None:
    await desk.publish("a", beneficiaries=CELLS)
    await desk.publish("b")
    await desk.practice("p")
    await desk.move("a", reports.Withheld, "withheld")
    await desk.move("p", reports.Withheld, "withheld", "practice")
    await desk.move("b", reports.Withdrawn, "withdrawn")
    await desk.settled()

    async def then(indicator: str) -> list[dict[str, object]]:
        path = f"/objectives/GO-1/{indicator}/evidence"
        rows: list[dict[str, object]] = (await desk.get(path, as_of="3"))["submissions"]
        return rows

    nothing = {"reporters": None, "activity": None, "year": None, "not_public": True}
    a = {"id": "a", "revision": 1, "position": 1, "contribution": 1} | nothing
    reported, withdrawn = await then("reports_published")
    assert reported == a
    assert (withdrawn["id"], withdrawn["reporters"]) == ("b", ["CIM"])
    assert "not_public" not in withdrawn
    assert await then("beneficiaries_reached") == [a | {"contribution": 100, "small_cells": 1}]
    assert await then("practices_published") == [a | {"id": "p", "position": 3}]
    assert (await desk.get("/objectives/GO-1/reports_published/evidence"))["submissions"] == []
    await desk.move("a", reports.Released, "published")
    await desk.move("p", reports.Withdrawn, "withdrawn", "practice")
    await desk.settled()
    assert (await then("reports_published"))[0]["reporters"] == ["CIM"]
    assert await then("practices_published") == [a | {"id": "p", "position": 3}]
