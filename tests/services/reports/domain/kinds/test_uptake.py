"""`uptake`: only what is proposed to the states, in the years a state took part in."""

from typing import Any

import pytest

from services.reports.domain.kind import Draft
from services.reports.domain.kinds.uptake import KIND
from services.reports.domain.rules import violations
from tests.services.reports.domain.catalogue import CATALOGUE, TODAY


@pytest.mark.parametrize(
    ("reporter", "payload", "expected"),
    [
        ("COL", {"activity": "ACT-2", "since": "2024-01-31"}, []),
        ("COL", {}, []),
        ("COL", {"activity": "ACT-1"}, [("/payload/activity", "not_proposed_to_states")]),
        ("COL", {"activity": "X"}, [("/payload/activity", "unknown_code")]),
        ("NIC", {"since": "2024-01-01"}, [("/payload/since", "not_participating")]),
        ("NIC", {"since": "2023-12-31"}, []),
        ("CIM", {"activity": "ACT-2"}, [("/reporter", "actor_may_not_report")]),
    ],
)
def test_rules(reporter: str, payload: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    found = violations(KIND, CATALOGUE, Draft(reporter, (), payload), TODAY)
    assert [(pointer, code) for pointer, code, _ in found] == expected


def test_no_state_joins() -> None:
    found = violations(KIND, CATALOGUE, Draft("COL", ("NIC",), {}), TODAY)
    assert [(pointer, code) for pointer, code, _ in found] == [("/joint_reporters", "not_joint")]


def test_its_note_is_not_counted() -> None:
    payload = {"activity": "ACT-2", "stance": "taken_up", "since": "2024-01-31", "note": "n"}
    assert KIND.counted(payload) == {
        "activity": "ACT-2",
        "stance": "taken_up",
        "since": "2024-01-31",
    }
    assert list(KIND.index(payload)) == [("activity", "ACT-2"), ("year", "2024")]
