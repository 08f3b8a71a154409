"""What the catalogue makes of the events of reports: adopted proposals, kept complete."""

from typing import Any

import pytest

from contracts.reports import Released, Withheld
from services.catalog import tables
from tests.services.catalog.api.test_adoptions import PROPOSAL, adopted, decided, moved


async def test_an_adopted_proposal_is_kept_complete(desk: Any) -> None:
    await adopted(desk, "p-1")
    [row] = await desk.rows(tables.adoptions)
    assert (row["proposal"], row["position"], row["decided_by"]) == ("p-1", 1, "CAM")
    [shown] = (await desk.get("/adoptions"))["items"]
    assert {name: shown[name] for name in PROPOSAL} == PROPOSAL
    assert (shown["meeting"], shown["position"], shown["incorporated_in"]) == ("m-1", 1, None)


@pytest.mark.parametrize("decision", ["declined", "deferred"])
async def test_nothing_comes_of_another_decision(desk: Any, decision: str) -> None:
    await desk.tell(decided("p-1", decision), "p-1")
    assert await desk.rows(tables.adoptions) == []


async def test_what_is_withheld_is_told_without_its_texts(desk: Any) -> None:
    await adopted(desk, "p-1")
    await desk.tell(Withheld(**moved("p-1")), "p-1")
    [shown] = (await desk.get("/adoptions"))["items"]
    assert (shown["withheld"], shown["texts"]) == (True, {})
    await desk.tell(Released(**moved("p-1")), "p-1")
    [shown] = (await desk.get("/adoptions"))["items"]
    assert (shown["withheld"], shown["texts"]) == (False, PROPOSAL["texts"])


async def test_events_of_other_submissions_are_passed_over(desk: Any) -> None:
    before = await desk.app.state.resources.snapshots.revision()
    await desk.tell(Withheld(**{**moved("r-1"), "kind": "implementation"}), "r-1")
    assert await desk.app.state.resources.snapshots.revision() == before
