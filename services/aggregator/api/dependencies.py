"""What every route begins with: the resources, the filters, the moment an answer is about, and the
structure it is counted against.
"""

import asyncio
from dataclasses import dataclass, field
from typing import Annotated, cast

from fastapi import Depends, Query, Request

from contracts import topics
from contracts.codes import ActorKind, Axis
from files.exports import Exports
from kernel import clock
from kernel.auth import Keyring
from kernel.consumer import progress
from kernel.db import INDEXED, Database
from kernel.errors import Invalid, invalid
from kernel.eventlog import EventLog
from kernel.web import moments
from services.aggregator import errors, tables
from services.aggregator.domain.catalogue import Catalogue
from services.aggregator.domain.structure import Structure
from services.aggregator.settings import Settings
from services.aggregator.store import notes, position_times
from services.aggregator.store.generations import active, consumer_name
from services.aggregator.store.replica import Replica

POLL_SECONDS = 0.05  # how often what another process has folded is looked for
LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Resources:
    """What the routes of this service work with."""

    db: Database
    log: EventLog
    keyring: Keyring
    replica: Replica
    settings: Settings
    exports: Exports = field(default_factory=lambda: Exports("/indicators"))


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


def filters(
    year: Annotated[int | None, Query(ge=2016)] = None,
    actor: Annotated[str | None, Query(max_length=40)] = None,
    actor_kind: ActorKind | None = None,
    axis: Axis | None = None,
) -> Filters:
    """The filters of a request. Raises 422 for a year that has not begun."""
    if year is not None and year > (current := clock.today().year):
        raise invalid(Invalid("/year", "out_of_range", f"The year is from 2016 to {current}."))
    return Filters(year, actor, actor_kind, axis)


@dataclass(frozen=True, slots=True)
class When:
    """Which moment a request asks for: a position or an instant as text (None: now), a position
    that the answer must include, and the edition counted against (None: the one in force then).
    """

    as_of: str | None
    min_position: int | None
    edition: str | None = None


AsOf = Annotated[str | None, Query(max_length=40, description="A position, or an RFC 3339 instant")]


def when(
    as_of: AsOf = None,
    min_position: Annotated[
        int | None, Query(ge=0, le=LARGEST, description="Wait until the answer includes it")
    ] = None,
    edition: Annotated[
        str | None, Query(max_length=40, description="Count against this edition")
    ] = None,
) -> When:
    """The moment a request asks for."""
    return When(as_of, min_position, edition)


Filtered = Annotated[Filters, Depends(filters)]
At = Annotated[When, Depends(when)]


@dataclass(frozen=True, slots=True)
class Moment:
    """At which position an answer stands, in which generation; `asked`: as the request named it;
    `time`: when the position was given, None before the first; `noted`: how much of the catalogue
    is in force there, None: all of it.
    """

    generation: int
    position: int
    asked: int | str | None
    time: str | None
    noted: int | None = None

    @property
    def day(self) -> str | None:
        """The UTC day on which the position was given."""
        return self.time[:10] if self.time else None


async def folded(db: Database) -> tuple[int, int]:
    """The generation answers come from, and the last position it holds."""
    generation = await active(db)
    row = await progress(db, tables.kernel, consumer_name(generation), topics.REPORTS)
    return generation, int(row["position"])


async def version(here: Resources) -> tuple[int, int, int]:
    """What every answer depends on beside its address: generation, position, and where the follower
    of the catalogue stood. None comes back.
    """
    await here.replica.catalogue()
    return (*await folded(here.db), here.replica.catalogue.position)


async def moment(request: Request, asked: When) -> Moment:
    """Where the answer stands.

    Raises 422 for what is no moment before it waits, 503 when `min_position` is not included in
    time, 422 beyond the end.
    """
    here, as_of = resources(request), _position(asked.as_of)
    instant = moments.past_instant(as_of) if isinstance(as_of, str) else None
    generation, end = await _waited(here, asked.min_position)
    async with here.db.read(INDEXED) as connection:
        if instant is not None:
            position = await position_times.position_at(connection, generation, instant, end)
        else:
            position = end if as_of is None else int(as_of)
        if position > end:
            raise errors.beyond(end)
    return await moment_at(here.db, generation, position, as_of)


async def moment_at(
    db: Database, generation: int, position: int, as_of: int | str | None = None
) -> Moment:
    """A position as the moment of an answer."""
    async with db.read(INDEXED) as connection:
        time = await position_times.recorded(connection, generation, position)
        noted = await notes.noted(connection, generation, position)
    return Moment(generation, position, as_of, time, noted)


def _position(as_of: str | None) -> int | str | None:
    return int(as_of) if as_of and moments.is_position(as_of) else as_of


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


async def known_catalogue(request: Request) -> Catalogue:
    """The catalogue with its history. Raises 503 before the first edition."""
    catalogue = await resources(request).replica.catalogue()
    if catalogue is None:
        raise errors.no_edition()
    return catalogue


async def located(request: Request, asked: Filters, when: When) -> tuple[Structure, Moment]:
    """The structure counted against, and where the answer stands.

    The edition is the one asked for; else the current one, with `as_of` the one in force then.
    Raises 503 before the first edition, 422 for an edition or actor nobody knows.
    """
    catalogue = await known_catalogue(request)
    if when.edition is not None and not catalogue.knows(when.edition):
        raise errors.unknown("edition", when.edition)
    at = await moment(request, when)
    then = None if when.as_of is None else at.noted
    structure = catalogue.structure(when.edition or catalogue.in_force(then), at.noted)
    if asked.actor is not None and asked.actor not in structure.actors:
        raise errors.unknown("actor", asked.actor)
    return structure, at
