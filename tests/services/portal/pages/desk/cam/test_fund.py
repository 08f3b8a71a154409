"""The fund: sums by currency, and modalities that CAM sets."""

from typing import Any

from tests.services.portal.offices import cam, page, send
from tests.services.portal.signed_in import problem

HERE = "/desk/cam/fund"
SUMS = {
    "pledged": "40000.00",
    "received": "25000.50",
    "allocated": "10000.00",
    "disbursed": "5000.00",
    "available": "15000.50",
    "cash": "20000.50",
}
MODALITIES = {"version": "2024", "adopted_on": "2024-02-01", "text": {"es": "Son voluntarias."}}


def answers() -> dict[str, Any]:
    return {
        "GET /reports/fund": {"balance": {"USD": SUMS}},
        "GET /reports/fund/modalities": page(MODALITIES),
        "POST /reports/fund/modalities": {},
    }


async def test_sums_stand_by_currency_in_exact_figures() -> None:
    async with cam(**answers()) as (browser, _):
        text = (await browser.get(HERE)).text
    assert "USD 25,000.5" in text
    assert "Version 2024, adopted on 1 February 2024" in text
    assert "Son voluntarias." in text


async def test_new_modalities_are_recorded() -> None:
    fields = {"version": "2027", "adopted_on": "2026-11-01", "text-es": "Nuevas", "text-en": ""}
    async with cam(**answers()) as (browser, over):
        await send(browser, HERE, **fields)
    body = {"version": "2027", "adopted_on": "2026-11-01", "text": {"es": "Nuevas"}}
    assert over.written() == [("POST /reports/fund/modalities", body)]


async def test_a_version_that_exists_is_refused_and_the_text_stays() -> None:
    told = answers() | {"POST /reports/fund/modalities": problem(409, "exists")}
    async with cam(**told) as (browser, _):
        fields = {"version": "2024", "adopted_on": "2026-11-01", "text-es": "Texto largo"}
        refused = await send(browser, HERE, **fields)
    assert refused.status_code == 409
    assert "Texto largo" in refused.text


async def test_experts_read_and_set_nothing() -> None:
    async with cam(["assess:write"], **answers()) as (browser, _):
        assert 'name="version"' not in (await browser.get(HERE)).text
