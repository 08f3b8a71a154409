"""Upkeep from the log: follow the active generation, rebuild beside it, verify against a recomputation, retry what was parked."""

import asyncio
import json
from collections.abc import Callable, Sequence
from typing import Any

from contracts import topics
from contracts.reports import Confirmation, Published, Released, Withdrawn, Withheld
from kernel import clock, parking
from kernel.consumer import Consumer, decode, progress
from kernel.db import Database
from kernel.errors import Impossible, Problem, Stale
from kernel.eventlog import EventLog, Record
from services.aggregator import tables
from services.aggregator.domain import indicators
from services.aggregator.domain.facts import ALL, Board, Fact, folded
from services.aggregator.domain.structure import Structure
from services.aggregator.handlers import fold
from services.aggregator.store import projection
from services.aggregator.store.copies import Copies
from services.aggregator.store.projection import active, consumer_name

PAGE = 500
LOOK_SECONDS = 0.5
Progress = Callable[[int, int], None]


def consumer(db: Database, log: EventLog, owner: str, generation: int) -> Consumer:
    """The consumer that folds reports into a generation."""
    return Consumer(consumer_name(generation), topics.REPORTS, db, tables.kernel, log, fold.indicators(db, generation), owner)


class Fold:
    """The worker: folds into the active generation, and goes over to another one when a rebuild has switched."""

    def __init__(self, db: Database, log: EventLog, owner: str) -> None:
        self._db, self._log, self._owner = db, log, owner

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            generation = await active(self._db)
            task = asyncio.create_task(consumer(self._db, self._log, self._owner, generation).run())
            try:
                await self._until_switched(generation, task)
            finally:
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)

    async def _until_switched(self, generation: int, task: "asyncio.Task[None]") -> None:
        while await active(self._db) == generation:
            done, _ = await asyncio.wait({task}, timeout=LOOK_SECONDS)
            if done:
                await task

    async def idle(self) -> bool:
        """Whether everything in the log is folded."""
        return await consumer(self._db, self._log, self._owner, await active(self._db)).idle()


