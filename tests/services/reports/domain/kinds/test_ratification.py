"""`ratification`: a treaty of the edition, a state's own act or the Secretariat's word on it."""

from dataclasses import replace
from typing import Any

import pytest

from services.reports.domain.kind import Draft
from services.reports.domain.kinds.ratification import KIND
from services.reports.domain.programme import Actor
from services.reports.domain.rules import violations
from tests.services.reports.domain.catalogue import CATALOGUE, TODAY

WITH_TREATIES = replace(
    CATALOGUE,
    instruments={"ICRMW": "2003-07-01"},
    actors={**CATALOGUE.actors, "SG": Actor("SG", "organ", None)},
)


@pytest.mark.parametrize(
    ("reporter", "payload", "expected"),
    [
        ("COL", {"instrument": "ICRMW", "state": "COL", "date": "1995-05-24"}, []),
        ("SG", {"state": "NIC"}, []),
        ("COL", {"instrument": "X"}, [("/payload/instrument", "unknown_code")]),
        ("COL", {"state": "NIC"}, [("/payload/state", "not_yours")]),
        ("SG", {"state": "CIM"}, [("/payload/state", "unknown_code")]),
        ("SG", {"state": "XXX"}, [("/payload/state", "unknown_code")]),
        ("COL", {"date": "2026-06-02"}, [("/payload/date", "out_of_range")]),
        (
            "COL",
            {"date": "2020-02-01", "takes_effect_on": "2020-01-01"},
            [("/payload/takes_effect_on", "end_before_begin")],
        ),
        ("CIM", {}, [("/reporter", "actor_may_not_report")]),
    ],
)
def test_rules(reporter: str, payload: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    found = violations(KIND, WITH_TREATIES, Draft(reporter, (), payload), TODAY)
    assert [(pointer, code) for pointer, code, _ in found] == expected


def test_lists_find_it_by_treaty_state_action_and_year() -> None:
    payload = {"instrument": "ICRMW", "state": "COL", "action": "accession", "date": "1995-05-24"}
    assert list(KIND.index(payload)) == [
        ("instrument", "ICRMW"),
        ("state", "COL"),
        ("action", "accession"),
        ("year", "1995"),
    ]
    assert list(KIND.index({})) == []


def test_a_states_own_word_is_verified_unless_it_says_otherwise() -> None:
    assert KIND.defaults("COL") == {"verified": True}
    assert KIND.defaults("SG") == {"verified": False}
