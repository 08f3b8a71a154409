"""How far the activities are."""

from services.aggregator.domain.indicators.status import distribution, index
from services.aggregator.domain.scope import Counted, Scope, Sums
from services.aggregator.domain.structure import Structure

STRUCTURE = Structure("e", "2016-04-19", (), {}, {}, {}, {})


def test_what_is_not_applicable_is_shown_and_not_weighed() -> None:
    statuses = {
        ("ACT-1", "CIM"): "planned",
        ("ACT-1", "COL"): "completed",
        ("ACT-2", "CIM"): "not_applicable",
    }
    counted = Counted(Sums(statuses=statuses), "2020-01-01")
    assert distribution(counted, Scope(()), STRUCTURE).value == {
        "completed": 1,
        "not_applicable": 1,
        "planned": 1,
    }
    assert index(counted, Scope(()), STRUCTURE).value == 0.625
    assert index(Counted(Sums(), "2020-01-01"), Scope(()), STRUCTURE).value is None
