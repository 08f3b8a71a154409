"""How far the activities are."""

from services.aggregator.domain.indicators import INDICATORS, Latest
from services.aggregator.domain.indicators.status import distribution, index
from services.aggregator.domain.latest_statuses import StatusVote
from services.aggregator.domain.scope import Counted, Scope, Sums
from services.aggregator.domain.structure import Structure

STRUCTURE = Structure("e", "2016-04-19", (), {}, {}, {}, {})

VOTES = {
    ("ACT-1", "CIM"): StatusVote(2020, 7, "planned"),
    ("ACT-1", "COL"): StatusVote(2020, 8, "completed"),
    ("ACT-1", "NIC"): StatusVote(2020, 8, "completed"),
    ("ACT-2", "CIM"): StatusVote(2020, 9, "not_applicable"),
}


def test_what_is_not_applicable_is_shown_and_not_weighed() -> None:
    counted = Counted(Sums(votes=VOTES), "2020-01-01")
    assert distribution(counted, Scope(()), STRUCTURE).value == {
        "completed": 2,
        "not_applicable": 1,
        "planned": 1,
    }
    assert index(counted, Scope(()), STRUCTURE).value == 0.75
    assert index(Counted(Sums(), "2020-01-01"), Scope(()), STRUCTURE).value is None


def test_a_report_adds_its_status_once_for_each_pair_it_gives_it_to() -> None:
    counted = Counted(Sums(votes=VOTES), "2020-01-01")
    adds = {}
    for code in ("status_distribution", "implementation_index"):
        behind = INDICATORS[code].behind
        assert isinstance(behind, Latest)
        adds[code] = behind.of(counted, Scope(()), STRUCTURE)
    assert adds == {
        "status_distribution": {7: {"planned": 1}, 8: {"completed": 2}, 9: {"not_applicable": 1}},
        "implementation_index": {7: 0.25, 8: 2.0},
    }
