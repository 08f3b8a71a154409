"""Figures as the portal reads them."""

from datetime import date

from services.portal.clients import indicators
from services.portal.clients.indicators import Figure
from tests.services.portal.conftest import ANSWERS, client_over


async def test_figures_by_objective_and_indicator() -> None:
    async with client_over(ANSWERS) as services:
        figures = await indicators.get_objectives(services)
    assert (figures.edition, figures.position) == ("2016-draft", 7)
    assert figures.by_objective["GO-1"]["reports_published"] == Figure(1234)
    assert figures.by_objective["GO-1"]["states_contributing"] == Figure(
        3, 3, 33, date(2026, 11, 23)
    )
