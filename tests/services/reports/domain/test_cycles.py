"""The table of cycles' transitions and their laws; what a cycle may name."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


@given(
    st.sampled_from(STATES),
    st.sampled_from(("CAM", "SG", None)),
    st.sets(st.sampled_from((*cycles.SCOPES.values(), "reports:write"))),
)
def test_allowed_is_what_begins_here_and_is_ones_own(
    state: str, actor: str | None, scopes: set[str]
) -> None:
    found = cycles.allowed(state, actor, scopes)
    for action in found:
        row = cycles.TABLE[action]
        assert state in row.starts
        assert cycles.SCOPES[row.who] in scopes
        assert actor == "CAM" if row.who == "committee" else actor is not None
    assert found == [] or state not in ("closed", "not_convened")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"opens_on": "2025-02-01", "closes_on": "2025-02-01"}, []),
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
