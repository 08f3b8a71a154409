"""What stands of an actor in one answer is what the lists say, now and at a position."""

from typing import Any

import pytest

from tests.databases import Databases
from tests.services.reports.api.test_overviews import ACT, listed, of_kind, published, with_treaties
from tests.services.reports.conftest import Desk, body


@pytest.fixture
def databases(sqlite_databases: Databases) -> Databases:
    """SQLite alone: the lists are tried on both elsewhere."""
    return sqlite_databases


async def beside(desk: Desk, code: str, query: str = "") -> dict[str, Any]:
    answer = await desk.ask(None, "GET", f"/actors/{code}/beside{query}")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def test_it_says_what_the_lists_say(desk: Desk) -> None:
    await with_treaties(desk)
    await published(desk, "COL", of_kind("ratification", "COL", **ACT))
    parties = [{"actor": "COL"}, {"name": "Universidad"}]
    agreed = {"type": "cooperation", "parties": parties, "signed_on": "2020-01-01"}
    await published(desk, "COL", of_kind("agreement", "COL", **agreed))
    joint = await published(desk, "CIM", {**body("CIM"), "joint_reporters": ["COL"]})
    told = await beside(desk, "COL")
    assert told["submissions"] == await listed(desk, "/submissions?reporter=COL")
    assert [each["id"] for each in told["unconfirmed"]] == [joint]
    rows = await listed(desk, "/ratifications?state=COL")
    assert told["treaties"] == [row for row in rows if row["in_force"]] != []
    assert told["agreed"] == await listed(desk, "/agreements?party=COL") != []
    before = await beside(desk, "COL", f"?as_of={told['position']}")
    assert [each["id"] for each in before["unconfirmed"]] == [joint]
    await desk.ask("COL", "PUT", f"/submissions/{joint}/confirmation", If_Match="*")
    await desk.settled()
    after = await beside(desk, "COL")
    assert after["unconfirmed"] == []
    assert joint in [each["id"] for each in after["submissions"]]
    then = await beside(desk, "COL", f"?as_of={told['position']}")
    assert then == before, "as it stood then"
    assert (await beside(desk, "COL", "?as_of=0"))["submissions"] == []


async def test_with_the_bodies_below_it(desk: Desk) -> None:
    await desk.key("lab", "CIM-LAB", "reports:write")
    own = await published(desk, "CIM", body("CIM"))
    below = await published(desk, "lab", body("CIM-LAB", activity="ACT-12"))
    told = [each["id"] for each in (await beside(desk, "CIM"))["submissions"]]
    assert sorted(told) == sorted([own, below])
    assert [each["id"] for each in (await beside(desk, "CIM-LAB"))["submissions"]] == [below]


async def test_who_is_not_there_has_nothing(desk: Desk) -> None:
    assert (await desk.ask(None, "GET", "/actors/NOBODY/beside")).status_code == 404
    assert (await desk.ask(None, "GET", "/actors/COL/beside?on=2026-02-30")).status_code == 422
