"""Who reports, of those who could."""

from typing import Any

from services.aggregator.domain.indicators import INDICATORS
from services.aggregator.domain.indicators.participation import organs, others, states
from services.aggregator.domain.latest_statuses import StatusVote
from services.aggregator.domain.scope import Counted, Scope, Sums
from services.aggregator.domain.structure import Actor, Structure

ACTORS = {
    a.code: a
    for a in (
        Actor("CIM", "organ", None),
        Actor("LAB", "organ", "CIM"),
        Actor("CIDH", "organ", None),
        Actor("COL", "state", None, (("1948-01-01", None),)),
        Actor("NIC", "state", None, (("1948-01-01", "2023-11-19"),)),
        Actor("ILO", "multilateral", None),
    )
}
STRUCTURE = Structure("e", "2016-04-19", (), {"ACT-1": ("CIM", "CIDH")}, {}, ACTORS, {})


def test_who_counts_of_how_many_and_on_which_day() -> None:
    reporters = {code: actor.kind for code, actor in ACTORS.items() if code != "CIDH"}
    counted = Counted(Sums(reporters=reporters), "2024-01-01")
    scope = Scope(("ACT-1",))
    figure = organs(counted, scope, STRUCTURE)
    assert (figure.value, figure.denominator, figure.denominator_on) == (1, 2, "2016-04-19")
    figure = states(counted, scope, STRUCTURE)
    assert (figure.value, figure.denominator, figure.denominator_on) == (1, 1, "2024-01-01")
    assert others(counted, scope, STRUCTURE).value == 1


def test_the_latest_report_of_each_that_counts_is_behind_it() -> None:
    votes = {
        ("ACT-1", "LAB"): StatusVote(2020, 1, "planned"),
        ("ACT-1", "CIM"): StatusVote(2021, 2, "planned"),
        ("ACT-1", "COL"): StatusVote(2020, 3, "planned"),
        ("ACT-1", "NIC"): StatusVote(2020, 4, "planned"),
        ("ACT-1", "ILO"): StatusVote(2020, 5, "planned"),
    }
    reporters = {code: ACTORS[code].kind for _, code in votes}
    counted = Counted(Sums(reporters=reporters, votes=votes), "2024-01-01")
    for code, expected in (
        ("organs_reporting", {2: 1}),
        ("states_contributing", {3: 1}),
        ("others_contributing", {5: 1}),
    ):
        behind: Any = INDICATORS[code].behind
        assert behind.of(counted, Scope(("ACT-1",)), STRUCTURE) == expected
