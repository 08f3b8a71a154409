"""Which part of the reports has something."""

from typing import Any

from services.aggregator.domain.codes import AXES
from services.aggregator.domain.indicators import INDICATORS
from services.aggregator.domain.indicators.shares import axes, evidence, joint, partner
from services.aggregator.domain.kinds.implementation import Implementation
from services.aggregator.domain.scope import Counted, Scope, Sums
from services.aggregator.domain.structure import Structure

STRUCTURE = Structure("e", "2016-04-19", (), {}, {}, {}, {})


def test_shares_are_of_all_reports() -> None:
    counters = {"facts": 4, "joint": 1, "partner": 2, "axis:gender": 3}
    counted = Counted(Sums(counters), "2020-01-01")
    assert [one(counted, Scope(()), STRUCTURE).value for one in (joint, partner, evidence)] == [
        0.25,
        0.5,
        0.0,
    ]
    shares = axes(counted, Scope(()), STRUCTURE).value
    assert (shares["gender"], shares["development"], len(shares)) == (0.75, 0.0, 6)
    assert axes(Counted(Sums(), "2020-01-01"), Scope(()), STRUCTURE).value == {}


def test_a_report_adds_one_to_each_axis_that_it_marks() -> None:
    who = (("CIM", "organ"),)
    fact = Implementation(
        "s", 1, 1, "A-1", 2020, "planned", who, True, False, True, ("gender",), (), ()
    )
    structure = Structure("e", "2016-04-19", (), {}, {}, {}, {})

    def adds(code: str) -> Any:
        behind: Any = INDICATORS[code].behind
        return behind.of(fact, structure)

    assert adds("axis_share") == {axis: int(axis == "gender") for axis in AXES}
    shares = ("joint_execution_share", "partner_share", "evidence_share")
    assert [adds(code) for code in shares] == [1, 0, 1]
