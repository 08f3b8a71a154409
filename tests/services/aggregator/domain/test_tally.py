"""The fold's law: whatever was put and dropped in whatever order, a tally is that of the facts that
count.
"""

from hypothesis import given
from hypothesis import strategies as st

from services.aggregator.domain.counters import Counters
from services.aggregator.domain.kinds.implementation import Implementation
from services.aggregator.domain.latest_statuses import ALL, REMEMBERED, Pair, of_latest
from services.aggregator.domain.tally import (
    ALL_YEARS,
    EVERYBODY,
    Contribution,
    Tally,
    TallyKey,
    by_name,
    tallies_of,
)

FACTS = st.builds(
    Implementation,
    submission=st.sampled_from("abc"),
    revision=st.just(1),
    published=st.integers(1, 50),
    activity=st.sampled_from(("ACT-1", "ACT-2")),
    year=st.sampled_from((2020, 2021)),
    status=st.sampled_from(("planned", "completed")),
    reporters=st.sampled_from(((("CIM", "organ"),), (("COL", "state"), ("MEX", "state")))),
    joint=st.booleans(),
    partner=st.booleans(),
    evidence=st.booleans(),
    axes=st.sampled_from(((), ("gender",), ("gender", "development"))),
    beneficiaries=st.sampled_from(
        ((), (("female", "adult", 7),), (("female", "adult", None),), (("female", "adult", 0),))
    ),
    resources=st.sampled_from(((), (("USD", "0.10"), ("USD", "2")))),
)


def _stored(tally: Tally) -> Tally:
    """What is left of a tally that is stored and read again: of each pair the vote that gives the
    status.
    """
    cells = {name: dict(counters) for name, counters in tally.counters.cells.items()}
    latest = {pair: votes[-1] for pair, votes in tally.statuses.votes.items()}
    return Tally(Counters(cells), of_latest(latest))


@given(st.lists(st.tuples(st.booleans(), st.booleans(), FACTS), max_size=12))
def test_incremental_equals_recomputed(steps: list[tuple[bool, bool, Implementation]]) -> None:
    counting: dict[str, Implementation] = {}
    tallies: dict[TallyKey, Tally] = {}
    for number, (stays, stored, fact) in enumerate(steps, start=1):
        new = fact._replace(published=number) if stays else None
        old = counting.pop(fact.submission, None)
        if new is not None:
            counting[fact.submission] = new
        both = old and Contribution(old), new and Contribution(new)
        for key in {key for one in both if one is not None for key in one.tallies}:
            tally = tallies.setdefault(key, Tally())
            tally = tallies[key] = _stored(tally) if stored else tally
            for pair in tally.replace(key, *both):
                if tally.statuses.needs_lookup(pair):
                    votes = [
                        one.vote
                        for one in map(Contribution, counting.values())
                        if key in one.tallies and pair in one.pairs
                    ]
                    tally.statuses.remember(pair, votes)
    assert by_name(tallies) == by_name(tallies_of(counting.values()))


@given(FACTS)
def test_putting_the_same_in_its_place_changes_nothing(fact: Implementation) -> None:
    for key, tally in tallies_of([fact]).items():
        before = by_name({key: tally})
        assert tally.replace(key, Contribution(fact), Contribution(fact)) == []
        assert by_name({key: tally}) == before


def _at(published: int, status: str) -> Implementation:
    return Implementation(
        submission="s",
        revision=1,
        published=published,
        activity="ACT-1",
        year=2020,
        status=status,
        reporters=(("CIM", "organ"),),
        joint=False,
        partner=False,
        evidence=False,
        axes=(),
        beneficiaries=(),
        resources=(),
    )


def test_pairs_that_lose_their_status_are_named_and_looked_up_only_where_they_must() -> None:
    pair, key = Pair(ALL, "CIM", "organ"), TallyKey("ACT-1", ALL_YEARS, EVERYBODY)
    facts = [_at(n, f"status {n}") for n in range(1, REMEMBERED + 3)]
    tally = tallies_of(facts)[key]
    for fact in reversed(facts[2:]):
        assert tally.statuses.votes[pair][-1].status == fact.status
        assert tally.replace(key, Contribution(fact), None) == [pair]
    assert tally.statuses.needs_lookup(pair)
    tally.statuses.remember(pair, [Contribution(fact).vote for fact in facts[:2]])
    assert tally.replace(key, Contribution(facts[0]), None) == [], "it did not give the status"
    assert tally.replace(key, Contribution(facts[1]), Contribution(facts[0])) == [pair]
    assert tally.statuses.votes[pair] == [Contribution(facts[0]).vote]
    assert not tally.statuses.needs_lookup(pair)


def test_a_joint_fact_stands_on_the_tallies_of_all_who_report_it() -> None:
    both = _at(1, "planned")._replace(reporters=(("COL", "state"), ("CIM", "organ")))
    assert sorted(tallies_of([both])) == [
        TallyKey("ACT-1", year, reporter)
        for year in (ALL_YEARS, 2020)
        for reporter in (EVERYBODY, "CIM", "COL")
    ]
