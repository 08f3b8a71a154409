"""The fund as the portal reads it."""

from decimal import Decimal

import pytest

from services.portal.clients import fund
from tests.services.portal.conftest import client_over
from tests.services.portal.published import BALANCE, ENTRY, FUND, MODALITY, PUBLISHED, listed


async def test_amounts_are_exact_and_currencies_in_order() -> None:
    two = {**FUND, "balance": {"USD": BALANCE, "CAD": BALANCE}}
    async with client_over({"/reports/fund": two}) as services:
        found = await fund.get_fund(services, "es")
    assert [each.currency for each in found.balances] == ["CAD", "USD"]
    assert found.balances[0].available == Decimal("60000.00")


@pytest.mark.parametrize(
    ("contributor", "named"),
    [({"actor": "COL"}, ("COL", None)), ({"name": "F"}, (None, "F")), (None, (None, None))],
)
async def test_who_contributes(
    contributor: dict[str, str] | None, named: tuple[str | None, str | None]
) -> None:
    answer = {"/reports/fund/entries": listed({**ENTRY, "contributor": contributor})}
    async with client_over(answer) as services:
        (entry,) = (await fund.list_entries(services)).items
    assert (entry.contributor, entry.donor) == named


@pytest.mark.parametrize(("lang", "shown"), [("es", "es"), ("fr", "es")])
async def test_modalities_in_a_language_they_have(lang: str, shown: str) -> None:
    async with client_over(PUBLISHED) as services:
        (modality,) = (await fund.get_fund(services, lang)).modalities
    assert (modality.lang, modality.text) == (shown, MODALITY["text"]["es"])
