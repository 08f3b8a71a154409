"""P11, the figures: what each counts; an index is not among them."""

import httpx2

from tests.services.portal.samples import Sample

PAGES = {"all": Sample("/figures")}


async def test_each_figure_leads_to_its_value(page: httpx2.AsyncClient) -> None:
    text = (await page.get("/figures?lang=es")).text
    assert '<a href="/figures/programme/reports_published?lang=es">nombre de reports' in text
    assert "una fórmula" in text
    assert "implementation_index" not in text
