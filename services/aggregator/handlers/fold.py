"""The events of reports: a batch of them becomes changes of facts, and these changes of tallies."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from time import monotonic

from contracts.reports import CatalogueNoted, Moved, Published, Statement
from kernel.consumer import Delivery, Rejected
from kernel.db import Database, Tx
from kernel.errors import Unavailable
from services.aggregator import commands
from services.aggregator.commands import Change, Effect
from services.aggregator.domain import lifecycle
from services.aggregator.domain.facts import At, Fact, reporters_of
from services.aggregator.domain.kinds import KINDS
from services.aggregator.domain.kinds.implementation import Implementation
from services.aggregator.domain.latest_statuses import Pair, StatusVote
from services.aggregator.domain.lifecycle import RELEASED, WITHHELD, Held, NotPublished
from services.aggregator.domain.series import Series
from services.aggregator.domain.tally import Contribution, Tally, TallyKey, keys_of
from services.aggregator.store import facts, generations, replica, tallies
from services.aggregator.store.generations import Progress
from services.aggregator.store.tally_cache import TallyCache

BREATH = 100  # changes between two turns of the event loop
PATIENCE_SECONDS = 1.0  # how long a batch waits for the copy of the catalogue before it is retried
POLL_SECONDS = 0.05
WANTED = lifecycle.COUNTED | {CatalogueNoted.type}

Snapshot = tuple[TallyKey, int, str]
#: Finds the latest votes of a pair on a tally, those of some submissions left out.
LookUp = Callable[[TallyKey, Pair, Collection[str]], Awaitable[list[StatusVote]]]


class FoldReports:
    """The projector of a generation."""

    def __init__(self, db: Database, generation: int) -> None:
        self._db, self._generation = db, generation
        self._cache = TallyCache(generation)

    async def __call__(self, deliveries: Sequence[Delivery]) -> Callable[[Tx], None]:
        """What these events change, as a command.

        Raises Rejected, and Unavailable while this service's copy of the catalogue has not come as
        far as they note, before anything in memory is touched.
        """
        told = [delivery for delivery in deliveries if delivery.data is not None]
        noted = notes_of(told)
        await self._caught_up(max((until for _, until in noted), default=0))
        async with self._db.read() as connection:
            progress = await generations.progress(connection, self._generation)
            held = await facts.last(connection, self._generation, *submissions_of(told))
            changes = changes_of(told, held)
            counting = tally_changes(changes)
            keys = dict.fromkeys(key for change in counting for key in change.keys)
            by_key = await self._cache.load(connection, keys, progress)
            look_up = partial(tallies.votes, connection, self._generation)
            snapshots = await apply(counting, by_key, look_up)
        last = deliveries[-1].record.position if deliveries else progress.position
        self._cache.stand_at(Progress(last, progress.epoch))
        hidden, series = withholdings(told), series_of(told)
        effect = Effect(position_times(deliveries), changes, snapshots, hidden, noted, series)
        return lambda tx: commands.apply_changes(tx, self._generation, effect)

    async def _caught_up(self, until: int) -> None:
        """Wait for the copy of the catalogue, a while. Raises Unavailable."""
        deadline = monotonic() + PATIENCE_SECONDS
        while until and (come := await replica.position(self._db)) < until:
            if monotonic() >= deadline:
                raise Unavailable(f"the catalogue is needed to position {until}, it is at {come}")
            await self._db.changed(self._db.commits, POLL_SECONDS)


def notes_of(deliveries: Sequence[Delivery]) -> list[tuple[int, int]]:
    """(position, position of the catalogue that is in force from there on) of the notes."""
    return [
        (delivery.record.position, delivery.data.catalog_position)
        for delivery in deliveries
        if isinstance(delivery.data, CatalogueNoted)
    ]


def submissions_of(deliveries: Sequence[Delivery]) -> tuple[list[str], list[str]]:
    """The submissions these events are about: those of kinds with tallies, and of the others."""
    kinds = {
        d.envelope.subject: d.data.kind for d in deliveries if isinstance(d.data, Moved | Statement)
    }
    known = {s: KINDS[kind] for s, kind in sorted(kinds.items()) if kind and kind in KINDS}
    return (
        [subject for subject, kind in known.items() if kind.tallied],
        [subject for subject, kind in known.items() if not kind.tallied],
    )


def position_times(deliveries: Sequence[Delivery]) -> list[tuple[int, str]]:
    """(position, recordedtime) wherever the time changes."""
    return [
        (next(alike).record.position, recorded)
        for recorded, alike in groupby(deliveries, lambda delivery: delivery.envelope.recordedtime)
    ]


def withholdings(deliveries: Sequence[Delivery]) -> list[tuple[str, int, bool]]:
    """(submission, position, whether it is withheld from there on)."""
    return [
        (delivery.data.submission, delivery.record.position, delivery.data.type == WITHHELD)
        for delivery in deliveries
        if isinstance(delivery.data, Moved) and _hides(delivery.data)
    ]


def series_of(deliveries: Sequence[Delivery]) -> list[tuple[str, int, Iterable[Series]]]:
    """(submission, position, series) of the publications that have series."""
    return [
        (
            data.submission,
            delivery.record.position,
            series(data.content, reporters_of(data.reporters)),
        )
        for delivery in deliveries
        if isinstance(data := delivery.data, Published)
        and data.kind in KINDS
        and (series := KINDS[data.kind].series) is not None
    ]


def _hides(data: Moved) -> bool:
    """Whether an event hides what its submission tells, or shows it again."""
    stays = data.kind in KINDS and KINDS[data.kind].stays
    return data.type in (WITHHELD, RELEASED) and not stays


def changes_of(deliveries: Sequence[Delivery], held: Mapping[str, Held]) -> list[Change]:
    """What these events change, in order; `held`: before the first of them.

    Raises Rejected for an event about a fact that never was.
    """
    now, changes = dict(held), []
    for delivery in deliveries:
        if not isinstance(delivery.data, Moved | Statement):
            continue
        subject, position = delivery.envelope.subject, delivery.record.position
        before = now.get(subject)
        try:
            at = At(position, int(delivery.envelope.recordedtime[:4]))
            after = lifecycle.step(before, delivery.data, at)
        except NotPublished as error:
            raise Rejected(delivery, str(error)) from error
        if after is not None and after is not before:
            now[subject] = after
            changes.append(Change(position, before, after))
    return changes


@dataclass(frozen=True, slots=True)
class TallyChange:
    """One contribution of a submission in the place of another; `keys`: the tallies it changes."""

    position: int
    submission: str
    old: Contribution | None
    new: Contribution | None
    keys: list[TallyKey]


def tally_changes(changes: Sequence[Change]) -> list[TallyChange]:
    """What changes on tallies: contributions of kinds that have them."""
    counting = []
    for change in changes:
        old = _contribution(change.ended and change.ended.fact)
        new = _contribution(change.begun)
        if old or new:
            submission = change.after.fact.submission
            keys = keys_of(old, new)
            counting.append(TallyChange(change.position, submission, old, new, keys))
    return counting


def _contribution(fact: Fact | None) -> Contribution | None:
    return Contribution(fact) if isinstance(fact, Implementation) else None


async def apply(
    changes: Sequence[TallyChange], by_key: Mapping[TallyKey, Tally], look_up: LookUp
) -> list[Snapshot]:
    """Apply changes to tallies, one after the other; returns the tallies that are to be stored."""
    snapshots = []
    counting: dict[str, Contribution | None] = {}  # of the submissions changed so far
    for number, change in enumerate(changes, start=1):
        if number % BREATH == 0:
            await asyncio.sleep(0)  # others of this process have their turn
        counting[change.submission] = change.new
        for key in change.keys:
            tally = by_key[key]
            lost = tally.replace(key, change.old, change.new)
            if lost:
                await _restore(tally, key, lost, counting, look_up)
            if lost or tally.changes >= tallies.SNAPSHOT_EVERY:
                tally.changes = 0
                snapshots.append((key, change.position, tallies.snapshot_text(tally)))
    return snapshots


async def _restore(
    tally: Tally,
    key: TallyKey,
    lost: Sequence[Pair],
    counting: Mapping[str, Contribution | None],
    look_up: LookUp,
) -> None:
    """Look up the earlier votes of pairs that lost all that were remembered: stored ones, and those
    of this batch.
    """
    for pair in lost:
        if tally.statuses.needs_lookup(pair):
            stored = await look_up(key, pair, counting.keys())
            recent = [
                one.vote
                for one in counting.values()
                if one is not None and key in one.tallies and pair in one.pairs
            ]
            tally.statuses.remember(pair, [*stored, *recent])
