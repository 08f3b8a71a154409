"""Instruments, bonds and agreements as the portal reads them."""

from datetime import date

from services.portal.clients import instruments
from tests.services.portal.conftest import client_over
from tests.services.portal.published import INSTRUMENTS, PUBLISHED


def test_instruments_with_the_activities_that_name_them() -> None:
    known = instruments.instruments(INSTRUMENTS["codes"])
    assert [each.code for each in known] == ["ICRMW", "VCCR"]
    assert (known[0].adopted_on, known[0].activities) == (date(1990, 12, 18), ("ACT-12",))


async def test_bonds_of_a_day() -> None:
    async with client_over(PUBLISHED) as services:
        matrix = await instruments.get_matrix(services)
    assert matrix.on == date(2026, 11, 23)
    shown = [(bond.state, bond.in_force, bond.verified) for bond in matrix.bonds]
    assert shown == [("COL", True, True), ("NIC", True, True), ("VEN", False, False)]


async def test_parties_are_actors_or_names() -> None:
    async with client_over(PUBLISHED) as services:
        (agreement,) = await instruments.list_agreements(services)
    assert (agreement.parties, agreement.others) == (("COL",), ("Reino de España",))
