"""Activities with reports."""

from services.aggregator.domain.indicators.coverage import coverage, linked, published, reported
from services.aggregator.domain.scope import Counted, Scope, Sums
from services.aggregator.domain.structure import Structure

STRUCTURE = Structure("e", "2016-04-19", (), {}, {}, {}, {})


def test_an_activity_is_covered_by_one_report() -> None:
    counted = Counted(Sums({"facts": 3}, reported=1), "2020-01-01")
    scope = Scope(("ACT-1", "ACT-2"))
    assert [
        one(counted, scope, STRUCTURE).value for one in (linked, reported, coverage, published)
    ] == [2, 1, 0.5, 3]
    assert coverage(counted, scope, STRUCTURE).denominator_on == "2016-04-19"
