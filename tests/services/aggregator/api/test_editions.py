"""Figures that were cited stay what they were when an edition is adopted or a record corrected."""

from typing import Any

import pytest

from contracts import topics
from contracts.reports import CATALOGUE, CatalogueNoted
from kernel.consumer import Consumer
from kernel.errors import Unavailable
from services.aggregator.handlers import fold, follow
from tests.services.aggregator.conftest import Desk
from tests.services.desk import actor_changed, edition

#: ACT-1 is split into ACT-4 and ACT-5, ACT-3 retired without a successor, SO-01 replaced by SO-02.
NEXT = edition(
    "next",
    {
        "ACT-2": (["STATES"], ["GO-1"]),
        "ACT-4": (["CIM"], ["GO-1", "SO-02"]),
        "ACT-5": (["CIDH"], ["GO-1"]),
    },
    ["GO-1", "SO-02"],
    "2026-06-05",
    {"T-1": ["ACT-4"], "T-2": ["ACT-2", "ACT-5"]},
    ACT_4=["ACT-1"],
    ACT_5=["ACT-1"],
    SO_02=["SO-01"],
)
#: What came of the codes that are no more.
SUCCESSORS = {"ACT_1": ("ACT-4", "ACT-5"), "SO_01": ("SO-02",)}
PATHS = (
    "/objectives",
    "/objectives/GO-1",
    "/objectives/GO-1/status_distribution/evidence",
    "/objectives/GO-1/reports_published/history",
    "/actors/CIM",
    "/activities/ACT-1",
)


async def note(desk: Desk, until: int | None = None) -> int:
    """Note that the catalogue is taken in, as reports does."""
    position = desk.appended[topics.CATALOG] if until is None else until
    return await desk.append(topics.REPORTS, CATALOGUE, CatalogueNoted(catalog_position=position))


async def told(desk: Desk, subject: str, data: Any) -> None:
    """An event of the catalogue, noted and folded."""
    await desk.append(topics.CATALOG, subject, data)
    await note(desk)
    await desk.settled()


async def reported(desk: Desk) -> int:
    """A ledger with reports on all three activities; returns its end."""
    await note(desk)
    await desk.publish("a", "LAB", status="completed")
    await desk.publish("b", "CIDH", activity="ACT-3")
    await desk.publish("c", "COL", ("NIC",), activity="ACT-2")
    await desk.practice("p", "CIM", activities=["ACT-1"])
    await desk.practice("q", "CIM", activities=[], objectives=["SO-01"])
    await desk.settled()
    return desk.appended[topics.REPORTS]


async def everything(desk: Desk, **asked: Any) -> list[bytes]:
    answers = [await desk.client.get(f"/indicators{path}", params=asked) for path in PATHS]
    assert [answer.status_code for answer in answers] == [200] * len(PATHS)
    return [answer.content for answer in answers]


async def value(desk: Desk, path: str, indicator: str, **asked: Any) -> Any:
    values = (await desk.get(path, **asked))["values"]
    return next(one["value"] for one in values if one["indicator"] == indicator)


async def test_what_was_cited_stays_byte_for_byte(desk: Desk) -> None:
    end = await reported(desk)
    cited = await everything(desk, as_of=end)
    before = await everything(desk, as_of=0)
    await told(desk, "next", NEXT)
    await told(desk, "NIC", actor_changed("NIC", "state", None, [("1948-01-01", "1990-01-01")]))
    await told(desk, "LAB", actor_changed("LAB", "organ", "CIDH"))
    await desk.publish("a", "LAB", revision=2, status="planned", activity="ACT-4")
    await desk.settled()
    assert await everything(desk, as_of=end) == cited
    assert await everything(desk, as_of=0) == before
    assert (await desk.operations.verify())["equal"]
    assert (await desk.operations.rebuild())["equal"]
    assert await everything(desk, as_of=end) == cited


