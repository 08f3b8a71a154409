"""What a scope admits, and what it adds up."""

from services.aggregator.domain.kinds.assessment import Assessment
from services.aggregator.domain.kinds.implementation import Implementation
from services.aggregator.domain.kinds.practice import Practice
from services.aggregator.domain.latest_statuses import LatestStatuses, Pair, StatusVote
from services.aggregator.domain.scope import Scope, add_up, assessed_by, naming
from services.aggregator.domain.tally import Tally, tallies_of


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


def test_only_what_the_axis_and_the_actor_have_is_added_up() -> None:
    def report(
        n: int, code: str, kind: str, axes: tuple[str, ...], activity: str
    ) -> Implementation:
        who = ((code, kind),)
        return Implementation(
            f"s{n}", 1, n, activity, 2020, "planned", who, False, False, False, axes, (), ()
        )

    facts = [
        report(1, "CIM", "organ", ("gender",), "ACT-1"),
        report(2, "COL", "state", (), "ACT-1"),
        report(3, "CIM", "organ", (), "ACT-2"),
    ]
    tallies = tallies_of(facts)

    def added(**restricted: str) -> tuple[int, int, set[str]]:
        whose = restricted.get("actor", "")
        found = [
            (code, tallies[code, 0, whose], tallies[code, 0, ""])
            for code in ("ACT-1", "ACT-2")
            if (code, 0, whose) in tallies
        ]
        sums = add_up(Scope(("ACT-1", "ACT-2"), **restricted), found)
        assert set(sums.reporters) == {reporter for _, reporter in sums.votes}
        return sums.facts, sums.reported, set(sums.reporters)

    assert added() == (3, 2, {"CIM", "COL"})
    assert added(axis="gender") == (1, 1, {"CIM"})
    assert added(kind="state") == (1, 1, {"COL"})
    assert added(actor="CIM", kind="state") == (2, 2, set()), "nobody is both"


def test_what_is_assessed_is_named_once_in_order() -> None:
    practice = Practice("p", 1, 1, 2020, (("CIM", "organ"),), (), (), ())
    found = [Assessment(f"a{n}", 1, n, 2020, (), id_, 1, "limited") for n, id_ in enumerate("bcab")]
    assert assessed_by([practice, *found]) == ["a", "b", "c"]
