"""How submissions live in the demonstration: drafted, submitted, reviewed and published together,
days apart; some stop on the way, some go on.
"""

from collections.abc import Sequence

from tools.demo import cast
from tools.demo.reports import Body
from tools.demo.words import Words
from tools.demo.world import World

SECRETARIAT = "secretariat"
UNFINISHED = ("draft", "submitted", "under_review", "accepted", "returned", "withdrawn")
RETURNED_SHARE, CONFIRMED_SHARE = 0.06, 0.7


def keyholder(body: Body) -> str:
    """Whose key takes the reporter's steps."""
    return "fund" if body["kind"] == "fund-entry" and body["reporter"] == "SG" else body["reporter"]


async def publish(
    world: World, words: Words, bodies: Sequence[Body], days: float = 10
) -> list[str]:
    """Take all of them from the draft to publication within so many days; returns their ids in the
    same order.
    """
    ids = await _submitted(world, bodies)
    await _confirm(world, words, ids, bodies)
    world.calendar.wait(days / 2)
    await world.steps(ids, "start_review", SECRETARIAT)
    again = [place for place in range(len(ids)) if words.maybe(RETURNED_SHARE)]
    await _send_back(world, words, [(ids[place], bodies[place]) for place in again])
    world.calendar.wait(days / 4)
    await world.steps(ids, "accept", SECRETARIAT)
    world.calendar.wait(days / 4)
    await world.steps(ids, "publish", SECRETARIAT)
    return ids


async def _submitted(world: World, bodies: Sequence[Body]) -> list[str]:
    drafted = await world.each(
        world.call("POST", "/reports/submissions", keyholder(body), body) for body in bodies
    )
    ids = [one["id"] for one in drafted]
    world.calendar.wait(1)
    await world.each(
        world.step(id_, "submit", keyholder(body)) for id_, body in zip(ids, bodies, strict=True)
    )
    return ids


async def _confirm(world: World, words: Words, ids: Sequence[str], bodies: Sequence[Body]) -> None:
    """Most of the states that are named jointly confirm."""
    await world.each(
        world.call("PUT", f"/reports/submissions/{id_}/confirmation", state)
        for id_, body in zip(ids, bodies, strict=True)
        for state in body["joint_reporters"]
        if words.maybe(CONFIRMED_SHARE)
    )


async def _send_back(world: World, words: Words, some: list[tuple[str, Body]]) -> None:
    """Return them with a comment; the reporter answers with a better text."""
    await world.each(
        world.step(id_, "return", SECRETARIAT, words.say("en", "comment")) for id_, _ in some
    )
    world.calendar.wait(1)
    await world.each(
        world.call("PUT", f"/reports/submissions/{id_}", keyholder(body), corrected(body))
        for id_, body in some
    )
    await world.each(world.step(id_, "submit", keyholder(body)) for id_, body in some)
    await world.steps([id_ for id_, _ in some], "start_review", SECRETARIAT)


def corrected(body: Body) -> Body:
    """The same report with a correction in its text."""
    payload = dict(body["payload"])
    if "carried_out" in payload:
        lang = cast.language(body["reporter"])
        payload["carried_out"] = Words(0, {}).say(lang, "correction") + payload["carried_out"]
    return {**body, "payload": payload}


async def correct(world: World, some: list[tuple[str, Body]]) -> None:
    """A second revision of each is published."""
    ids = [id_ for id_, _ in some]
    await begin_corrections(world, some)
    await world.each(world.step(id_, "submit", keyholder(body)) for id_, body in some)
    world.calendar.wait(1)
    for action in ("start_review", "accept", "publish"):
        await world.steps(ids, action, SECRETARIAT)


async def begin_corrections(world: World, some: list[tuple[str, Body]]) -> None:
    """Revise each and save the better text; the published one stays public meanwhile."""
    await world.each(world.step(id_, "revise", keyholder(body)) for id_, body in some)
    await world.each(
        world.call("PUT", f"/reports/submissions/{id_}", keyholder(body), corrected(body))
        for id_, body in some
    )


async def stop_on_the_way(world: World, words: Words, bodies: Sequence[Body]) -> None:
    """Leave each in another state of its life: what waits on the desks."""
    drafted = await world.each(
        world.call("POST", "/reports/submissions", keyholder(body), body) for body in bodies
    )
    await world.each(
        _lead(world, words, one["id"], body, UNFINISHED[place % len(UNFINISHED)])
        for place, (one, body) in enumerate(zip(drafted, bodies, strict=True))
    )


async def _lead(world: World, words: Words, id_: str, body: Body, end: str) -> None:
    """To that state."""
    path = {
        "submitted": ("submit",),
        "under_review": ("submit", "start_review"),
        "accepted": ("submit", "start_review", "accept"),
        "returned": ("submit", "start_review", "return"),
        "withdrawn": ("withdraw",),
    }
    for action in path.get(end, ()):
        own = action in ("submit", "withdraw")
        comment = words.say("en", "comment") if action == "return" else None
        await world.step(id_, action, keyholder(body) if own else SECRETARIAT, comment)
