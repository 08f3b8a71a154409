"""What pictures are drawn from."""

from datetime import date
from typing import Any

from services.portal.clients import catalog
from services.portal.clients.catalog import Catalogue
from services.portal.clients.indicators import Figure
from services.portal.views import charts
from tests.services.portal.conftest import ANSWERS, client_over

FIGURE = Figure(1, 1, 33, date(2026, 11, 23))


async def catalogue() -> Catalogue:
    async with client_over(ANSWERS) as services:
        return await catalog.get_catalogue(services, "es")


def address(path: str) -> str:
    return path + "?lang=es"


async def test_the_map_shows_the_states_of_the_figures_own_day() -> None:
    now = charts.state_map(await catalogue(), {"COL", "NIC"}, FIGURE, address)
    then = charts.state_map(
        await catalogue(), {"COL", "NIC"}, Figure(1, 1, 34, date(2020, 1, 1)), address
    )
    assert now is not None
    assert then is not None
    looks = {tile.code: tile.look + tile.mark for tile in now.tiles}
    assert looks == {"COL": "on", "NIC": "out", "VEN": "off*"}
    assert {tile.code: tile.look for tile in then.tiles}["NIC"] == "on"
    assert now.disputed
    assert now.states[0].tile.label == "COL Colombia: Ha informado"
    assert [state.name for state in now.states] == ["Colombia", "Nicaragua", "Venezuela"]
    assert charts.state_map(await catalogue(), (), Figure(), address) is None


async def test_every_status_keeps_its_row() -> None:
    bars = charts.status_bars({"completed": 2}, await catalogue())
    assert len(bars) == 8
    assert [(bar.word, bar.count) for bar in bars if bar.count] == [("Concluida", 2)]
    assert len(charts.assessed_bars({}, await catalogue())) == 5


def test_columns_for_all_years_lead_somewhere_where_there_is_a_report() -> None:
    columns = charts.year_columns({2017: 3}, [2018, 2017, 2016], lambda year: f"/x?year={year}")
    assert [(column.year, column.href) for column in columns] == [
        (2016, None),
        (2017, "/x?year=2017"),
        (2018, None),
    ]


def shares(**values: Any) -> Any:
    return charts.share("Evidencia", Figure(**values))


async def test_shares_are_so_many_of_so_many() -> None:
    assert shares(numerator=0, denominator=0) is None
    assert (shares(numerator=3, denominator=4).part, shares(denominator=4).part) == (3, 0)
    axes = charts.axis_shares(Figure({"gender": 0.333333}), 3, await catalogue())
    assert [(axis.word, axis.part, axis.whole) for axis in axes] == [("Género", 1, 3)]