class Upkeep:
    """What the command line does with the projection."""

    def __init__(self, db: Database, log: EventLog, copies: Copies, owner: str) -> None:
        self._db, self._log, self._copies, self._owner = db, log, copies, owner

    async def rebuild(self, progress: Progress | None = None) -> dict[str, Any]:
        """Fill the next generation from the log while the present one serves, compare, switch, remove the old one."""
        before = await active(self._db)
        after = before + 1
        await self._db.write(projection.remove, after)  # what an interrupted rebuild left
        new = consumer(self._db, self._log, f"{self._owner}-rebuild", after)
        if not await new.take():
            raise Problem(409, "rebuilding", "Another rebuild is under way.")
        end = await self._log.end(topics.REPORTS)
        done = 0
        while count := await new.step(0):
            done += count
            if progress:
                progress(done, max(done, end))
        differences = await self._differences(before, after)
        async with self._db.read() as connection:
            first = not await projection.has_pointer(connection)
        try:
            await self._db.write(projection.switch, before, after, first=first)
        except Stale:
            raise Problem(409, "rebuilding", "Another rebuild has switched first.") from None
        await new.leave()
        await asyncio.sleep(2 * LOOK_SECONDS)  # running workers go over before their generation is removed
        await self._db.write(projection.remove, before)
        return {"position": (await self._progress(after))["position"], "equal": not differences, "differences": differences}

    async def _differences(self, before: int, after: int) -> list[str]:
        """Cells and pairs that two generations do not have alike, where both are at the same position."""
        if (await self._progress(before))["position"] != (await self._progress(after))["position"]:
            return []
        async with self._db.read() as connection:
            old, new = await projection.everything(connection, before), await projection.everything(connection, after)
        return [key for mine, theirs in zip(old, new, strict=True) for key in sorted(mine.keys() | theirs.keys()) if mine.get(key) != theirs.get(key)]

    async def _progress(self, generation: int) -> Any:
        return await progress(self._db, tables.kernel, consumer_name(generation), topics.REPORTS)

    async def verify(self) -> dict[str, Any]:
        """Recompute everything from the log, compare with what is stored, and keep the result for all to see."""
        structure = await self._copies.structure()
        generation = await active(self._db)
        async with self._db.read() as connection:
            stored = await projection.everything(connection, generation)
            position = (await self._progress(generation))["position"]
        board = folded(await self._replayed(generation, position))
        cells, pairs = _as_stored(board)
        differences = [
            f"{kind} {key}" for kind, mine, theirs in (("cell", stored[0], cells), ("pair", stored[1], pairs))
            for key in sorted(mine.keys() | theirs.keys()) if mine.get(key) != theirs.get(key)
        ]
        per_indicator = await self._indicators(structure, generation, position, board) if structure else {}
        result = {
            "equal": not differences and all(per_indicator.values()), "position": position, "indicators": per_indicator,
            "differences": differences[:100],
        }
        await self._db.write(projection.add_verification, {"at": clock.stamp(), "position": position, "equal": result["equal"], "result": result})
        return result

    async def _replayed(self, generation: int, until: int) -> list[Fact]:
        """The facts that count at a position, from the log alone; parked messages are passed over as the fold did."""
        set_aside = {row["position"] for row in await parking.listed(self._db, tables.kernel, consumer_name(generation))}
        facts: dict[str, Fact] = {}
        hidden: dict[str, Fact] = {}
        offset, last = 0, 0
        while stored := await self._log.read(topics.REPORTS, offset, PAGE, 0):
            offset = stored[-1].offset + 1
            for record in (item.record for item in stored):
                if last < record.position <= until and record.position not in set_aside:
                    _replay(record, facts, hidden)
                last = max(last, record.position)
        return list(facts.values())

    async def _indicators(self, structure: Structure, generation: int, position: int, board: Board) -> dict[str, bool]:
        """Whether each indicator of every objective is what the recomputed board says."""
        equal = dict.fromkeys(indicators.CODES, True)
        day = clock.today().isoformat()
        for objective in structure.objectives:
            scope = indicators.Scope(structure.links[objective])
            async with self._db.read() as connection:
                cells = await projection.cells_at(connection, generation, position, scope.activities, ALL, ALL, None)
                pairs = await projection.pairs_at(connection, generation, position, scope.activities, ALL, None)
            linked = set(scope.activities)
            mine = [(key.activity, value) for key, value in board.cells.items() if key.activity in linked and (key.who, key.axis) == (ALL, ALL)]
            theirs = [(key, members) for key, members in board.pairs.items() if key.activity in linked and key.axis == ALL]
            given = indicators.values(structure, scope, indicators.merge(scope, cells, pairs), day)
            for value, again in zip(given, indicators.values(structure, scope, indicators.merge(scope, mine, theirs), day), strict=True):
                equal[value["indicator"]] &= value == again
        return equal

    async def retry(self, position: int) -> dict[str, Any]:
        """Apply a parked message, and those that wait behind it, in their place in the order: by a rebuild, once they can be read."""
        name = consumer_name(await active(self._db))
        rows = await parking.listed(self._db, tables.kernel, name)
        chosen = next((row for row in rows if row["position"] == position), None)
        if chosen is None:
            raise Problem(404, "not_parked", f"Nothing is parked at position {position}.")
        try:
            decode(parking.record_of(chosen))
        except Impossible as error:
            raise Problem(409, "still_impossible", f"The message at position {position} still cannot be applied: {error}.") from None
        await self.rebuild()
        left = {row["position"] for row in await parking.listed(self._db, tables.kernel, consumer_name(await active(self._db)))}
        return {"retried": [row["position"] for row in rows if row["key"] == chosen["key"] and row["position"] not in left], "parked": sorted(left)}


def _replay(record: Record, facts: dict[str, Fact], hidden: dict[str, Fact]) -> None:
    """Apply one event to the facts that count and to those that are hidden."""
    data = decode(record).data
    subject = record.key
    if isinstance(data, Published):
        hidden.pop(subject, None)
        new = fold.fact_of(data, record.position)
        if new is not None:
            facts[subject] = new
    elif isinstance(data, Withdrawn):
        facts.pop(subject, None)
    elif isinstance(data, Withheld):
        hidden[subject] = facts.pop(subject)
    elif isinstance(data, Released):
        facts[subject] = hidden.pop(subject)
    elif isinstance(data, Confirmation) and data.reporters is not None:
        for held in (facts, hidden):
            if subject in held:
                held[subject] = fold.with_reporters(held[subject], data.reporters)


def _as_stored(board: Board) -> tuple[dict[str, str], dict[str, str]]:
    """A board's cells and pairs as the store keeps them, empty ones left out."""
    cells = {key.text: json.dumps(value, sort_keys=True, separators=(",", ":")) for key, value in board.cells.items() if value}
    pairs: dict[str, str] = {}
    for key, members in board.pairs.items():
        if members:
            listed: dict[str, Sequence[Any]] = {name: list(member) for name, member in members.items()}
            pairs[key.text] = json.dumps(listed, sort_keys=True, separators=(",", ":"))
    return cells, pairs

