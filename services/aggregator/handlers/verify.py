"""Does it still add up: the facts replayed from the log, every tally and every value compared with
them.
"""

from typing import Any

from contracts import topics
from contracts.reports import Confirmation, Published, Released, Withdrawn, Withheld
from kernel import clock, parking
from kernel.consumer import decode, progress
from kernel.db import THREADED, Database
from kernel.eventlog import EventLog, Record
from services.aggregator import tables
from services.aggregator.domain import indicators
from services.aggregator.domain.facts import ALL_YEARS, EVERYBODY, Fact, TallyKey, folded, told
from services.aggregator.domain.recount import Question, recounted
from services.aggregator.domain.structure import Structure
from services.aggregator.handlers import fold
from services.aggregator.store import projection, tallies
from services.aggregator.store.projection import active, consumer_name
from services.aggregator.store.replica import Replica

PAGE = 500
READ_SECONDS = 0.5
SHOWN = 100  # differences named in the result; the first ones tell where to look


class Verifier:
    """Recomputes what a database holds of the log."""

    def __init__(self, db: Database, log: EventLog, replica: Replica) -> None:
        self._db, self._log, self._copies = db, log, replica

    async def verify(self) -> dict[str, Any]:
        """Compare, and keep the result for all to see.

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
        await self._db.write(projection.add_verification, row)
        return result

    async def _compared(self, generation: int) -> dict[str, Any]:
        structure = await self._copies.structure()
        position = (
            await progress(self._db, tables.kernel, consumer_name(generation), topics.REPORTS)
        )["position"]
        facts = await self._replayed(generation, position)
        async with self._db.read(
            THREADED
        ) as connection:  # as of that position: the fold may go on meanwhile
            stored = told(await tallies.every(connection, generation, position))
        replayed = told(folded(sorted(facts, key=lambda fact: fact.published)))
        differences = [
            name
            for name in sorted(stored.keys() | replayed.keys())
            if stored.get(name) != replayed.get(name)
        ]
        per_indicator = (
            await self._indicators(structure, generation, position, facts) if structure else {}
        )
        return {
            "equal": not differences and all(per_indicator.values()),
            "position": position,
            "indicators": per_indicator,
            "differences": differences[:SHOWN],
        }

    async def _replayed(self, generation: int, until: int) -> list[Fact]:
        """The facts that count at a position, from the log alone; parked messages are passed over
        as the fold did.
        """
        set_aside = {
            row["position"]
            for row in await parking.listed(self._db, tables.kernel, consumer_name(generation))
        }
        facts: dict[str, Fact] = {}
        hidden: dict[str, Fact] = {}
        offset, last = 0, 0
        while (
            last < until
            # the fold has been there, so the log holds it; on Kafka a read may come back empty
            # before
            # the end
        ):
            stored = await self._log.read(topics.REPORTS, offset, PAGE, READ_SECONDS)
            if not stored and offset >= await self._log.end(topics.REPORTS):
                break
            offset = stored[-1].offset + 1 if stored else offset
            for record in (item.record for item in stored):
                if last < record.position <= until and record.position not in set_aside:
                    _replay(record, facts, hidden)
                last = max(last, record.position)
        return list(facts.values())

    async def _indicators(
        self, structure: Structure, generation: int, position: int, facts: list[Fact]
    ) -> dict[str, bool]:
        """Whether each indicator of every objective is what the facts themselves say, counted the
        other way.
        """
        equal = dict.fromkeys(indicators.CODES, True)
        for objective in structure.objectives:
            scope = indicators.Scope(structure.links[objective])
            async with self._db.read() as connection:
                day = (
                    await projection.recorded(connection, generation, position) or structure.date
                )[:10]
                kept = await tallies.at(
                    connection,
                    generation,
                    position,
                    [TallyKey(code, ALL_YEARS, EVERYBODY) for code in scope.activities],
                )
            mine = [(key.activity, tally, tally) for key, tally in kept.items()]
            given = indicators.values(structure, scope, indicators.merge(scope, mine), day)
            for value, again in zip(
                given, recounted(structure, facts, Question(scope.activities), day), strict=True
            ):
                equal[value["indicator"]] &= value == again
        return equal


def _replay(record: Record, facts: dict[str, Fact], hidden: dict[str, Fact]) -> None:
    """Apply one event to the facts that count and to those that are hidden."""
    data = decode(record, fold.COUNTED).data
    subject = record.key
    if isinstance(data, Published):
        hidden.pop(subject, None)
        new = fold.fact_of(data, record.position)
        if new is not None:
            facts[subject] = new
    elif isinstance(data, Withdrawn):
        facts.pop(subject, None)
    elif isinstance(data, Withheld) and subject in facts:
        hidden[subject] = facts.pop(subject)
    elif isinstance(data, Released) and subject in hidden:
        facts[subject] = hidden.pop(subject)
    elif isinstance(data, Confirmation) and data.reporters is not None:
        for held in (facts, hidden):
            if subject in held:
                held[subject] = fold.with_reporters(held[subject], data.reporters)
