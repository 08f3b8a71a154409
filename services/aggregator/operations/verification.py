"""Verification: what counts is replayed from the log alone; every tally, every fact and every value
is compared with it.
"""

from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass
from typing import TypedDict

from contracts import topics
from contracts.reports import Moved, Statement
from kernel import clock, parking
from kernel.consumer import decode
from kernel.db import THREADED, Database
from kernel.eventlog import EventLog, Record
from services.aggregator import tables
from services.aggregator.domain import indicators, lifecycle
from services.aggregator.domain.facts import At, Fact
from services.aggregator.domain.indicators import INDICATORS
from services.aggregator.domain.kinds import LISTED
from services.aggregator.domain.kinds.implementation import Implementation
from services.aggregator.domain.lifecycle import COUNTED, Held
from services.aggregator.domain.question import Question
from services.aggregator.domain.recount import recounted
from services.aggregator.domain.scope import (
    Counted,
    Scope,
    add_up,
    assessed_by,
    naming,
    scope_of,
)
from services.aggregator.domain.structure import Structure
from services.aggregator.domain.tally import (
    ALL_YEARS,
    EVERYBODY,
    TallyKey,
    by_name,
    tallies_of,
)
from services.aggregator.store import (
    facts,
    generations,
    notes,
    position_times,
    tallies,
    verifications,
)
from services.aggregator.store.facts import FactQuery
from services.aggregator.store.generations import active, consumer_name
from services.aggregator.store.replica import Replica

PAGE = 500
READ_SECONDS = 0.5
SHOWN = 100  # differences named in the result; the first ones tell where to look


class Verified(TypedDict):
    """`indicators`: whether each is equal, by code; `differences`: tallies and facts by name."""

    equal: bool
    position: int
    indicators: dict[str, bool]
    differences: list[str]


@dataclass(frozen=True, slots=True)
class Stand:
    """What is compared: a generation at a position, and the facts that count there by the log."""

    generation: int
    position: int
    facts: Sequence[Fact]

    @property
    def query(self) -> FactQuery:
        """Everything that counts there by the database."""
        return FactQuery(generation=self.generation, position=self.position)


class Verification:
    """Recomputes what a database holds of the log."""

    def __init__(self, db: Database, log: EventLog, replica: Replica) -> None:
        self._db, self._log, self._replica = db, log, replica

    async def run(self) -> Verified:
        """Compare, and store the result for all to see.

        A generation that a rebuild has replaced meanwhile says nothing: again then.
        """
        while True:
            generation = await active(self._db)
            result = await self._compared(generation)
            if await active(self._db) == generation:
                break
        row = {
            "at": clock.stamp(),
            "position": result["position"],
            "equal": result["equal"],
            "result": result,
        }
        await self._db.write(verifications.add, row)
        return result

    async def _compared(self, generation: int) -> Verified:
        async with self._db.read() as connection:
            position = (await generations.progress(connection, generation)).position
        stand = Stand(generation, position, await self._replayed(generation, position))
        stored, replayed = await self._stored(stand), _named(stand.facts)
        differences = [
            name
            for name in sorted(stored.keys() | replayed.keys())
            if stored.get(name) != replayed.get(name)
        ]
        equal = await self._indicators(stand)
        return {
            "equal": not differences and all(equal.values()),
            "position": position,
            "indicators": equal,
            "differences": differences[:SHOWN],
        }

    async def _replayed(self, generation: int, until: int) -> list[Fact]:
        """The facts that count at a position, from the log alone; parked messages are passed over
        as the fold did.
        """
        parked = await parking.listed(self._db, tables.kernel, consumer_name(generation))
        passed_over = {row["position"] for row in parked}
        held: dict[str, Held] = {}
        async for record in self._records(until):
            if record.position in passed_over:
                continue
            delivery = decode(record, COUNTED)
            if isinstance(delivery.data, Moved | Statement):
                at = At(record.position, int(delivery.envelope.recordedtime[:4]))
                after = lifecycle.step(held.get(record.key), delivery.data, at)
                if after is not None:
                    held[record.key] = after
        return [one.fact for one in held.values() if one.until is None]

    async def _records(self, until: int) -> AsyncIterator[Record]:
        """The records of the log up to a position, each once."""
        offset, last = 0, 0
        while last < until:
            # the fold has been there, so the log holds it; on Kafka a read may come back empty
            # before the end
            stored = await self._log.read(topics.REPORTS, offset, PAGE, READ_SECONDS)
            if not stored and offset >= await self._log.end(topics.REPORTS):
                break
            for item in stored:
                offset = item.offset + 1
                if last < item.record.position <= until:
                    yield item.record
                last = max(last, item.record.position)

    async def _stored(self, stand: Stand) -> dict[str, str]:
        """Tallies and facts by name as the database has them at a position; the fold may go on
        meanwhile.
        """
        async with self._db.read(THREADED) as connection:
            stored = by_name(await tallies.all_at(connection, stand.generation, stand.position))
            return stored | _facts_by_name(await facts.listed(connection, stand.query, LISTED))

    async def _indicators(self, stand: Stand) -> dict[str, bool]:
        """Whether each indicator of every objective of every edition is what the facts themselves
        say, counted the other way.
        """
        catalogue = await self._replica.catalogue()
        if catalogue is None:
            return {}
        async with self._db.read() as connection:
            noted = await notes.noted(connection, stand.generation, stand.position)
        equal = dict.fromkeys(INDICATORS, True)
        for edition in dict.fromkeys(one.code for one in catalogue.editions):
            structure = catalogue.structure(edition, noted)
            for objective in structure.objectives:
                for code, alike in await self._compared_values(structure, objective, stand):
                    equal[code] &= alike
        return equal

    async def _compared_values(
        self, structure: Structure, objective: str, stand: Stand
    ) -> list[tuple[str, bool]]:
        """Each indicator of an objective, and whether both ways of counting come to the same."""
        scope = scope_of(structure, structure.links[objective], (objective,))
        counted = await self._counted(structure, scope, stand)
        question = Question(scope.activities, scope.objectives, successors=structure.successors)
        again = recounted(structure, stand.facts, question, counted.day)
        both = zip(indicators.values(counted, scope, structure), again, strict=True)
        return [(value["indicator"], value == other) for value, other in both]

    async def _counted(self, structure: Structure, scope: Scope, stand: Stand) -> Counted:
        """What stands in an objective's scope by the database."""
        keys = [TallyKey(code, ALL_YEARS, EVERYBODY) for code in scope.counted]
        at = (stand.generation, stand.position)
        async with self._db.read() as connection:
            day = await position_times.recorded(connection, *at) or structure.date
            by_key = await tallies.at(connection, *at, keys)
            listed = await facts.listed(connection, stand.query, LISTED)
            assessed = await facts.of_submissions(connection, stand.query, assessed_by(listed))
        sums = add_up(scope, [(key.activity, tally, tally) for key, tally in by_key.items()])
        return Counted(sums, day[:10], naming(scope, listed), assessed)


def _named(facts_: Sequence[Fact]) -> dict[str, str]:
    """Tallies and facts by name as the facts of the log come to."""
    ordered = sorted(facts_, key=lambda fact: fact.published)
    implementations = (fact for fact in ordered if isinstance(fact, Implementation))
    listed = (fact for fact in ordered if fact.kind in LISTED)
    return by_name(tallies_of(implementations)) | _facts_by_name(listed)


def _facts_by_name(facts_: Iterable[Fact]) -> dict[str, str]:
    return {f"fact {fact.kind}|{fact.submission}": str(fact) for fact in facts_}
