"""Good practices, by what can be asked of the interface and by what only the page knows."""

import pytest

from tests.services.portal.conftest import portal_over
from tests.services.portal.published import PRACTICE, PUBLISHED, listed
from tests.services.portal.samples import Sample

SOME = {**PUBLISHED, "/reports/submissions": listed(PRACTICE)}
PAGES = {
    "some": Sample("/practices", answers=SOME),
    "none": Sample("/practices", answers={**PUBLISHED, "/reports/submissions": listed()}),
    "no such": Sample("/practices?phase=return", answers=SOME),
}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 1),
        ("phase=transit", 1),
        ("phase=return", 0),
        ("theme=research", 1),
        ("theme=health", 0),
    ],
)
async def test_themes_are_those_of_the_activities_it_names(query: str, found: int) -> None:
    async with portal_over(SOME) as client:
        text = (await client.get(f"/practices?lang=en&{query}")).text
    assert text.count("Una ventanilla.") == found
    assert ("Nothing in this selection" in text) is not bool(found)


@pytest.mark.parametrize("query", ["", "q=agua", "phase=transit", "theme=research"])
async def test_files_that_hold_more_than_the_page_say_so(query: str) -> None:
    async with portal_over(SOME) as client:
        text = (await client.get(f"/practices?lang=en&{query}")).text
    wider = query.startswith(("phase", "theme"))
    assert ("The files hold the practices of every theme and phase." in text) is wider
