"""Occasions: the list by year, and what was presented at one."""

from typing import Any

import httpx2

from tests.services.portal.conftest import portal_over
from tests.services.portal.published import CYCLE, PUBLISHED, listed
from tests.services.portal.samples import Sample

PAGES = {
    "list": Sample("/occasions", answers=PUBLISHED),
    "none": Sample("/occasions", answers={**PUBLISHED, "/reports/cycles": listed()}),
    "one": Sample("/occasions/c", answers=PUBLISHED),
}


async def shown(path: str, **answers: Any) -> str:
    async with portal_over({**PUBLISHED, **answers}) as client:
        return (await client.get(f"{path}?lang=en")).text


async def test_the_next_occasion_stands_first_else_the_last() -> None:
    coming = {**CYCLE, "id": "n", "title": "La próxima", "opens_on": "2999-01-01", "year": 2999}
    later = {**coming, "id": "z", "title": "Otra", "opens_on": "3000-01-01", "year": 3000}
    answer = {"/reports/cycles": listed(later, coming, CYCLE)}
    assert "La próxima" in (await shown("/occasions", **answer)).partition("lead")[2][:300]
    assert "Reunión de expertos" in (await shown("/occasions")).partition("lead")[2][:300]


async def test_its_state_is_told_in_words() -> None:
    assert "Expert meeting before a Summit, 2025: closed." in await shown("/occasions/c")


async def test_recommendations_have_grounds_and_follow_up() -> None:
    text = await shown("/occasions/c")
    for words in ("Que se comparta.", "rests on 1 report", "Summit of the Americas", "Under way"):
        assert words in text
    assert "The text was withdrawn." in text


async def test_a_dossier_shows_its_hashes_and_its_entry() -> None:
    text = await shown("/occasions/c")
    assert "cd" * 32 in text
    assert "/reports/cycles/c/dossier?lang=es&amp;format=pdf" in text
    assert 'href="/register?lang=en&amp;entry=6"' in text


async def test_what_was_withdrawn_since_is_marked() -> None:
    assert "withdrawn since" in await shown("/occasions/c")


async def test_its_path_tells_dossiers_in_four_languages_once() -> None:
    path = (await shown("/occasions/c")).partition('<ol class="path">')[2]
    assert path.count("Dossier issued") == 1
    assert "issue_dossier" not in path


async def test_every_question_is_about_the_moment() -> None:
    asked: list[httpx2.Request] = []
    async with portal_over(PUBLISHED, asked) as client:
        for path in ("/occasions", "/occasions/c"):
            text = (await client.get(f"{path}?as_of=5&lang=en")).text
            assert "as it stood at entry 5" in text
    told = {each.url.path: each.url.params.get("as_of") for each in asked}
    for path in ("/reports/cycles", "/reports/cycles/c", "/reports/cycles/c/beside"):
        assert told[path] == "5"


async def test_what_is_withheld_has_no_title() -> None:
    beside = PUBLISHED["/reports/cycles/c/beside"]
    hidden = {**beside["contributions"][0], "title": None, "state": "withheld"}
    answer = {"/reports/cycles/c/beside": {**beside, "contributions": [hidden]}}
    text = await shown("/occasions/c", **answer)
    assert "Report made not public" in text
    assert "None" not in text
