"""What is withheld: hidden from the public at every position, whatever its reporter does; a
correction waits, and nobody can block withholding by beginning one.
"""

from typing import Any

import pytest

from tests.services.reports.conftest import Desk, body

CORRECTION = ["revise", "submit", "start_review", "accept"]  # each leaves another state behind


async def withhold(desk: Desk, id_: str) -> Any:
    return await desk.act("SG", id_, "withhold", comment="por revisar")


async def correction(desk: Desk, id_: str, steps: int) -> str:
    """Begin a correction and take it so many steps; returns its state."""
    state = "published"
    for action in CORRECTION[:steps]:
        who = "CIM" if action in ("revise", "submit") else "SG"
        state = (await desk.act(who, id_, action)).json()["state"]
    return state


@pytest.mark.parametrize("steps", range(5))
async def test_a_correction_under_way_waits_as_it_stands(desk: Desk, steps: int) -> None:
    id_ = await desk.published()
    state = await correction(desk, id_, steps)
    assert (await withhold(desk, id_)).json()["state"] == "withheld"
    assert (await desk.ask(None, "GET", f"/submissions/{id_}")).status_code == 410
    for action in ("submit", "revise", "discard", "publish"):
        assert (await desk.act("CIM", id_, action)).status_code in (403, 409)
    put = await desk.ask("CIM", "PUT", f"/submissions/{id_}", body(), If_Match="*")
    assert put.status_code == 409
    assert (await desk.act("SG", id_, "release")).json()["state"] == state
    assert (await desk.ask(None, "GET", f"/submissions/{id_}")).json()["revision"] == 1


async def test_what_was_never_public_cannot_be_withheld(desk: Desk) -> None:
    id_ = await desk.draft("CIM")
    await desk.act("CIM", id_, "submit")
    assert (await withhold(desk, id_)).status_code == 409


async def test_a_withdrawal_does_not_open_what_is_withheld(desk: Desk) -> None:
    id_ = await desk.published()
    await desk.settled()
    position = (await desk.ask(None, "GET", "/ledger?limit=500")).json()["items"][-1]["position"]
    path = f"/submissions/{id_}"
    assert (await desk.ask(None, "GET", f"{path}?as_of={position}")).status_code == 200
    await withhold(desk, id_)
    await desk.act("CIM", id_, "withdraw")
    await desk.settled()
    for address in (path, f"{path}?as_of={position}", f"{path}?revision=1"):
        gone = await desk.ask(None, "GET", address)
        assert gone.status_code == 410, address
        assert "as_of" not in gone.json()["detail"]
    assert (await desk.ask("CIM", "GET", f"{path}?as_of={position}")).status_code == 200


async def test_the_history_of_what_is_withheld_is_gone_too(desk: Desk) -> None:
    id_ = await desk.published()
    await withhold(desk, id_)
    path = f"/submissions/{id_}/history"
    assert (await desk.ask(None, "GET", path)).status_code == 410
    assert (await desk.ask("CIM", "GET", path)).status_code == 200
    await desk.act("SG", id_, "release")
    steps = (await desk.ask(None, "GET", path)).json()["items"]
    actions = [step["action"] for step in steps]
    assert actions == ["submit", "publish", "withhold", "release"]
    assert all("comment" not in step for step in steps)


async def test_a_confirmed_joint_reporter_still_reads_it_and_may_take_that_back(desk: Desk) -> None:
    made = await desk.ask(
        "CIM", "POST", "/submissions", body() | {"joint_reporters": ["COL", "MEX"]}
    )
    id_ = made.json()["id"]
    await desk.act("CIM", id_, "submit")
    path = f"/submissions/{id_}"
    assert (await desk.ask("COL", "PUT", f"{path}/confirmation", If_Match="*")).status_code == 200
    for action in ("start_review", "accept", "publish"):
        await desk.act("SG", id_, action)
    await withhold(desk, id_)
    assert (await desk.ask("COL", "GET", path)).status_code == 200
    assert (await desk.ask("MEX", "GET", path)).status_code == 410
    taken = await desk.ask("COL", "DELETE", f"{path}/confirmation", If_Match="*")
    assert taken.status_code == 200
    assert (await desk.ask("COL", "GET", path)).status_code == 410


async def test_its_history_stays_hidden_when_it_is_withdrawn(desk: Desk) -> None:
    id_ = await desk.published()
    await withhold(desk, id_)
    await desk.act("CIM", id_, "withdraw")
    path = f"/submissions/{id_}/history"
    for who, status in ((None, 410), ("COL", 410), ("CIM", 200), ("SG", 200)):
        assert (await desk.ask(who, "GET", path)).status_code == status, who
    shown = await desk.published()
    await desk.act("CIM", shown, "withdraw")
    steps = (await desk.ask(None, "GET", f"/submissions/{shown}/history")).json()["items"]
    assert [step["action"] for step in steps] == ["submit", "publish", "withdraw"]


async def test_the_moment_it_was_hidden_does_not_move(desk: Desk) -> None:
    id_ = (
        await desk.ask("CIM", "POST", "/submissions", body() | {"joint_reporters": ["COL"]})
    ).json()["id"]
    await desk.publish("CIM", id_)
    path = f"/submissions/{id_}"
    await desk.ask("COL", "PUT", f"{path}/confirmation", If_Match="*")
    await withhold(desk, id_)
    hidden = (await desk.ask(None, "GET", path)).json()
    assert "as_of" not in hidden["detail"], "no earlier position shows it either"
    await desk.ask("COL", "DELETE", f"{path}/confirmation", If_Match="*")
    assert (await desk.ask(None, "GET", path)).json()["at"] == hidden["at"]
    await desk.act("CIM", id_, "withdraw")
    withdrawn = (await desk.ask(None, "GET", path)).json()
    assert (withdrawn["code"], "as_of" in withdrawn["detail"]) == ("withdrawn", False)
