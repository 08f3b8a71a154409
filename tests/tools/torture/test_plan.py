"""The plan of faults: the same for the same seed, as many of each as was asked for, over the whole
time.
"""

from itertools import pairwise

import pytest

from tools.torture import plan


@pytest.mark.parametrize("system", ["production", "embedded"])
def test_the_seed_decides(system: plan.System) -> None:
    assert plan.make(7, system, 40, 60) == plan.make(7, system, 40, 60)
    assert plan.make(7, system, 40, 60) != plan.make(8, system, 40, 60)


def test_a_full_run_reaches_its_numbers() -> None:
    counts = plan.make(1, "production", 400, 800).counts()
    assert sum(number for (_, kind), number in counts.items() if kind == "kill") == 400 + 20 + 5
    assert counts["kafka one", "kill"] >= 20
    assert counts["kafka all", "kill"] >= 5
    assert counts["postgresql", "immediate stop"] >= 20
    assert (
        min(
            counts["reports worker", "kill"],
            counts["reports api", "kill"],
            counts["aggregator worker", "kill"],
        )
        >= 80
    )


def test_even_a_short_one_meets_everything() -> None:
    made = plan.make(1, "production", 10, 40)
    assert {"reports worker", "reports api", "aggregator worker"} <= {
        fault.component for fault in made.processes if fault.kind == "kill"
    }
    assert {component for component, _ in made.counts()} >= {
        "kafka one",
        "kafka all",
        "postgresql",
        "proxy",
    }
    assert any(
        fault.seconds > plan.LEASE_SECONDS for fault in made.processes if fault.kind == "pause"
    )
    assert plan.make(1, "embedded", 3, 10).counts()["disk", "full"] == 1


def test_spread_over_the_time_in_order() -> None:
    made = plan.make(3, "production", 50, 100)
    for track in (made.processes, made.others):
        moments = [fault.at for fault in track]
        assert moments == sorted(moments)
        assert moments[0] >= 0
        assert moments[-1] <= 100
        assert max(b - a for a, b in pairwise(moments)) <= 2 * 100 / len(moments)
