"""What an answer is about: the filters, the position, and the values read for a set of activities."""

import asyncio
from dataclasses import dataclass
from typing import Annotated, Any, cast

from fastapi import Depends, Query, Request

from contracts import topics
from contracts.codes import ActorKind, Axis
from kernel import clock
from kernel.auth import Keyring
from kernel.consumer import progress
from kernel.db import INDEXED, Database
from kernel.errors import Invalid, invalid
from kernel.eventlog import EventLog
from services.aggregator import errors, tables
from services.aggregator.domain import indicators
from services.aggregator.domain.facts import ALL_YEARS, EVERYBODY, Tally, TallyKey
from services.aggregator.domain.recount import Question, recounted
from services.aggregator.domain.structure import Structure
from services.aggregator.settings import Settings
from services.aggregator.store import projection, tallies
from services.aggregator.store.projection import active, consumer_name
from services.aggregator.store.replica import Replica

POLL_SECONDS = 0.05  # how often what another process has folded is looked for
LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Resources:
    """What the doors of this service work with."""

    db: Database
    log: EventLog
    keyring: Keyring
    replica: Replica
    settings: Settings


def resources(request: Request) -> Resources:
    """The resources of the application that answers this request."""
    return cast(Resources, request.app.state.resources)


@dataclass(frozen=True, slots=True)
class Filters:
    """Which facts are counted."""

    year: int | None
    actor: str | None
    actor_kind: str | None
    axis: str | None

    @property
    def actors(self) -> list[str]:
        """Who must stand among a fact's reporters."""
        return [self.actor] if self.actor else []


def filters(
    year: Annotated[int | None, Query(ge=2016, le=2100)] = None,
    actor: Annotated[str | None, Query(max_length=40)] = None,
    actor_kind: ActorKind | None = None,
    axis: Axis | None = None,
) -> Filters:
    """The filters of a request."""
    return Filters(year, actor, actor_kind, axis)


@dataclass(frozen=True, slots=True)
class Moment:
    """At which position an answer stands, in which generation, what was asked, and on which day
    that was.
    """

    generation: int
    position: int
    asked: int | str | None
    day: str | None


AsOf = Annotated[str | None, Query(max_length=40, description="A position, or an RFC 3339 instant")]
MinPosition = Annotated[
    int | None, Query(ge=0, le=LARGEST, description="Wait until the answer includes it")
]
Wanted = Annotated[Filters, Depends(filters)]


async def folded(db: Database) -> tuple[int, int]:
    """The generation answers come from, and the last position it holds."""
    generation = await active(db)
    row = await progress(db, tables.kernel, consumer_name(generation), topics.REPORTS)
    return generation, int(row["position"])


async def version(here: Resources) -> tuple[int, int, int]:
    """What every answer depends on beside its address: generation, position, and where the follower
    of the catalogue stood. None comes back.
    """
    await here.replica.structure()
    return (*await folded(here.db), here.replica.structure.position)


async def moment(request: Request, as_of: str | None, min_position: int | None) -> Moment:
    """Where the answer stands.

    Raises 422 beyond the end, 503 when `min_position` is not included in time.
    """
    here, asked = (
        resources(request),
        int(as_of) if as_of and as_of.isascii() and as_of.isdigit() else as_of,
    )
    generation, end = await _waited(here, min_position)
    async with here.db.read(INDEXED) as connection:
        position = end if asked is None else asked
        if isinstance(position, str):
            position = await projection.position_at(connection, generation, _instant(position), end)
        if position > end:
            raise errors.beyond(end)
        at = await projection.recorded(connection, generation, position)
    return Moment(generation, position, asked, at[:10] if at else None)


async def _waited(here: Resources, min_position: int | None) -> tuple[int, int]:
    deadline = asyncio.get_running_loop().time() + here.settings.wait_seconds
    while True:
        commits = here.db.commits
        generation, position = await folded(here.db)
        if min_position is None or position >= min_position:
            return generation, position
        if asyncio.get_running_loop().time() >= deadline:
            raise errors.not_yet(min_position, position)
        await here.db.changed(commits, POLL_SECONDS)


