"""The story of the demonstration: the same for the same seed, whoever answers."""

from datetime import date
from typing import Any, cast

import pytest

from tools.demo import story, words
from tools.demo.cast import LANGUAGES, State, states
from tools.demo.story import Programme, Story
from tools.demo.words import Words
from tools.demo.world import Calendar, World

CODES = [f"ACT-{n:02}" for n in range(1, 43)]
ACTIVITIES = [
    {"code": code, "addressees": ["STATES" if n > 20 else "CIM"], "objectives": ["SO-07"]}
    for n, code in enumerate(CODES, 1)
]
NAMES = dict.fromkeys(LANGUAGES, "Treaty")
PROGRAMME = Programme(
    ACTIVITIES,
    [{"code": "ICRMW", "adopted_on": "1990-12-18", "names": NAMES}],
    [State("COL", 1949, 9998, 0.9), State("BRA", 1949, 9998, 0.5), State("NIC", 1949, 2022, 1)],
)
TITLES = {lang: dict.fromkeys(CODES, "Activity") for lang in LANGUAGES}


class Recorded(World):
    """A world that takes everything, and remembers it."""

    def __init__(self) -> None:
        self.calendar = Calendar()
        self.calendar.begin(story.first_day(date(2026, 11, 29), 10))
        self.sent: list[tuple[str, str, Any]] = []

    async def call(self, method: str, path: str, who: str, body: Any = None, **more: str) -> Any:
        self.sent.append((path, who, body))
        return {"id": str(len(self.sent)), "revision": 1, "items": []}

    async def settle(self, *services: str) -> None:
        pass


async def told(seed: int) -> list[tuple[str, str, Any]]:
    world = Recorded()
    nothing = cast(story.Progress, lambda _year, _reports: None)
    await Story(world, Words(seed, TITLES), PROGRAMME).tell(range(2017, 2027), nothing)
    return world.sent


async def test_the_same_seed_tells_the_same_story() -> None:
    first = await told(1)
    assert first == await told(1)
    assert first != await told(2)
    assert len(first) > 1_000


async def test_nobody_reports_on_a_year_it_did_not_take_part_in() -> None:
    of_nicaragua = {
        body["payload"]["year"]
        for path, who, body in await told(1)
        if who == "NIC" and path == "/reports/submissions" and "year" in body["payload"]
    }
    assert max(of_nicaragua) == 2022


async def test_every_title_says_that_it_is_an_example() -> None:
    marks = ("Example: ", "Ejemplo: ", "Exemplo: ", "Exemple\u00a0: ")
    bodies = [body for path, _, body in await told(1) if path == "/reports/submissions"]
    assert [body["title"] for body in bodies if not body["title"].startswith(marks)] == []


@pytest.mark.parametrize(
    ("today", "last"), [(date(2026, 11, 29), 2026), (date(2027, 1, 3), 2026)], ids=str
)
def test_the_years_are_whole(today: date, last: int) -> None:
    assert story.years(today, 10) == range(last - 9, last + 1)


def test_the_languages_say_the_same_things() -> None:
    def shape(lang: str) -> dict[str, Any]:
        return {
            name: len(value) if isinstance(value, list) else sorted(value)
            for name, value in words.texts(lang).items()
        }

    assert [shape(lang) for lang in LANGUAGES] == [shape("en")] * 4


def test_states_participate_as_the_catalogue_says() -> None:
    def state(code: str, *periods: tuple[str, str | None]) -> dict[str, Any]:
        memberships = [{"from": begin, "to": end} for begin, end in periods]
        return {"code": code, "kind": "state", "memberships": memberships}

    actors = [state("CUB", ("1948-01-01", "1962-01-01")), state("NIC", ("1948", "2023-11-19"))]
    (found,) = states(actors)
    assert (found.code, found.takes_part(2022), found.takes_part(2023)) == ("NIC", True, False)


def test_the_calendar_never_goes_back_nor_beyond_now() -> None:
    calendar = Calendar()
    calendar.begin(story.first_day(date(2026, 11, 29), 10))
    begin = calendar.now()
    calendar.wait(30)
    later = calendar.now()
    calendar.travel(begin)
    assert (later - begin).days == 30
    assert calendar.now() >= later
    calendar.wait(100_000)
    assert calendar.now() <= calendar.real()
