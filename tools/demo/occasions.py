"""The occasions of a year: considered, convened or not, opened, contributed to and closed."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from tools.demo import cast
from tools.demo.words import Words, texts
from tools.demo.world import World

OPEN_DAYS = 90
CHAIR, SECRETARIAT = "chair", "secretariat"


async def considered(world: World, words: Words, type_: str, year: int, lang: str) -> str:
    """A new occasion; returns its id."""
    body: dict[str, Any] = {
        "type": type_,
        "year": year,
        "title": words.sort(lang, "cycle", type_, year=year),
        "items": _items(words, lang),
    }
    if type_ == "expert_meeting":
        body["summit"] = words.sort(lang, "cycle", type_, year=year)
    made = await world.call("POST", "/reports/cycles", SECRETARIAT, body)
    return str(made["id"])


def _items(words: Words, lang: str) -> list[dict[str, Any]]:
    """What is on its agenda."""
    activities = (["ACT-05"], ["ACT-10", "ACT-28"], ["ACT-15", "ACT-16"], ["ACT-21"])
    statuses = ("done", "under_way", "planned", "planned")
    return [
        {
            "n": n,
            "title": title,
            "activities": activities[n - 1],
            "lead": "CAM" if n == 1 else None,
            "when": words.say(lang, "when"),
            "status": statuses[n - 1],
        }
        for n, title in enumerate(texts(lang)["item"], 1)
    ]


async def move(world: World, cycle: str, action: str) -> None:
    """One step in the life of an occasion, by who takes it."""
    who = CHAIR if action in ("convene", "decline") else SECRETARIAT
    await world.call("POST", f"/reports/cycles/{cycle}/transitions", who, {"action": action})


async def opened(world: World, words: Words, type_: str, year: int, lang: str = "en") -> str:
    """An occasion that CAM has convened and the Secretariat opened; returns its id."""
    cycle = await considered(world, words, type_, year, lang)
    await move(world, cycle, "convene")
    today = world.calendar.now().date()
    ends = {"opens_on": f"{today}", "closes_on": f"{today + timedelta(days=OPEN_DAYS)}"}
    await world.call("PATCH", f"/reports/cycles/{cycle}", SECRETARIAT, ends)
    await move(world, cycle, "open")
    return cycle


async def contribute(world: World, cycle: str, some: list[tuple[str, str]]) -> None:
    """Reporters bring what they have published: (submission, reporter)."""
    await world.each(
        world.call("PUT", f"/reports/cycles/{cycle}/contributions/{id_}", who) for id_, who in some
    )


async def say(world: World, words: Words, path: str, role: str, who: str, **more: str) -> None:
    """A statement beside something."""
    lang = cast.language(who) if who not in (CHAIR, SECRETARIAT) else "en"
    body = {"role": role, "language": lang, "text": words.say(lang, role), **more}
    await world.call("POST", f"{path}/statements", who, body)


async def said(world: World, words: Words, path: str, role: str, speakers: Iterable[str]) -> None:
    """A statement of each."""
    await world.each(say(world, words, path, role, who) for who in speakers)


async def close(world: World, cycle: str) -> None:
    """End an occasion: its dossier is made."""
    await move(world, cycle, "close")
    await world.settle()
