"""The indicators of the kinds without tallies, counted twice: by them and from the facts."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.aggregator.domain import indicators
from services.aggregator.domain.facts import Fact
from services.aggregator.domain.kinds.agreement import Agreement
from services.aggregator.domain.kinds.assessment import Assessment
from services.aggregator.domain.kinds.fund_entry import FundEntry
from services.aggregator.domain.kinds.further_activity import FurtherActivity
from services.aggregator.domain.kinds.implementation import Implementation
from services.aggregator.domain.kinds.ratification import Ratification
from services.aggregator.domain.kinds.recommendation import Recommendation
from services.aggregator.domain.kinds.uptake import Uptake
from services.aggregator.domain.question import Question
from services.aggregator.domain.recount_listed import Recount
from services.aggregator.domain.scope import Counted, Sums, naming, scope_of
from services.aggregator.domain.structure import Actor, Structure

STATES = ("COL", "MEX", "NIC")
STRUCTURE = Structure(
    edition="e",
    date="2016-04-19",
    objectives=("GO-1",),
    addressees={"A-1": ("STATES",), "A-2": ("CIM",), "A-3": ("STATES",)},
    links={"GO-1": ("A-1", "A-2")},
    actors={
        code: Actor(code, "state", None, (("1948-01-01", "2023-11-19" if code == "NIC" else None),))
        for code in STATES
    },
    minor_units={"JPY": 0},
    successors={"OLD": ("A-1", "A-2")},
    instruments={"T-1": ("A-1",), "T-2": ("A-2", "A-3"), "T-3": ("A-3",)},
)
DAYS = ("2022-06-01", "2023-06-01", "2024-06-01")
days, states = st.sampled_from(DAYS), st.sampled_from(STATES)
activities = st.sampled_from(("A-1", "A-2", "A-3", "OLD", "X"))
some = st.lists(activities, max_size=2).map(tuple)
objectives = st.lists(st.sampled_from(("GO-1", "GO-9")), max_size=1).map(tuple)
years = st.sampled_from((2022, 2023))
status = st.sampled_from(("limited", "complete"))


def people(code: str) -> tuple[tuple[str, str], ...]:
    return ((code, "state"),)


@st.composite
def facts(draw: Any) -> list[Fact]:
    """Facts of all kinds, each published by a position of its own."""
    made: list[Fact] = []
    for n in range(1, draw(st.integers(1, 14)) + 1):
        head = (f"s{n}", draw(st.integers(1, 2)), n, draw(years), people(draw(states)))
        made.append(draw(st.sampled_from(KINDS))(draw, head, n))
    return made


def uptake(draw: Any, head: Any, _n: int) -> Fact:
    stance = draw(st.sampled_from(("taken_up", "not_for_now")))
    return Uptake(*head, draw(activities), stance, draw(days))


def agreement(draw: Any, head: Any, _n: int) -> Fact:
    return Agreement(*head, draw(some), draw(st.none() | days), draw(st.none() | days))


def ratification(draw: Any, head: Any, _n: int) -> Fact:
    state = draw(states)
    action = draw(st.sampled_from(("signature", "ratification", "accession", "withdrawal")))
    treaty = draw(st.sampled_from(("T-1", "T-2", "T-3")))
    return Ratification(*head, treaty, state, action, draw(days), own=draw(st.booleans()))


def recommendation(draw: Any, head: Any, _n: int) -> Fact:
    to = st.lists(st.sampled_from(("COL", "SUMMIT")), min_size=1, max_size=2, unique=True)
    said = st.tuples(st.just("f"), to.map(tuple), st.sampled_from(("implemented", "under_way")))
    follow_ups = draw(st.lists(said, max_size=3).map(tuple))
    return Recommendation(*head, draw(some), draw(objectives), tuple(draw(to)), follow_ups)


def assessment(draw: Any, head: Any, n: int) -> Fact:
    assessed = f"s{draw(st.integers(1, n))}"
    return Assessment(*head, assessed, draw(st.integers(1, 2)), draw(status))


def report(draw: Any, head: Any, _n: int) -> Fact:
    submission, revision, published, year, reporters = head
    return Implementation(
        submission=submission,
        revision=revision,
        published=published,
        activity=draw(activities),
        year=year,
        status="planned",
        reporters=reporters,
        joint=False,
        partner=False,
        evidence=False,
        axes=(),
        beneficiaries=(),
        resources=(),
    )


def fund_entry(draw: Any, head: Any, _n: int) -> Fact:
    entry = draw(st.sampled_from(("allocation", "receipt")))
    sign, currency = draw(st.sampled_from((1, -1))), draw(st.sampled_from(("USD", "JPY")))
    return FundEntry(*head, entry, sign, currency, "7", draw(some)[:1])


def further(draw: Any, head: Any, _n: int) -> Fact:
    return FurtherActivity(*head, draw(objectives), (), None, head[3])


KINDS = (
    *(uptake, agreement, ratification, recommendation, assessment),
    *(report, fund_entry, further),
)
ANSWERS = (
    *("further_activities", "states_taking_up", "agreements_in_force", "instruments_ratified"),
    *("recommendations_open", "assessed_distribution", "fund_allocated"),
)


@given(facts(), days, st.booleans())
def test_both_ways_of_counting_come_to_the_same(
    some_facts: list[Fact], day: str, objective: bool
) -> None:
    asked = (("A-1", "A-2"), ("GO-1",)) if objective else (("A-1",), ())
    scope = scope_of(STRUCTURE, *asked)
    reports = {one.submission: one for one in some_facts if isinstance(one, Implementation)}
    listed = naming(scope, [one for one in some_facts if not isinstance(one, Implementation)])
    counted = Counted(Sums(), day, listed, reports)
    values = [
        value
        for value in indicators.values(counted, scope, STRUCTURE)
        if value["indicator"] in ANSWERS
    ]
    question = Question(*asked, successors=STRUCTURE.successors)
    assert values == Recount(STRUCTURE, some_facts, question, day).values()


@given(facts(), days)
def test_what_is_behind_a_value_adds_up_to_it(some_facts: list[Fact], day: str) -> None:
    scope = scope_of(STRUCTURE, ("A-1", "A-2"), ("GO-1",))
    reports = {one.submission: one for one in some_facts if isinstance(one, Implementation)}
    listed = naming(scope, [one for one in some_facts if not isinstance(one, Implementation)])
    counted = Counted(Sums(), day, listed, reports)
    for code in ("states_taking_up", "agreements_in_force", "instruments_ratified"):
        known = indicators.INDICATORS[code]
        behind: Any = known.behind
        adds = behind.of(counted, scope, STRUCTURE)
        assert sum(adds.values()) == known.compute(counted, scope, STRUCTURE).value
        assert set(adds) <= {one.published for one in listed[known.needs[0]]}
