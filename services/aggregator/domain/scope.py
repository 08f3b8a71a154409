"""What an indicator is asked of, and what stands there."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from services.aggregator.domain.counters import Amounts
from services.aggregator.domain.facts import Fact
from services.aggregator.domain.kinds import KINDS, LISTED
from services.aggregator.domain.kinds.assessment import Assessment
from services.aggregator.domain.kinds.implementation import Implementation
from services.aggregator.domain.latest_statuses import ALL, Pair, StatusVote
from services.aggregator.domain.structure import Structure
from services.aggregator.domain.tally import Tally


@dataclass(frozen=True, slots=True)
class Scope:
    """Facts count that name one of these activities or objectives; `actor`, `kind` and `axis`
    restrict whose, and which.

    `earlier`: codes of earlier editions whose facts count here, each with the activities of the
    scope that it counts under; `earlier_objectives` likewise count as the scope's own.
    `instruments`: the treaties that its activities name or cover.
    """

    activities: tuple[str, ...]
    objectives: tuple[str, ...] = ()
    actor: str | None = None
    kind: str | None = None
    axis: str | None = None
    earlier: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    earlier_objectives: tuple[str, ...] = ()
    instruments: frozenset[str] = frozenset()

    @property
    def counted(self) -> tuple[str, ...]:
        """The codes of activities whose facts count."""
        return (*self.activities, *self.earlier)

    def under(self, activity: str) -> tuple[str, ...]:
        """The activities of the scope that a fact on an activity counts under."""
        return self.earlier.get(activity, (activity,))

    def admits(self, pair: Pair) -> bool:
        """Whether a pair's reporter passes the filters."""
        return self.actor in (None, pair.reporter) and self.kind in (None, pair.kind)


def scope_of(
    structure: Structure,
    activities: tuple[str, ...],
    objectives: tuple[str, ...] = (),
    **restrictions: str | None,
) -> Scope:
    """A scope of an edition, with what its codes stand for in earlier ones."""
    return Scope(
        activities,
        objectives,
        **restrictions,
        earlier=structure.earlier(activities),
        earlier_objectives=tuple(structure.earlier(objectives)),
        instruments=structure.instruments_of(activities),
    )


@dataclass(frozen=True, slots=True)
class Sums:
    """Tallies of a scope, added up: counters over all cells, how many activities have a fact, the
    vote that gives each (activity, reporter) its status, who reports (code → kind).
    """

    counters: Amounts = field(default_factory=dict)
    reported: int = 0
    votes: Mapping[tuple[str, str], StatusVote] = field(default_factory=dict)
    reporters: Mapping[str, str] = field(default_factory=dict)

    @property
    def statuses(self) -> list[str]:
        """The status of every (activity, reporter)."""
        return [vote.status for vote in self.votes.values()]

    @property
    def facts(self) -> int:
        """How many facts stand in the scope."""
        return self.counters.get("facts", 0)


@dataclass(frozen=True, slots=True)
class Counted:
    """What stands in a scope: the sums of implementations, the facts of all other kinds by kind.

    `day`: on which participation is looked at. `assessed`: the implementations under the filters
    that assessments are about, by submission.
    """

    sums: Sums
    day: str
    listed: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    assessed: Mapping[str, Implementation] = field(default_factory=dict)


def add_up(scope: Scope, tallies: Sequence[tuple[str, Tally, Tally]]) -> Sums:
    """Add up what is counted in a scope, and find each pair's status: latest year, then latest
    publication.

    `tallies`: activity, the tally that counters are taken from (an actor's or everybody's),
    everybody's.
    """
    kind = None if scope.actor else scope.kind
    totals = [counted.counters.total(kind, scope.axis) for _, counted, _ in tallies]
    counters = Counter[str]()
    for total in totals:
        counters.update(total)
    votes, reporters = _latest(scope, tallies)
    reported = {
        code
        for (activity, *_), total in zip(tallies, totals, strict=True)
        for code in (scope.under(activity) if total else ())
    }
    return Sums(counters, len(reported), votes, reporters)


def _latest(
    scope: Scope, tallies: Sequence[tuple[str, Tally, Tally]]
) -> tuple[dict[tuple[str, str], StatusVote], dict[str, str]]:
    """The latest vote of each (activity, reporter), and who reports (code → kind)."""
    latest: dict[tuple[str, str], StatusVote] = {}
    reporters: dict[str, str] = {}
    for activity, _, everybody in tallies:
        for pair, vote in _votes(scope, everybody):
            for place in ((code, pair.reporter) for code in scope.under(activity)):
                latest[place] = max(vote, latest.get(place, vote))
            reporters[pair.reporter] = pair.kind
    return latest, reporters


def _votes(scope: Scope, tally: Tally) -> Iterable[tuple[Pair, StatusVote]]:
    axis = scope.axis or ALL
    for pair, votes in tally.statuses.votes.items():
        if pair.axis == axis and scope.admits(pair):
            yield pair, votes[-1]


def naming(scope: Scope, facts: Iterable[Fact]) -> dict[str, list[Fact]]:
    """The facts that name an activity or an objective of a scope, each once, by kind."""
    activities = set(scope.counted)
    objectives = {*scope.objectives, *scope.earlier_objectives}
    listed: dict[str, list[Fact]] = {kind: [] for kind in LISTED}
    for fact in facts:
        named = KINDS[fact.kind].named
        if (
            named(fact, scope)
            if named is not None
            else not activities.isdisjoint(fact.activities)
            or not objectives.isdisjoint(fact.objectives)
        ):
            listed[fact.kind].append(fact)
    return listed


def assessed_by(facts: Iterable[Fact]) -> list[str]:
    """The submissions that some of these facts assess."""
    return sorted({fact.assessed for fact in facts if isinstance(fact, Assessment)})
