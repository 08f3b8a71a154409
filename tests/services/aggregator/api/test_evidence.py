"""The submissions behind a value."""

from contracts import reports
from tests.services.aggregator.conftest import Desk


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
            "activities": ["ACT-1", "ACT-3"],
            "objectives": ["GO-1"],
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
    coverage = await desk.get("/objectives/GO-1/activity_coverage/evidence")
    assert [item["id"] for item in coverage["submissions"]] == ["a"]
    assert "activities" not in coverage["submissions"][0]
