"""Files of `static`, and nothing beside it."""

import httpx2


async def test_the_style_sheet_and_nothing_above_it(page: httpx2.AsyncClient) -> None:
    response = await page.get("/static/portal.css")
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/css")
    assert (await page.get("/static/..%2Fapp.py")).status_code == 404
    assert (await page.get("/static/nothing.css")).status_code == 404
