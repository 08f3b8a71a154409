"""Values read for a question: everything the database has to say of many activities at once, from
which each scope takes its own.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from kernel.db import INDEXED, Database
from services.aggregator.api.dependencies import Filters, Moment
from services.aggregator.domain import indicators
from services.aggregator.domain.facts import Fact
from services.aggregator.domain.indicators import Figure, Indicator, Value
from services.aggregator.domain.kinds import KINDS, LISTED
from services.aggregator.domain.kinds.implementation import Implementation
from services.aggregator.domain.question import Question
from services.aggregator.domain.recount import recounted
from services.aggregator.domain.scope import (
    Counted,
    Scope,
    Sums,
    add_up,
    assessed_by,
    naming,
    scope_of,
)
from services.aggregator.domain.structure import Structure
from services.aggregator.domain.tally import ALL_YEARS, EVERYBODY, Tally, TallyKey
from services.aggregator.store import facts, tallies
from services.aggregator.store.facts import FactQuery


@dataclass(frozen=True, slots=True)
class Asked:
    """What values are asked for: under which filters, at which moment, against which structure.

    `profile`: only of what this actor reports.
    """

    structure: Structure
    filters: Filters
    at: Moment
    profile: str | None = None

    @property
    def day(self) -> str:
        """On which day participation is looked at: the end of the year asked for, or the answer's
        own day while that has not come.
        """
        year, today = self.filters.year, self.at.day or self.structure.date
        return today if year is None else min(f"{year}-12-31", today)

    @property
    def actor(self) -> str | None:
        """Whose facts count."""
        return self.profile or self.filters.actor

    @property
    def contradictory(self) -> bool:
        """Whether the filters name an actor that is not of the kind they name."""
        kind = self.filters.actor_kind
        return bool(self.actor and kind and self.structure.actors[self.actor].kind != kind)

    @property
    def shared(self) -> bool:
        """Whether a profile is asked for the facts it shares with somebody else: no tally holds
        such a meeting.
        """
        if self.profile is None:
            return False
        kind = self.structure.actors[self.profile].kind
        return self.filters.actor not in (None, self.profile) or self.filters.actor_kind not in (
            None,
            kind,
        )

    def scope(self, activities: tuple[str, ...], objectives: tuple[str, ...]) -> Scope:
        """The scope of these activities and objectives under the filters."""
        filters = self.filters
        return scope_of(
            self.structure,
            activities,
            objectives,
            actor=self.actor,
            kind=filters.actor_kind,
            axis=filters.axis,
        )

    def counted(self, activities: Sequence[str]) -> tuple[str, ...]:
        """The codes of activities whose facts count under any of these."""
        return (*activities, *self.structure.earlier(activities))

    def query(self, *actors: str | None) -> FactQuery:
        """The facts under the filters that all of these actors report."""
        return FactQuery(
            generation=self.at.generation,
            position=self.at.position,
            actors=tuple(actor for actor in actors if actor),
            actor_kind=self.filters.actor_kind,
            axis=self.filters.axis,
            year=self.filters.year,
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """Tallies by activity, of who is asked for and of everybody, and the facts of other kinds."""

    asked: Asked
    counted: dict[str, Tally]
    everybody: dict[str, Tally]
    listed: Sequence[Fact]
    assessed: Mapping[str, Implementation]

    def values(self, activities: tuple[str, ...], objectives: tuple[str, ...]) -> list[Value]:
        """The values of these activities and objectives."""
        scope = self.asked.scope(activities, objectives)
        return indicators.values(self.counted_in(scope), scope, self.asked.structure)

    def reporters(self, activities: tuple[str, ...]) -> list[str]:
        """Who has reported on any of these activities, by code."""
        return sorted(self._sums(self.asked.scope(activities, ())).reporters)

    def reports(self, activities: tuple[str, ...]) -> dict[str, int]:
        """How many reports are counted on each of these activities."""
        return {one: self._sums(self.asked.scope((one,), ())).facts for one in activities}

    def figure(self, indicator: Indicator, scope: Scope) -> Figure:
        """What one of them comes to."""
        return indicator.compute(self.counted_in(scope), scope, self.asked.structure)

    def counted_in(self, scope: Scope) -> Counted:
        """What stands in a scope."""
        if self.asked.contradictory:
            return Counted(Sums(), self.asked.day, naming(scope, ()), {})
        listed = naming(scope, self.listed)
        return Counted(self._sums(scope), self.asked.day, listed, self.assessed)

    def _sums(self, scope: Scope) -> Sums:
        """The implementations in a scope, added up."""
        if self.asked.contradictory:
            return Sums()
        mine = [
            (activity, self.counted[activity], self.everybody[activity])
            for activity in scope.counted
            if activity in self.counted
        ]
        return add_up(scope, mine)


async def read(
    db: Database, asked: Asked, activities: Sequence[str], kinds: Collection[str] = tuple(KINDS)
) -> Reading:
    """Everything needed for these activities; `kinds`: the kinds of submission that are counted."""
    tallied = asked.counted(activities) if any(KINDS[kind].tallied for kind in kinds) else ()
    listed = [kind for kind in kinds if not KINDS[kind].tallied]
    at = (asked.at.generation, asked.at.position)
    who = asked.actor or EVERYBODY
    keys = dict.fromkeys((*_keys(asked, tallied, who), *_keys(asked, tallied, EVERYBODY)))
    query = asked.query(asked.actor)
    async with db.read(INDEXED) as connection:
        by_key = await tallies.at(connection, *at, list(keys))
        others = await facts.listed(connection, query, listed) if listed else []
        assessed = await facts.of_submissions(connection, query, assessed_by(others))
    counted, everybody = (
        {key.activity: by_key[key] for key in _keys(asked, tallied, one)}
        for one in (who, EVERYBODY)
    )
    return Reading(asked, counted, everybody, others, assessed)


def _keys(asked: Asked, activities: Sequence[str], reporter: str) -> list[TallyKey]:
    year = asked.filters.year or ALL_YEARS
    return [TallyKey(activity, year, reporter) for activity in activities]


async def shared(db: Database, asked: Asked) -> list[Value]:
    """The values of a profile over the facts it shares with those the filters name, from the facts
    themselves.
    """
    structure, filters = asked.structure, asked.filters
    scope = asked.scope(tuple(structure.addressees), structure.objectives)
    query = asked.query(asked.profile, filters.actor)
    async with db.read() as connection:
        both: list[Fact] = [*await facts.implementations(connection, query, scope.counted)]
        both += await facts.listed(connection, query, LISTED)
    question = Question(
        activities=scope.activities,
        objectives=scope.objectives,
        year=filters.year,
        axis=filters.axis,
        actor=filters.actor,
        kind=filters.actor_kind,
        profile=asked.profile,
        successors=structure.successors,
    )
    return recounted(structure, both, question, asked.day)
