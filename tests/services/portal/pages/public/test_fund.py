"""The fund: a block a currency, entries, modalities."""

import httpx2

from tests.services.portal.conftest import portal_over
from tests.services.portal.published import BALANCE, ENTRY, FUND, PUBLISHED, listed, without
from tests.services.portal.samples import Sample

TWO = {**FUND, "balance": {"USD": BALANCE, "CAD": BALANCE}}
EMPTY = {
    **PUBLISHED,
    "/reports/fund": {**FUND, "balance": {}},
    "/reports/fund/entries": listed(),
    "/reports/fund/modalities": listed(),
}
PAGES = {
    "entries": Sample("/fund", answers=PUBLISHED),
    "empty": Sample("/fund", answers=EMPTY),
    "no such": Sample("/fund?entry=x", answers={**PUBLISHED, "/reports/fund/entries": 422}),
}


async def test_currencies_stand_apart_and_every_sum_leads_to_its_entries() -> None:
    async with portal_over({**PUBLISHED, "/reports/fund": TWO}) as client:
        text = (await client.get("/fund?lang=en")).text
    assert text.index("CAD 250,000.00") < text.index("USD 250,000.00")
    assert "500,000" not in text
    assert 'href="/fund?lang=en&amp;entry=pledge&amp;currency=USD#entries"' in text


async def test_filters_and_moment_go_to_the_interface() -> None:
    asked: list[httpx2.Request] = []
    async with portal_over(PUBLISHED, asked) as client:
        await client.get("/fund?entry=receipt&as_of=5&lang=en")
    sent = {each.url.path: dict(each.url.params) for each in asked}
    assert sent["/reports/fund"] == {"lang": "en", "as_of": "5"}
    assert sent["/reports/fund/entries"] == {"limit": "50", "entry": "receipt", "as_of": "5"}


async def test_a_contributor_that_is_not_public_is_not_named() -> None:
    hidden = {**ENTRY, "withheld": True, "contributor": None}
    async with portal_over({**PUBLISHED, "/reports/fund/entries": listed(hidden)}) as client:
        text = (await client.get("/fund?lang=en")).text
    assert "not public" in text
    assert "USD 180,000.00" in text


async def test_silent_parts() -> None:
    async with portal_over(without("/reports/fund", "/reports/fund/modalities")) as client:
        answer = await client.get("/fund?lang=en")
    assert answer.status_code == 200
    assert "cannot be shown at the moment" in answer.text
    assert "USD 180,000.00" in answer.text
