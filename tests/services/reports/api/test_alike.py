"""The hint remembers what it found for a moment, knows what this process adds and changes, and sees what others added soon after."""

import pytest

from services.reports.api import alike
from services.reports.api.alike import Alike
from services.reports.domain.submission import Case, Head, Text
from tests.services.reports.conftest import Desk

PAYLOAD = {"activity": "ACT-12", "year": 2020}


def case(id_: str) -> Case:
    head = Head(id_, "implementation", "CIM", "2016-draft", "draft", 1, 1, 1, "", "")
    return Case(head, Text(1, 1, "", "es", PAYLOAD, [], (), ""), None, frozenset())


async def test_what_it_found_is_remembered_until_the_moment_is_over(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    first = await desk.draft(payload={**PAYLOAD, "status": "planned"})
    hint = Alike(desk.db, 10)
    assert await hint.find("CIM", PAYLOAD) == [first]
    second = await desk.draft(payload={**PAYLOAD, "status": "planned"})  # as if by another process
    assert await hint.find("CIM", PAYLOAD) == [first]
    monkeypatch.setattr(alike, "monotonic", lambda: 1e12)
    assert await hint.find("CIM", PAYLOAD) == [first, second]


async def test_what_is_begun_here_is_known_at_once_and_what_changes_is_looked_up_again(desk: Desk) -> None:
    hint = Alike(desk.db, 2)
    assert await hint.find("CIM", PAYLOAD) == []
    for id_ in ("a", "b", "c", "d"):
        hint.begun(case(id_))
    assert await hint.find("CIM", PAYLOAD) == ["a", "b", "c"]  # one more than are told: one may be the one that asks
    hint.changed(case("a"))
    assert await hint.find("CIM", PAYLOAD) == []


async def test_without_activity_or_year_or_where_none_are_told_nothing_is_asked(desk: Desk) -> None:
    assert await Alike(desk.db, 10).find("CIM", {"activity": "ACT-12"}) == []
    await desk.draft(payload={**PAYLOAD, "status": "planned"})
    assert await Alike(desk.db, 0).find("CIM", PAYLOAD) == []
