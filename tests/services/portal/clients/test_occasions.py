"""Occasions as the portal reads them."""

from datetime import date

from services.portal.clients import occasions
from tests.services.portal.conftest import client_over
from tests.services.portal.published import CYCLE, PUBLISHED, listed


async def test_the_latest_first_by_its_day_else_by_its_year() -> None:
    undated = {**CYCLE, "id": "u", "opens_on": None, "year": 2026}
    old = {**CYCLE, "id": "o", "opens_on": "2019-05-01"}
    async with client_over({"/reports/cycles": listed(old, CYCLE, undated)}) as services:
        found = await occasions.list_occasions(services, "es")
    assert [each.id for each in found] == ["u", "c", "o"]


async def test_one_with_its_agenda_and_dossiers() -> None:
    async with client_over(PUBLISHED) as services:
        found = await occasions.get_occasion(services, "es", "c")
        around = await occasions.get_beside(services, "c")
    (brought,), steps = around.contributions, around.steps
    assert (found.opens_on, found.items[0].lead) == (date(2025, 10, 1), "COL")
    assert found.dossiers[0].pdf_sha256 == "cd" * 32
    assert (brought.reporter, brought.state) == ("CIM", "withdrawn")
    assert [step.action for step in steps[:2]] == ["convene", "close"]
