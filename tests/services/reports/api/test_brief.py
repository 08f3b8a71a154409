"""What became public between two days and what waits for a decision, in one answer."""

from datetime import date, timedelta
from typing import Any

import pytest

from kernel import clock
from services.reports.api import listed
from tests.databases import Databases
from tests.services.reports.api import test_access
from tests.services.reports.api.test_decisions import decide, proposed
from tests.services.reports.conftest import Desk
from tests.services.reports.occasions import occasion


@pytest.fixture
def databases(sqlite_databases: Databases) -> Databases:
    """SQLite alone: the lists are tried on both elsewhere."""
    return sqlite_databases


def day(days: int) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


async def told(desk: Desk, query: str = "", who: str | None = None) -> dict[str, Any]:
    answer = await desk.ask(who, "GET", f"/brief{query}")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def items(desk: Desk, query: str) -> list[dict[str, Any]]:
    answer = await desk.ask(None, "GET", f"/submissions?limit=100{query}")
    return list(answer.json()["items"])


async def test_it_says_what_the_list_says_between_two_days(desk: Desk) -> None:
    first, second = await desk.published(), await desk.published("COL")
    await desk.draft()
    open_, declined = await proposed(desk), await proposed(desk)
    await decide(desk, declined, "declined")
    await desk.settled()
    brief = await told(desk, f"?since={day(-1)}")
    assert (brief["since"], brief["until"]) == (day(-1), day(0))
    assert [one["id"] for one in brief["published"]] == [declined, open_, second, first]
    assert brief["published"][2:] == await items(desk, "&kind=implementation")
    [waits] = brief["undecided"]
    assert waits in await items(desk, "&kind=proposal")
    assert waits["id"] == open_
    assert (await told(desk, f"?since={day(0)}"))["published"] == [], "after the first day"
    before = await told(desk, f"?since={day(-9)}&until={day(-1)}")
    assert (before["published"], len(before["undecided"])) == ([], 1)


async def test_it_begins_with_the_end_of_the_last_meeting(desk: Desk) -> None:
    year_ago = date(clock.today().year - 1, clock.today().month, 1)
    assert (await told(desk))["since"] == year_ago.isoformat()
    await occasion(desk, "annual_report", "closed")
    await occasion(desk, "cidi_meeting", "open")
    assert (await told(desk))["since"] == year_ago.isoformat()
    await occasion(desk, "expert_meeting", "closed")
    assert (await told(desk))["since"] == day(0)


async def test_a_long_list_is_looked_through(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = [await desk.published() for _ in range(5)]
    monkeypatch.setattr(listed, "PAGE", 2)
    assert {one["id"] for one in (await told(desk, f"?since={day(-1)}"))["published"]} == {*ids}
    monkeypatch.setattr(listed, "MOST", 3)
    told_first = (await told(desk, f"?since={day(-1)}"))["published"]
    assert [one["id"] for one in told_first] == ids[:1:-1]


async def test_what_is_hidden_from_the_public_is_told_nobody(desk: Desk) -> None:
    id_ = await desk.published()
    await desk.act("SG", id_, "withhold", comment="Nombra a una persona.")
    await desk.settled()
    await desk.key("partner", "ILO")
    await desk.settled()
    for who in test_access.CALLERS:
        answer = await desk.ask(None if who == "nobody" else who, "GET", f"/brief?since={day(-1)}")
        assert answer.status_code == (401 if who in ("revoked", "expired") else 200), who
        if answer.status_code == 200:
            assert answer.json()["published"] == [], who


@pytest.mark.parametrize("query", ["?since=soon", "?since=2026-03-01&until=2026-02-28"])
async def test_what_is_no_span_of_days_is_refused(desk: Desk, query: str) -> None:
    answer = await desk.ask(None, "GET", f"/brief{query}")
    assert answer.status_code == 422
    [wrong] = answer.json()["errors"]
    assert wrong["pointer"] == ("/since" if "soon" in query else "/until")
