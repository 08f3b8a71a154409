"""The copy of the catalogue follows its topic and is read anew when it moved."""

import pytest

import kernel.replica
from contracts import topics
from services.reports.store.replica import Replica
from tests.services.desk import actor_changed, edition
from tests.services.reports.conftest import ACTIVITIES, PEOPLE, Desk, body


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
    following = edition("next", {"ACT-43": (["CIM"], ["GO-1"])}, ["GO-1"], "2026-01-01")
    await desk.append(topics.CATALOG, "next", following)
    await desk.settled()
    assert set((await Replica(desk.db).catalogue()).addressees) == {"ACT-43"}
    assert set((await Replica(desk.db).catalogue("2016-draft")).addressees) == set(ACTIVITIES)
    changed = await desk.ask("CIM", "PUT", f"/submissions/{draft}", body(), If_Match="*")
    assert (changed.status_code, changed.json()["edition"]) == (200, "2016-draft")
    await desk.publish("CIM", draft)
    assert (await desk.act("CIM", published, "revise")).status_code == 200
    await desk.publish("CIM", published)
    refused = await desk.ask("CIM", "POST", "/submissions", body())
    assert [(error["pointer"], error["code"]) for error in refused.json()["errors"]] == [
        ("/payload/activity", "unknown_code")
    ]
    begun = await desk.ask("CIM", "POST", "/submissions", body(activity="ACT-43"))
    assert (begun.status_code, begun.json()["edition"]) == (201, "next")
