"""Cycles for the tests of reports: made by the Secretariat, convened by the Committee."""

from typing import Any

from tests.services.reports.conftest import Desk

WAY = {
    "considered": (),
    "convened": (("COMMITTEE", "convene"),),
    "not_convened": (("COMMITTEE", "decline"),),
    "open": (("COMMITTEE", "convene"), ("SG", "open")),
    "closed": (("COMMITTEE", "convene"), ("SG", "open"), ("SG", "close")),
}


def cycle(type_: str = "cidi_meeting", **changes: Any) -> dict[str, Any]:
    """A cycle that is complete."""
    named = {"summit": "Cumbre"} if type_ == "expert_meeting" else {}
    return {"type": type_, "year": 2022, "title": "Reunión anual", **named, **changes}


async def step(desk: Desk, who: str | None, id_: str, action: str, match: str = "*") -> Any:
    """One transition of a cycle."""
    path = f"/cycles/{id_}/transitions"
    return await desk.ask(who, "POST", path, {"action": action}, If_Match=match)


async def committee(desk: Desk) -> None:
    """The key that convenes."""
    if "COMMITTEE" not in desk.secrets:
        await desk.key("COMMITTEE", "CAM", "programme:adopt")
        await desk.settled()


async def occasion(
    desk: Desk, type_: str = "cidi_meeting", state: str = "considered", **changes: Any
) -> str:
    """A cycle in a state."""
    await committee(desk)
    answer = await desk.ask("SG", "POST", "/cycles", cycle(type_, **changes))
    assert answer.status_code == 201, answer.text
    id_ = str(answer.json()["id"])
    await bring(desk, id_, state)
    return id_


async def bring(desk: Desk, id_: str, state: str) -> None:
    """Take every step from considered to a state."""
    for who, action in WAY[state]:
        answer = await step(desk, who, id_, action)
        assert answer.status_code == 200, answer.text
