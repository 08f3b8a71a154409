"""The search: groups, codes, accents, and words that nothing has."""

import httpx2
import pytest

from tests.services.portal.conftest import portal_over
from tests.services.portal.published import FULL, PUBLISHED, listed, without
from tests.services.portal.samples import Sample

NOTHING = {
    **PUBLISHED,
    "/reports/submissions": listed(),
    "/catalog/activities": listed(),
}
PAGES = {
    "form": Sample("/search", answers=PUBLISHED),
    "found": Sample("/search?q=comision", answers=PUBLISHED),
    "nothing": Sample("/search?q=xyz", answers=NOTHING),
}


async def shown(words: str, answers: object = None) -> str:
    async with portal_over(answers or PUBLISHED) as client:  # type: ignore[arg-type]
        answer = await client.get("/search", params={"q": words, "lang": "en"})
    return answer.text.partition("</form>")[2]


@pytest.mark.parametrize("words", ["comision", "COMISIÓN mujeres", "cim"])
async def test_actors_whatever_the_accents(words: str) -> None:
    assert 'href="/actors/CIM?lang=en"' in await shown(words)


async def test_every_group_has_its_own_heading() -> None:
    text = await shown("e")
    for id_ in ("activities", "objectives", "actors", "reports", "practices"):
        assert f'<h2 id="{id_}">' in text


async def test_a_code_leads_to_its_activity_first() -> None:
    text = await shown("act-21")
    assert text.index("/activities/ACT-21") < text.index("/activities/ACT-12")


async def test_nothing_is_said_as_it_was_asked() -> None:
    text = await shown("<xyz>", NOTHING)
    assert "Nothing found for &#34;&lt;xyz&gt;&#34;" in text or "&lt;xyz&gt;" in text


async def test_a_silent_group_leaves_the_others() -> None:
    text = await shown("comision", without("/reports/submissions"))
    assert 'href="/actors/CIM?lang=en"' in text


async def test_practices_that_are_not_among_the_latest_are_asked_for() -> None:
    asked: list[httpx2.Request] = []
    many = {**listed(FULL), "next": "/reports/submissions?cursor=c"}
    async with portal_over({**PUBLISHED, "/reports/submissions": many}, asked) as client:
        await client.get("/search?q=agua&lang=en")
    kinds = [each.url.params.get("kind") for each in asked if "submissions" in each.url.path]
    assert kinds == [None, "practice"]
