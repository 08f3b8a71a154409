"""Which part of the reports has something."""

from services.aggregator.domain.indicators.shares import axes, evidence, joint, partner
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
