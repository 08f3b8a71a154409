"""`agreement`: known parties, the reporter among them, and dates in their order."""

from typing import Any

import pytest

from services.reports.domain.kind import Draft
from services.reports.domain.kinds.agreement import KIND
from services.reports.domain.rules import violations
from tests.services.reports.domain.catalogue import CATALOGUE, TODAY

BOTH = [{"actor": "COL"}, {"actor": "NIC"}]


@pytest.mark.parametrize(
    ("reporter", "joint", "payload", "expected"),
    [
        ("COL", ("NIC",), {"parties": BOTH, "signed_on": "2020-01-01"}, []),
        ("COL", (), {"parties": [{"actor": "COL"}, {"name": "EU"}]}, []),
        ("COL", (), {}, []),
        ("COL", (), {"parties": [{"actor": "COL"}, {"name": "EU"}, {"name": "EFTA"}]}, []),
        ("COL", (), {"parties": BOTH[:1]}, [("/payload/parties", "too_few")]),
        ("COL", (), {"parties": [*BOTH, BOTH[0]]}, [("/payload/parties/2", "repeated")]),
        ("CIM", (), {"parties": BOTH}, [("/payload/parties", "not_a_party")]),
        (
            "COL",
            (),
            {"parties": [{"actor": "COL"}, {"actor": "STATES"}]},
            [("/payload/parties/1/actor", "unknown_code")],
        ),
        (
            "COL",
            ("NIC",),
            {"parties": [{"actor": "COL"}, {"name": "EU"}]},
            [("/joint_reporters/0", "not_a_party")],
        ),
        ("COL", (), {"signed_on": "2026-06-02"}, [("/payload/signed_on", "out_of_range")]),
        (
            "COL",
            (),
            {"in_force_from": "2020-01-02", "in_force_to": "2020-01-01"},
            [("/payload/in_force_to", "end_before_begin")],
        ),
        ("COL", (), {"activities": ["X"]}, [("/payload/activities/0", "unknown_code")]),
        ("ILO", (), {}, [("/reporter", "actor_may_not_report")]),
    ],
)
def test_rules(
    reporter: str, joint: tuple[str, ...], payload: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    found = violations(KIND, CATALOGUE, Draft(reporter, joint, payload), TODAY)
    assert [(pointer, code) for pointer, code, _ in found] == expected


def test_lists_find_it_by_activity_party_and_type() -> None:
    payload = {"parties": BOTH, "type": "consular", "signed_on": "2020-01-01"}
    payload["activities"] = ["ACT-1", "ACT-2"]
    assert list(KIND.index(payload)) == [
        ("activity", "ACT-1"),
        ("activity", "ACT-2"),
        ("party", "COL"),
        ("party", "NIC"),
        ("type", "consular"),
        ("year", "2020"),
    ]
