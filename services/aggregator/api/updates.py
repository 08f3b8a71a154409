"""What the stream tells of each position: the publication it is, and the values it changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

from contracts.reports import Published
from kernel import web
from kernel.consumer import Delivery
from kernel.db import INDEXED, Database
from services.aggregator import errors
from services.aggregator.api import dependencies, reading
from services.aggregator.api.dependencies import Filters, Moment
from services.aggregator.api.reading import Asked
from services.aggregator.domain.catalogue import Catalogue
from services.aggregator.domain.facts import Fact
from services.aggregator.domain.indicators import Value
from services.aggregator.domain.kinds.implementation import Implementation
from services.aggregator.domain.scope import naming, scope_of
from services.aggregator.domain.structure import Structure
from services.aggregator.store import steps, withholdings
from services.aggregator.store.generations import active
from services.aggregator.store.replica import Replica

PUBLISHED, CHANGED = "published", "objective_changed"
TYPES = (PUBLISHED, CHANGED)
EVERYTHING = Filters(None, None, None, None)

Values = dict[str, list[Value]]  # by objective
T = TypeVar("T")


class EventId(NamedTuple):
    """The id of an event: its position, and how many events of that position follow it. Written as
    the position, behind a zero for each of these.
    """

    position: int
    left: int = 0

    @classmethod
    def read(cls, digits: str) -> "EventId":
        """The id that is written so."""
        position = int(digits)
        return cls(position, len(digits) - len(str(position)))

    def __str__(self) -> str:
        return "0" * self.left + str(self.position)

    @property
    def begun(self) -> int:
        """The position after which the updates begin that its reader has not had whole."""
        return self.position - 1 if self.left and self.position else self.position

    def rest(self, update: "Update", events: Sequence[T]) -> Sequence[T]:
        """Which of the events of an update its reader has not had."""
        return events[-self.left :] if update.position == self.position else events


@dataclass(frozen=True, slots=True)
class Event:
    """One event of the stream; `objectives`: those it is about."""

    type: str
    objectives: frozenset[str]
    data: bytes

    def text(self, id_: EventId) -> bytes:
        """The event as it is sent."""
        return f"event: {self.type}\nid: {id_}\ndata: ".encode() + self.data + b"\n\n"


@dataclass(frozen=True, slots=True)
class Update:
    """All events of one position, sent together."""

    position: int
    events: tuple[Event, ...]

    @property
    def size(self) -> int:
        """Its bytes."""
        return sum(len(event.data) for event in self.events)


class Updates:
    """Finds the update of a position.

    `known`: the values that hold before the next position, for whoever goes through all positions
    in order; whoever does not leaves it empty, and values before are read as well.
    """

    def __init__(self, db: Database, replica: Replica) -> None:
        self._db, self._replica = db, replica

    async def of(self, delivery: Delivery, known: Values | None = None) -> Update:
        """The update of an event of reports that is folded."""
        position = delivery.record.position
        generation = await active(self._db)
        now = await self._at(generation, position)
        before = await self._at(generation, position - 1)
        facts = await self._facts(generation, delivery)
        about = _about(now[0], facts)
        touched = about if _same_scene(before, now) else now[0].objectives
        events = []
        if isinstance(delivery.data, Published):
            hidden = await self._hidden(generation, delivery.data.submission)
            events.append(_published_event(delivery, facts, frozenset(about), hidden))
        changed = await self._changed(before, now, touched, {} if known is None else known)
        events += [_changed_event(position, code, values) for code, values in changed.items()]
        return Update(position, tuple(events))

    async def _at(self, generation: int, position: int) -> tuple[Structure, Moment]:
        """The structure in force at a position, and the position as a moment."""
        catalogue = await self._known_catalogue()
        at = await dependencies.moment_at(self._db, generation, position)
        return catalogue.structure(catalogue.in_force(at.noted), at.noted), at

    async def _known_catalogue(self) -> Catalogue:
        catalogue = await self._replica.catalogue()
        if catalogue is None:
            raise errors.no_edition()
        return catalogue

    async def _facts(self, generation: int, delivery: Delivery) -> list[Fact]:
        """The facts that begin or end to count there."""
        at = delivery.record.position
        async with self._db.read(INDEXED) as connection:
            return await steps.facts_at(connection, generation, delivery.envelope.subject, at)

    async def _hidden(self, generation: int, submission: str) -> bool:
        async with self._db.read(INDEXED) as connection:
            return submission in await withholdings.hidden(connection, generation, [submission])

    async def _changed(
        self,
        before: tuple[Structure, Moment],
        now: tuple[Structure, Moment],
        objectives: Sequence[str],
        known: Values,
    ) -> Values:
        """The values of these objectives that are others than before."""
        unknown = [code for code in objectives if code not in known]
        was = {**known, **await self._values(*before, unknown)}
        values = await self._values(*now, objectives)
        known.update(values)
        changed = {code: _others(was.get(code, []), values[code]) for code in values}
        return {code: others for code, others in changed.items() if others}

    async def _values(self, structure: Structure, at: Moment, objectives: Sequence[str]) -> Values:
        links = {code: structure.links[code] for code in objectives if code in structure.links}
        if not links:
            return {}
        activities = tuple(dict.fromkeys(code for linked in links.values() for code in linked))
        read = await reading.read(self._db, Asked(structure, EVERYTHING, at), activities)
        return {code: read.values(linked, (code,)) for code, linked in links.items()}


def _same_scene(before: tuple[Structure, Moment], now: tuple[Structure, Moment]) -> bool:
    """Whether the facts of a position alone can change values there: the catalogue and the day are
    those of the position before.
    """
    return before[0] is now[0] and before[1].day == now[1].day


def _about(structure: Structure, facts: Sequence[Fact]) -> list[str]:
    """The objectives under which some of these facts count."""
    return [
        code
        for code in structure.objectives
        if any(_counts_under(structure, code, fact) for fact in facts)
    ]


def _counts_under(structure: Structure, objective: str, fact: Fact) -> bool:
    scope = scope_of(structure, structure.links[objective], (objective,))
    if isinstance(fact, Implementation):
        return fact.activity in scope.counted
    return bool(naming(scope, [fact])[fact.kind])


def _others(before: Sequence[Value], now: Sequence[Value]) -> list[Value]:
    was = {_code(value): _compared(value) for value in before}
    return [value for value in now if was.get(_code(value)) != _compared(value)]


def _code(value: Value) -> str:
    return str(value["indicator"])


def _compared(value: Value) -> dict[str, Any]:
    """A value without the day of its denominator, which every day is another."""
    return {name: each for name, each in value.items() if name != "denominator_on"}


def _changed_event(position: int, code: str, values: list[Value]) -> Event:
    data = {"code": code, "position": position, "values": values}
    return Event(CHANGED, frozenset((code,)), web.json_bytes(data))


def _published_event(
    delivery: Delivery, facts: Sequence[Fact], objectives: frozenset[str], hidden: bool
) -> Event:
    """A publication; of what is withheld now no more than that it was made."""
    data, position = delivery.data, delivery.record.position
    assert isinstance(data, Published)
    told: dict[str, Any] = {
        "position": position,
        "time": delivery.envelope.recordedtime,
        "submission": data.submission,
        "revision": data.revision,
        "kind": None if hidden else data.kind,
        "reporters": None if hidden else [reporter.code for reporter in data.reporters],
        **_named([] if hidden else facts, position),
    }
    return Event(PUBLISHED, objectives, web.json_bytes(told))


def _named(facts: Sequence[Fact], position: int) -> dict[str, list[str]]:
    """The codes that the fact of a publication names."""
    mine = [fact for fact in facts if fact.published == position]
    activities, objectives = _activities(mine), _objectives(mine)
    return {"activities": activities, "objectives": objectives}


def _activities(facts: Sequence[Fact]) -> list[str]:
    return [code for fact in facts for code in fact.activities]


def _objectives(facts: Sequence[Fact]) -> list[str]:
    return [code for fact in facts for code in fact.objectives]
