"""The table of cycles' transitions and their laws; what a cycle may name."""

from itertools import chain, combinations
from typing import Any

import pytest

from services.reports.domain import cycles
from tests.services.reports.domain.catalogue import CATALOGUE

STATES = ("considered", "convened", "not_convened", "open", "closed")
CYCLE: dict[str, Any] = {
    "type": "cidi_meeting",
    "opens_on": None,
    "closes_on": None,
    "summit": None,
    "items": [],
}


def item(**changes: Any) -> dict[str, Any]:
    return {"n": 1, "activities": [], "lead": None, **changes}


def test_the_table_is_the_contracts() -> None:
    rows = {(r.action, *sorted(r.starts), r.ends, r.who) for r in cycles.TABLE.values()}
    assert rows == {
        ("convene", "considered", "convened", "committee"),
        ("decline", "considered", "convened", "not_convened", "committee"),
        ("open", "convened", "open", "secretariat"),
        ("close", "open", "closed", "secretariat"),
    }


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("actor", ["CAM", "SG", None])
def test_allowed_is_what_begins_here_and_is_ones_own(state: str, actor: str | None) -> None:
    every = (*cycles.SCOPES.values(), "reports:write")
    for scopes in chain.from_iterable(combinations(every, n) for n in range(4)):
        assert cycles.allowed(state, actor, scopes) == [
            row.action
            for row in cycles.TABLE.values()
            if state in row.starts
            and cycles.SCOPES[row.who] in scopes
            and (actor == "CAM" if row.who == "committee" else actor is not None)
        ]


def made(type_: str, state: str) -> cycles.Cycle:
    return cycles.Cycle("c", type_, 2026, "t", state, None, None, None, None, [], 1, "", "")


def test_contributions_are_brought_between_convening_and_closing() -> None:
    found = [state for state in STATES if made("cidi_meeting", state).receives]
    assert found == ["convened", "open"]


def test_only_a_work_plan_is_consulted_on() -> None:
    assert set(made("cidi_meeting", "open").statements) == {"presentation"}
    assert set(made("work_plan", "open").statements) == {"presentation", "consultation"}


@pytest.mark.parametrize(
    ("action", "told", "expected"),
    [
        ("convene", {"decided_on": "2026-06-01"}, []),
        ("decline", {}, []),
        ("decline", {"decided_on": "2026-06-02"}, [("/decided_on", "out_of_range")]),
        ("open", {}, []),
        ("close", {"decided_on": "2026-06-01"}, [("/decided_on", "unknown_field")]),
    ],
)
def test_what_is_told_of_a_decision(
    action: str, told: dict[str, str], expected: list[tuple[str, str]]
) -> None:
    found = cycles.undecided(action, told, "2026-06-01")
    assert [(pointer, code) for pointer, code, _ in found] == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"opens_on": "2025-02-01", "closes_on": "2025-02-01"}, []),
        ({"opens_on": "2025-02-01"}, []),
        ({"closes_on": "2025-02-01"}, []),
        (
            {"opens_on": "2025-02-02", "closes_on": "2025-02-01"},
            [("/closes_on", "end_before_begin")],
        ),
        ({"type": "expert_meeting"}, [("/summit", "required")]),
        ({"type": "expert_meeting", "summit": "X"}, []),
        ({"items": [item(), item()]}, [("/items/1/n", "repeated")]),
        ({"items": [item(activities=["X"])]}, [("/items/0/activities/0", "unknown_code")]),
        (
            {"items": [item(lead="CIM"), item(n=2, lead="STATES")]},
            [("/items/1/lead", "unknown_code")],
        ),
    ],
)
def test_rules(changes: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    found = cycles.violations(CATALOGUE, CYCLE | changes)
    assert [(pointer, code) for pointer, code, _ in found] == expected
