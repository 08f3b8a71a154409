"""The fold's law: whatever was put on and taken off in whatever order, the tally is that of the
facts that stand.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.aggregator.domain.facts import (
    ALL,
    ALL_YEARS,
    EVERYBODY,
    REMEMBERED,
    Contribution,
    Fact,
    Pair,
    Tally,
    TallyKey,
    folded,
    ten_thousandths,
    told,
)

FACTS = st.builds(
    Fact,
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
    beneficiaries=st.sampled_from(((), (("female", "adult", 3),))),
    resources=st.sampled_from(((), (("USD", "0.10"), ("USD", "2")))),
)


def _stored(tally: Tally) -> Tally:
    """What is left of a tally that is kept and read again: of each pair the one that gives the
    status.
    """
    cells = {name: dict(counters) for name, counters in tally.cells.items()}
    return Tally(
        cells,
        {pair: known[-1:] for pair, known in tally.votes.items() if known},
        set(tally.votes),
    )


@given(st.lists(st.tuples(st.booleans(), st.booleans(), FACTS), max_size=12))
def test_incremental_equals_recomputed(steps: list[tuple[bool, bool, Fact]]) -> None:
    standing: dict[str, Fact] = {}
    tallies: dict[TallyKey, Tally] = {}
    for number, (stays, stored, fact) in enumerate(steps, start=1):
        new = fact._replace(published=number) if stays else None
        old = standing.pop(fact.submission, None)
        if new is not None:
            standing[fact.submission] = new
        contribution = old and Contribution(old), new and Contribution(new)
        for key in {key for one in contribution if one is not None for key in one.tallies}:
            tally = tallies.setdefault(key, Tally())
            tally = tallies[key] = _stored(tally) if stored else tally
            for pair in tally.replace(key, *contribution):
                if tally.unknown(pair):
                    facts = [
                        one.vote
                        for one in map(Contribution, standing.values())
                        if key in one.tallies and pair in one.pairs
                    ]
                    tally.remember(pair, facts)
    assert told(tallies) == told(folded(standing.values()))


@given(FACTS)
def test_putting_the_same_on_again_changes_nothing(fact: Fact) -> None:
    for key, tally in folded([fact]).items():
        before = told({key: tally})
        assert (tally.replace(key, Contribution(fact), Contribution(fact)), told({key: tally})) == (
            [],
            before,
        )


def _at(published: int, status: str) -> Fact:
    return Fact(
        "s",
        1,
        published,
        "ACT-1",
        2020,
        status,
        (("CIM", "organ"),),
        False,
        False,
        False,
        (),
        (),
        (),
    )


def test_an_earlier_fact_gives_the_status_again_and_only_what_is_not_remembered_is_unknown() -> (
    None
):
    pair, key, facts = (
        Pair(ALL, "CIM", "organ"),
        TallyKey("ACT-1", ALL_YEARS, EVERYBODY),
        [_at(n, f"status {n}") for n in range(1, REMEMBERED + 3)],
    )
    tally = folded(facts)[key]
    for fact in reversed(facts[2:]):
        assert tally.votes[pair][-1].status == fact.status
        assert tally.replace(key, Contribution(fact), None) == [pair]
    assert tally.unknown(pair)
    tally.remember(pair, [Contribution(facts[0]).vote, Contribution(facts[1]).vote])
    assert tally.replace(key, Contribution(facts[0]), None) == [], "it did not give the status"
    assert tally.replace(key, Contribution(facts[1]), Contribution(facts[0])) == [pair]
    assert (tally.votes[pair], tally.unknown(pair)) == ([Contribution(facts[0]).vote], False)


def test_counters_are_of_the_facts_with_such_reporters_and_axes() -> None:
    both = (("COL", "state"), ("CIM", "organ"))
    facts = [
        _at(1, "planned"),
        _at(2, "planned")._replace(reporters=both, axes=("gender", "development"), joint=True),
    ]
    tally = folded(facts)[TallyKey("ACT-1", 2020, EVERYBODY)]
    assert tally.counters() == {"facts": 2, "joint": 1, "axis:gender": 1, "axis:development": 1}
    assert tally.counters("organ") == tally.counters()
    assert tally.counters("state", "gender") == {
        "facts": 1,
        "joint": 1,
        "axis:gender": 1,
        "axis:development": 1,
    }
    assert tally.counters("other") == tally.counters(axis="children_adolescents") == {}


@pytest.mark.parametrize(
    ("amount", "exact"), [("0.10", 1_000), ("7", 70_000), ("12.3456", 123_456), ("0.00", 0)]
)
def test_money_is_exact(amount: str, exact: int) -> None:
    assert ten_thousandths(amount) == exact
