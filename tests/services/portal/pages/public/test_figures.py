"""P11, the figures: what each counts; an index is not among them."""

import httpx2

from tests.services.portal.samples import Sample

PAGES = {"all": Sample("/figures"), "on an earlier day": Sample("/figures?as_of=3")}


async def test_each_figure_leads_to_its_value(page: httpx2.AsyncClient) -> None:
    text = (await page.get("/figures?lang=es")).text
    assert '<a href="/figures/programme/reports_published?lang=es">nombre de reports' in text
    assert "una fórmula" in text
    assert "implementation_index" not in text


async def test_figures_of_an_earlier_day_lead_to_their_values_then(
    page: httpx2.AsyncClient,
) -> None:
    text = (await page.get("/figures?lang=en&as_of=3")).text
    assert '<a href="/figures/programme/reports_published?as_of=3&amp;lang=en">' in text
    assert "counted by these same definitions" in text
    assert "counted by these same" not in (await page.get("/figures?lang=en")).text
