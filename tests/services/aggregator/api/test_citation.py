"""A cited value can be had again, byte for byte, and says what has become of it."""

import hashlib
from typing import Any

import pytest

from contracts import reports, topics
from contracts.codes import LANGUAGES
from tests.databases import Databases
from tests.services import desk as shared
from tests.services.aggregator.conftest import INSTRUMENTS, PROGRAMME, Desk

WHERE = "/objectives/GO-1/reports_published/citation"


@pytest.fixture
def databases(sqlite_databases: Databases) -> Databases:
    """There is no statement here that other tests do not run on both."""
    return sqlite_databases


async def cited_bytes(desk: Desk, citation: dict[str, Any]) -> bytes:
    answer = await desk.client.get(citation["address"])
    assert answer.status_code == 200
    assert hashlib.sha256(answer.content).hexdigest() == citation["sha256"]
    return answer.content


async def test_what_is_cited_stays_and_corrections_are_told(desk: Desk) -> None:
    await desk.publish("a")
    await desk.publish("b", "COL", activity="ACT-2", year=2021)
    await desk.settled()
    cited = await desk.get(WHERE)
    assert (cited["value"], cited["position"], cited["edition"]) == (2, 2, "e")
    assert cited["address"] == "/indicators/objectives/GO-1?as_of=2&edition=e"
    assert cited["url"] == f"http://test{cited['address']}"
    assert set(cited["sentence"]) == set(LANGUAGES)
    assert cited["corrected_since"] is None
    before = await cited_bytes(desk, cited)
    await desk.publish("c", "ILO", activity="ACT-3")
    await desk.move("a", reports.Withdrawn, "withdrawn")
    await desk.publish("b", "COL", activity="ACT-2", year=2021, revision=2)
    await desk.settled()
    assert await cited_bytes(desk, cited) == before
    again = await desk.get(WHERE, as_of=2)
    assert again["corrected_since"] == {
        "value": 1,
        "edition": "e",
        "position": 5,
        "positions": [4],
        "more": False,
    }
    assert {**again, "corrected_since": None, "as_of": None} == cited
    of_a_year = await desk.get(WHERE, as_of=2, year=2021, actor="COL")
    assert (of_a_year["value"], of_a_year["corrected_since"]) == (1, None)
    assert "year=2021&actor=COL" in of_a_year["address"]
    await cited_bytes(desk, of_a_year)


async def test_a_new_edition_corrects_it(desk: Desk) -> None:
    await desk.publish("a")
    await desk.settled()
    cited = await desk.get("/objectives/GO-1/activities_linked/citation")
    before = await cited_bytes(desk, cited)
    later = shared.edition(
        "f", {"ACT-1": PROGRAMME["ACT-1"]}, ["GO-1", "SO-01"], "2026-01-01", INSTRUMENTS
    )
    position = await desk.append(topics.CATALOG, "f", later)
    noted = reports.CatalogueNoted(catalog_position=position)
    await desk.append(topics.REPORTS, reports.CATALOGUE, noted)
    await desk.settled()
    assert await cited_bytes(desk, cited) == before
    again = await desk.get("/objectives/GO-1/activities_linked/citation", as_of=1, edition="e")
    assert (again["value"], again["corrected_since"]["value"]) == (2, 1)
    assert again["corrected_since"]["edition"] == "f"
    assert again["corrected_since"]["positions"] == [2]


async def test_unknown_ones_are_not_found(desk: Desk) -> None:
    for where in ("/objectives/X/reports_published", "/objectives/GO-1/x"):
        assert (await desk.client.get(f"/indicators{where}/citation")).status_code == 404


async def test_every_figure_can_be_cited(desk: Desk) -> None:
    await desk.publish("a")
    await desk.settled()
    whats = {
        "/activities/ACT-1": "activity ACT-1",
        "/actors/CIM": "actor CIM",
        "/programme": ": Reports published: 1. ",
    }
    cited = {what: await desk.get(f"{what}/reports_published/citation") for what in whats}
    before = {what: await cited_bytes(desk, one) for what, one in cited.items()}
    await desk.publish("b")
    await desk.settled()
    for what, said in whats.items():
        assert cited[what]["value"] == 1
        assert cited[what]["address"] == f"/indicators{what}?as_of=1&edition=e"
        assert said in cited[what]["sentence"]["en"]
        assert await cited_bytes(desk, cited[what]) == before[what]
        again = await desk.get(f"{what}/reports_published/citation", as_of=1)
        assert (again["corrected_since"]["value"], again["corrected_since"]["positions"]) == (
            2,
            [2],
        )
    assert cited["/programme"]["code"] is None
    assert (await desk.client.get("/indicators/actors/X/coverage/citation")).status_code == 404