def _instant(text: str) -> str:
    try:
        instant = clock.stamp(clock.parse(text))
    except (ValueError, OverflowError):
        raise invalid(
            Invalid(
                "/as_of",
                "wrong_form",
                "A position or an RFC 3339 date-time with an offset is needed.",
            )
        ) from None
    if instant > clock.stamp():
        raise invalid(Invalid("/as_of", "out_of_range", "This instant has not come yet."))
    return instant


async def structure(request: Request, wanted: Filters) -> Structure:
    """The structure counted against.

    Raises 503 before the first edition, 422 for an actor nobody knows.
    """
    found = await resources(request).replica.structure()
    if found is None:
        raise errors.no_edition()
    if wanted.actor is not None and wanted.actor not in found.actors:
        raise errors.unknown("actor", wanted.actor)
    return found


def membership_day(structure_: Structure, wanted: Filters, at: Moment) -> str:
    """On which day participation is looked at: the end of the year asked for, or the answer's own
    day while that has not come.
    """
    today = at.day or structure_.date
    return today if wanted.year is None else min(f"{wanted.year}-12-31", today)


@dataclass(frozen=True, slots=True)
class Read:
    """The tallies of many activities, read once, from which each scope takes its own: of who is
    asked for, and of everybody.
    """

    structure: Structure
    wanted: Filters
    day: str
    counted: dict[str, Tally]
    everybody: dict[str, Tally]

    def values(self, activities: tuple[str, ...], actor: str | None = None) -> list[dict[str, Any]]:
        """The values of a scope; `actor`: of this one's profile."""
        kind, who = self.wanted.actor_kind, actor or self.wanted.actor
        contradiction = bool(who and kind and self.structure.actors[who].kind != kind)
        scope = indicators.Scope(activities, who, kind, self.wanted.axis)
        tallies = (
            []
            if contradiction
            else [
                (activity, self.counted[activity], self.everybody[activity])
                for activity in activities
            ]
        )
        return indicators.values(self.structure, scope, indicators.merge(scope, tallies), self.day)


def beyond_cells(structure_: Structure, wanted: Filters, code: str) -> bool:
    """Whether the filters ask an actor's profile for facts it shares with somebody else: no cell
    holds such a meeting.
    """
    return wanted.actor not in (None, code) or wanted.actor_kind not in (
        None,
        structure_.actors[code].kind,
    )


async def shared(
    request: Request, structure_: Structure, wanted: Filters, at: Moment, code: str
) -> list[dict[str, Any]]:
    """The values of an actor's profile over the facts it shares with those the filters name, from
    the facts themselves.
    """
    activities = tuple(structure_.addressees)
    async with resources(request).db.read() as connection:
        facts = await projection.facts_at(
            connection,
            at.generation,
            at.position,
            activities,
            [code, *wanted.actors],
            wanted.actor_kind,
            wanted.axis,
            wanted.year,
            None,
            None,
        )
    question = Question(activities, wanted.year, wanted.axis, wanted.actor, wanted.actor_kind, code)
    return recounted(structure_, facts, question, membership_day(structure_, wanted, at))


async def read(
    request: Request,
    structure_: Structure,
    wanted: Filters,
    at: Moment,
    activities: tuple[str, ...],
    profile: str | None = None,
) -> Read:
    """Everything needed for these activities at that moment.

    `profile`: of the tallies of this actor.
    """
    day, year = membership_day(structure_, wanted, at), wanted.year or ALL_YEARS
    who = list(dict.fromkeys((profile or wanted.actor or EVERYBODY, EVERYBODY)))
    keys = [TallyKey(activity, year, reporter) for reporter in who for activity in activities]
    async with resources(request).db.read(INDEXED) as connection:
        kept = await tallies.at(connection, at.generation, at.position, keys)
    counted, everybody = (
        {activity: kept[TallyKey(activity, year, reporter)] for activity in activities}
        for reporter in (who[0], EVERYBODY)
    )
    return Read(structure_, wanted, day, counted, everybody)
