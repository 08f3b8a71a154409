"""What a scope admits, and what it adds up."""

from services.aggregator.domain.kinds.practice import Practice
from services.aggregator.domain.latest_statuses import LatestStatuses, Pair, StatusVote
from services.aggregator.domain.scope import Scope, add_up, naming
from services.aggregator.domain.tally import Tally


def test_the_latest_year_then_the_latest_publication_gives_the_status() -> None:
    pair = Pair("*", "CIM", "organ")
    tallies = [
        Tally(statuses=LatestStatuses({pair: [vote]}))
        for vote in (StatusVote(2020, 9, "planned"), StatusVote(2021, 2, "completed"))
    ]
    sums = add_up(Scope(("ACT-1",)), [("ACT-1", tally, tally) for tally in tallies])
    assert sums.votes == {("ACT-1", "CIM"): StatusVote(2021, 2, "completed")}
    assert sums.statuses == ["completed"]
    assert sums.reporters == {"CIM": "organ"}


def test_a_reporter_must_be_all_that_is_asked_for() -> None:
    pair = Pair("*", "CIM", "organ")
    assert Scope((), kind="organ", actor="CIM").admits(pair)
    assert not Scope((), kind="state").admits(pair)
    assert not Scope((), actor="COL").admits(pair)


def test_a_fact_that_names_a_scope_twice_is_there_once() -> None:
    def practice(name: str, activities: tuple[str, ...], objectives: tuple[str, ...]) -> Practice:
        return Practice(name, 1, 1, 2020, (("CIM", "organ"),), activities, objectives, ())

    both = practice("both", ("ACT-1", "ACT-2"), ("GO-1",))
    objective, neither = practice("o", (), ("GO-1",)), practice("n", ("ACT-9",), ("GO-9",))
    facts = [both, objective, neither]
    assert naming(Scope(("ACT-1", "ACT-2"), ("GO-1",)), facts)["practice"] == [both, objective]
    assert naming(Scope(("ACT-1",)), facts)["practice"] == [both]
    assert naming(Scope(("ACT-3",)), facts)["practice"] == []