async def test_the_edition_is_the_one_in_force_then_unless_one_is_asked_for(desk: Desk) -> None:
    end = await reported(desk)
    await told(desk, "next", NEXT)
    for asked, named in (
        ({}, "next"),
        ({"as_of": end}, "e"),
        ({"as_of": 0}, "e"),
        ({"as_of": end + 1}, "next"),
        ({"edition": "e"}, "e"),
        ({"as_of": end, "edition": "next"}, "next"),
    ):
        for path in PATHS[:-1]:
            assert (await desk.get(path, **asked))["edition"] == named, (path, asked)
    answer = await desk.client.get("/indicators/objectives", params={"edition": "2005"})
    assert answer.json()["errors"][0]["pointer"] == "/edition"


async def test_facts_on_retired_activities_count_under_their_successors(desk: Desk) -> None:
    await reported(desk)
    await told(desk, "next", NEXT)
    for path, reports, activities in (
        ("/objectives/GO-1", 2, 3),  # `a` once, under both of its successors; `c`
        ("/objectives/SO-02", 1, 1),
        ("/activities/ACT-4", 1, 1),
        ("/activities/ACT-5", 1, 1),
        ("/actors/CIDH", 0, 0),
        ("/actors/LAB", 1, 2),
    ):
        assert await value(desk, path, "reports_published") == reports, path
        assert await value(desk, path, "activities_reported") == activities, path
    assert await value(desk, "/objectives/GO-1", "status_distribution") == {
        "completed": 2,
        "under_way": 2,
    }
    assert await value(desk, "/objectives/SO-02", "practices_published") == 2
    evidence = await desk.get("/objectives/SO-02/reports_published/evidence")
    assert [(one["id"], one["activity"]) for one in evidence["submissions"]] == [("a", "ACT-1")]
    assert await value(desk, "/objectives/GO-1", "reports_published", edition="e") == 2
    assert (await desk.operations.verify())["equal"]


async def test_an_activity_of_an_earlier_edition_names_its_successors(desk: Desk) -> None:
    end = await reported(desk)
    await told(desk, "next", NEXT)
    retired = await desk.get("/activities/ACT-1")
    assert (retired["edition"], retired["successors"]) == ("e", ["ACT-4", "ACT-5"])
    assert await value(desk, "/activities/ACT-1", "reports_published") == 1
    assert (await desk.get("/activities/ACT-3"))["successors"] == []
    assert (await desk.get("/activities/ACT-4"))["replaces"] == ["ACT-1"]
    for code, asked in (("ACT-9", {}), ("ACT-4", {"as_of": end}), ("ACT-4", {"edition": "e"})):
        answer = await desk.client.get(f"/indicators/activities/{code}", params=asked)
        assert answer.status_code == 404, (code, asked)


async def test_pages_stay_with_the_edition_of_the_first(desk: Desk) -> None:
    await reported(desk)
    path = "/indicators/objectives/GO-1/reports_published/evidence?limit=1"
    first = (await desk.client.get(path)).json()
    await told(desk, "next", NEXT)
    second = (await desk.client.get(first["next"])).json()
    assert (first["edition"], second["edition"]) == ("e", "e")
    assert [one["id"] for one in (*first["submissions"], *second["submissions"])] == ["a", "c"]


async def test_a_corrected_record_is_a_change_of_the_history(desk: Desk) -> None:
    end = await reported(desk)
    await told(desk, "COL", actor_changed("COL", "state", None, [("1948-01-01", "1990-01-01")]))
    items = (await desk.get("/objectives/GO-1/states_contributing/history"))["items"]
    assert [(item["position"], item["value"]) for item in items][-1] == (end + 1, 0)
    assert await value(desk, "/objectives/GO-1", "states_contributing", as_of=end) == 1


async def test_the_fold_waits_for_its_copy_of_the_catalogue(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fold, "PATIENCE_SECONDS", 0.1)
    await note(desk, desk.appended[topics.CATALOG] + 1)
    folding: Consumer = follow.consumer(desk.db, desk.log, "test", 1)
    assert await folding.take()
    with pytest.raises(Unavailable, match="the catalogue is needed to position"):
        await folding.step(0)
    await folding.leave()
    await desk.append(topics.CATALOG, "next", NEXT)
    await desk.settled()
    assert (await desk.get("/objectives"))["position"] == 1
