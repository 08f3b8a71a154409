"""The copy of the catalogue follows its topic and is read anew when it moved."""

import pytest

import kernel.replica
from contracts import topics
from services.reports.store.replica import Replica, edition_at, first_position
from tests.services.desk import actor_changed, edition
from tests.services.reports.conftest import ACTIVITIES, PEOPLE, Desk, body, practice

ON_ACT_06 = {"activity": "ACT-06", "year": 2022, "status": "completed"}


@pytest.fixture(autouse=True)
def always_looking(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was read is not trusted for a moment: every question looks whether the follower has
    moved.
    """
    monkeypatch.setattr(kernel.replica, "TRUSTED_SECONDS", 0)


async def test_the_copy_holds_what_was_told(desk: Desk) -> None:
    replica = Replica(desk.db)
    catalogue = await replica.catalogue()
    assert catalogue.edition == "2016-draft"
    assert set(catalogue.addressees) == set(ACTIVITIES)
    assert set(catalogue.actors) == set(PEOPLE)
    assert await replica.catalogue() is catalogue, "remembered"
    await desk.append(topics.CATALOG, "IOM", actor_changed("IOM", "multilateral"))
    await desk.settled()
    assert "IOM" in (await replica.catalogue()).actors


async def test_a_submission_goes_on_under_its_own_edition(desk: Desk) -> None:
    """ACT-12 is retired by the next edition: what was begun under the one before can still be
    completed and corrected, nothing new begun.
    """
    draft, published = await desk.draft(), await desk.published()
    following = edition(
        "next", {"ACT-43": (["CIM"], ["GO-1"])}, ["GO-1"], "2026-01-01", ACT_43=["ACT-12"]
    )
    await desk.append(topics.CATALOG, "next", following)
    await desk.settled()
    assert set((await Replica(desk.db).catalogue()).addressees) == {"ACT-43"}
    assert set((await Replica(desk.db).catalogue("2016-draft")).addressees) == set(ACTIVITIES)
    async with desk.db.read() as connection:
        first = await first_position(connection) or 0
        places = (0, first, 99)
        assert [await edition_at(connection, n) for n in places] == [*["2016-draft"] * 2, "next"]
    changed = await desk.ask("CIM", "PUT", f"/submissions/{draft}", body(), If_Match="*")
    assert (changed.status_code, changed.json()["edition"]) == (200, "2016-draft")
    await desk.publish("CIM", draft)
    assert (await desk.act("CIM", published, "revise")).status_code == 200
    await desk.publish("CIM", published)
    refused = await desk.ask("CIM", "POST", "/submissions", body())
    assert [(error["pointer"], error["code"]) for error in refused.json()["errors"]] == [
        ("/payload/activity", "unknown_code")
    ]
    assert "ACT-43" in refused.json()["errors"][0]["detail"], "what stands for it now is named"
    refused = await desk.ask("CIM", "POST", "/submissions", practice(activities=["ACT-12"]))
    assert "ACT-43" in refused.json()["errors"][0]["detail"]
    begun = await desk.ask("CIM", "POST", "/submissions", body(activity="ACT-43"))
    assert (begun.status_code, begun.json()["edition"]) == (201, "next")


async def test_lists_know_every_code_that_ever_was(desk: Desk) -> None:
    """SO-04 and ACT-06 are retired without a successor, ACT-12 is replaced by ACT-43."""
    first, other = await desk.published(), await desk.published("CAM", payload=ON_ACT_06)
    await desk.settled()
    following = edition(
        "next", {"ACT-43": (["CIM"], ["GO-1"])}, ["GO-1"], "2026-01-01", ACT_43=["ACT-12"]
    )
    await desk.append(topics.CATALOG, "next", following)
    await desk.settled()
    for asked, ids in (
        ("activity=ACT-12", [first]),
        ("activity=ACT-06", [other]),
        ("activity=ACT-43", []),
        ("objective=GO-1", [first]),
        ("objective=SO-04", [other]),
    ):
        answer = await desk.ask(None, "GET", f"/submissions?{asked}")
        assert [item["id"] for item in answer.json()["items"]] == ids, asked
    for asked in ("activity=ACT-99", "objective=SO-99"):
        assert (await desk.ask(None, "GET", f"/submissions?{asked}")).status_code == 422


async def test_an_ended_actor_reports_on_years_in_which_it_existed(desk: Desk) -> None:
    unit = actor_changed("UMIG", "organ", "CIM", (), ("2018-03-01", "2020-01-01"))
    await desk.append(topics.CATALOG, "UMIG", unit)
    await desk.key("UMIG", "UMIG", "reports:write")
    await desk.settled()
    refused = await desk.ask("UMIG", "POST", "/submissions", body("UMIG", activity="ACT-12"))
    assert [(error["pointer"], error["code"]) for error in refused.json()["errors"]] == [
        ("/payload/year", "not_valid_then")
    ]
    refused = await desk.ask("UMIG", "POST", "/submissions", practice("UMIG", year=2017))
    assert refused.json()["errors"][0]["code"] == "not_valid_then"
    about_then = body("UMIG", activity="ACT-12", year=2018)
    assert (await desk.ask("UMIG", "POST", "/submissions", about_then)).status_code == 201
