"""Practices."""

from services.aggregator.domain.indicators.practices import published
from services.aggregator.domain.kinds.practice import Practice
from services.aggregator.domain.scope import Counted, Scope, Sums
from services.aggregator.domain.structure import Structure

STRUCTURE = Structure("e", "2016-04-19", (), {}, {}, {}, {})


def test_each_practice_of_the_scope_counts_once() -> None:
    practices = [Practice(name, 1, 1, 2020, (), ("ACT-1",), (), ()) for name in "pq"]
    counted = Counted(Sums(), "2020-01-01", {"practice": practices})
    assert published(counted, Scope(("ACT-1",)), STRUCTURE).value == 2
