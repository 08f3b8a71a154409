"""Who reports, of those who could."""

from services.aggregator.domain.indicators.participation import organs, others, states
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
