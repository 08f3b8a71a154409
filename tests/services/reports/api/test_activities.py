"""What stands of an activity in one answer is what the lists say, now and at a position."""

from typing import Any

import pytest

from tests.databases import Databases
from tests.services.reports.api.test_overviews import ACT, listed, of_kind, published, with_treaties
from tests.services.reports.conftest import Desk, body


@pytest.fixture
def databases(sqlite_databases: Databases) -> Databases:
    """SQLite alone: the lists are tried on both elsewhere."""
    return sqlite_databases


async def beside(desk: Desk, query: str = "") -> dict[str, Any]:
    answer = await desk.ask(None, "GET", f"/activities/ACT-12/beside{query}")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def test_it_says_what_the_lists_say(desk: Desk) -> None:
    await with_treaties(desk)
    await published(desk, "COL", of_kind("ratification", "COL", **ACT))
    parties = [{"actor": "COL"}, {"name": "Universidad"}]
    agreed = {"type": "cooperation", "parties": parties, "signed_on": "2020-01-01"}
    agreed |= {"activities": ["ACT-12"]}
    await published(desk, "COL", of_kind("agreement", "COL", **agreed))
    await published(desk, "CIM", body("CIM"))
    told = await beside(desk, "?treaties=true")
    path = "/submissions?kind=implementation&activity=ACT-12"
    assert told["submissions"] == await listed(desk, path) != []
    assert told["more"] is False
    assert told["agreed"] == await listed(desk, "/agreements?activity=ACT-12") != []
    assert told["treaties"] == await listed(desk, "/ratifications") != []
    assert (await beside(desk))["treaties"] == []
    assert (await beside(desk, "?year=2016"))["submissions"] == []
    then = await beside(desk, "?as_of=0")
    assert (then["submissions"], then["agreed"]) == ([], [])


async def test_who_is_not_there_has_nothing(desk: Desk) -> None:
    assert (await desk.ask(None, "GET", "/activities/ACT-99/beside")).status_code == 404
    assert (await desk.ask(None, "GET", "/activities/ACT-12/beside?year=1066")).status_code == 422
