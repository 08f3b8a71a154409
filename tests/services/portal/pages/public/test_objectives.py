"""P3, the objectives: rows with their summary, and filters in the address."""

import httpx2

from tests.services.portal.conftest import ANSWERS, portal_over
from tests.services.portal.samples import Sample

PAGES = {
    "all": Sample("/objectives"),
    "a selection": Sample("/objectives?year=2024&actor_kind=organ&axis=gender"),
    "figures silent": Sample("/objectives", answers={**ANSWERS, "/indicators/objectives": 503}),
}


async def test_rows_with_their_summary(page: httpx2.AsyncClient) -> None:
    text = (await page.get("/objectives?lang=es")).text
    assert "1 objetivos generales y 0 específicos" in text
    assert "Resumen" in text
    assert '<a href="/objectives/GO-1?lang=es">' in text


async def test_filters_go_to_the_figures_and_along_with_their_doors() -> None:
    asked: list[httpx2.Request] = []
    async with portal_over(ANSWERS, asked) as client:
        text = (await client.get("/objectives?lang=es&actor_kind=organ&axis=gender&x=1")).text
    (request,) = [each for each in asked if each.url.path == "/indicators/objectives"]
    assert dict(request.url.params) == {"actor_kind": "organ", "axis": "gender"}
    assert "/figures/GO-1/reports_published?lang=es&amp;actor_kind=organ&amp;axis=gender" in text
    assert '<option value="organ" selected>' in text
