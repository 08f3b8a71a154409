"""The event door: reports fold into facts and boards; the catalogue's events keep this service's copy."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from contracts.catalog import ActorChanged, EditionPublished
from contracts.codes import MINOR_UNITS
from contracts.envelope import Envelope
from contracts.reports import Confirmation, ConfirmationWithdrawn, Confirmed, Moved, Published, Released, Reporter, Withdrawn, Withheld
from kernel.consumer import Delivery, Handler, Rejected
from kernel.db import Database, Tx
from services.aggregator import commands
from services.aggregator.commands import Change, Effect
from services.aggregator.domain.facts import REMEMBERED, SOCIETY, Board, Fact, Key, Pair, Weighed
from services.aggregator.store import boards, copies, projection
from services.aggregator.store.boards import Kept

LARGEST = 25_000  # boards in memory
BREATH = 100  # changes between two turns of the event loop


def edition_published(tx: Tx, data: EditionPublished, _envelope: Envelope) -> None:
    """Take in an edition's structure."""
    copies.put_edition(tx, data)


def actor_changed(tx: Tx, data: ActorChanged, _envelope: Envelope) -> None:
    """Take in an actor."""
    copies.put_actor(tx, data)


CATALOGUE: dict[str, Handler] = {EditionPublished.type: edition_published, ActorChanged.type: actor_changed}


def fact_of(data: Published, position: int) -> Fact | None:
    """What a publication contributes; None for kinds that are no implementation."""
    told = data.implementation
    if told is None:
        return None
    return Fact(
        submission=data.submission, revision=data.revision, published=position, activity=told.activity, year=told.year, status=told.status,
        reporters=_reporters(data.reporters), joint=told.execution in ("bilateral", "multilateral"),
        partner=not SOCIETY.isdisjoint(told.partner_kinds), evidence=any(link.access == "public" for link in data.evidence),
        axes=tuple(dict.fromkeys(told.axes)), beneficiaries=tuple((b.sex, b.age_group, b.count) for b in told.beneficiaries),
        resources=tuple((m.currency, m.amount) for m in told.resources),
    )


def with_reporters(fact: Fact, reporters: Sequence[Reporter]) -> Fact:
    """The same fact, told by these."""
    return fact._replace(reporters=_reporters(reporters))


def _reporters(reporters: Sequence[Reporter]) -> tuple[tuple[str, str], ...]:
    return tuple({reporter.code: reporter.kind for reporter in reporters}.items())


#: The types that change what is counted; of the others only the position and its instant are taken in.
COUNTED = frozenset(type_.type for type_ in (Published, Withdrawn, Withheld, Released, Confirmed, ConfirmationWithdrawn))


class Indicators:
    """The plan of a generation: finds what events change, and keeps the boards they change in memory, so that a batch reads little.

    What is in memory is what the log up to `_after` (position and epoch of the consumer's row) has made of it; where the row says otherwise,
    because a commit failed or somebody else has folded meanwhile, it is forgotten and read again, board by board, as it is needed.
    """

    def __init__(self, db: Database, generation: int) -> None:
        self._db, self._generation = db, generation
        self._boards: dict[Key, Kept] = {}
        self._whole = False  # every board there is stands in memory
        self._after: tuple[int, int] | None = None
        self._recorded: str | None = None

    async def __call__(self, deliveries: Sequence[Delivery]) -> Callable[[Tx], None]:
        """What these events change, as a command. Raises Rejected before anything in memory is touched."""
        subjects = sorted({delivery.record.headers["ce_subject"] for delivery in deliveries if delivery.data is not None})
        async with self._db.read() as connection:
            position, epoch = await self._look(connection)
            standing = await projection.last_facts(connection, self._generation, subjects) if position and subjects else {}
            changes = _changes(deliveries, standing)
            counting = [(change, change.old and Weighed(change.old), change.new and Weighed(change.new)) for change in changes if not change.hidden]
            keys = {key: None for _, *both in counting for weighed in both if weighed for key in weighed.boards} if not self._whole else {}
            if (unread := [key for key in keys if key not in self._boards]):
                self._boards |= await boards.at(connection, self._generation, position, unread)
            self._after = None
            effect = Effect(self._instants(deliveries), changes)
            await _Turn(connection, self._generation, self._boards, effect).take(counting)
        if deliveries:
            position = deliveries[-1].position
        self._after = (position, epoch)
        if len(self._boards) > LARGEST:
            self._boards, self._whole = {}, False
        return lambda tx: commands.take_in(tx, self._generation, effect)

    async def _look(self, connection: Any) -> tuple[int, int]:
        """Position and epoch of the consumer's row; what is in memory is of that position then."""
        after = await projection.progress(connection, self._generation)
        if after != self._after:
            self._boards, self._whole = {}, after[0] == 0
            self._recorded = await projection.recorded(connection, self._generation, after[0])
        return after

    def _instants(self, deliveries: Sequence[Delivery]) -> list[tuple[int, str]]:
        found, last = [], self._recorded
        for delivery in deliveries:
            recorded = delivery.record.headers["ce_recordedtime"]
            if recorded != last:
                last = recorded
                found.append((delivery.record.position, recorded))
        self._recorded = last
        return found


@dataclass(slots=True)
class _Turn:
    """One batch: its changes put on the boards, one after the other."""

    connection: Any
    generation: int
    boards: dict[Key, Kept]
    effect: Effect
    now: dict[str, Weighed | None] = field(default_factory=dict)  # of the submissions changed so far, what counts

    async def take(self, changes: Sequence[tuple[Change, Weighed | None, Weighed | None]]) -> None:
        """Put them on, in order; the boards worth keeping go into the effect."""
        for number, (change, old, new) in enumerate(changes):
            if number % BREATH == BREATH - 1:
                await asyncio.sleep(0)  # others of this process have their turn
            self.now[change.submission] = new
            keys = new.boards if new is not None else old.boards if old is not None else ()
            for key in keys if new is None or old is None else dict.fromkeys((*old.boards, *keys)):
                kept = self.boards.get(key)
                if kept is None:
                    kept = self.boards[key] = Kept(Board())
                lost = kept.board.replace(key, old, new)
                for pair in lost:
                    if kept.board.unknown(pair):
                        await self._look_up(kept.board, key, pair)
                kept.pending += 1
                if lost or kept.pending >= boards.EVERY:
                    kept.pending = 0
                    self.effect.boards.append((key, change.position, boards.board_text(kept.board)))

    async def _look_up(self, board: Board, key: Key, pair: Pair) -> None:
        """What gives a pair its status now: of facts that were there before this batch, or of those in it."""
        found = await boards.standings(self.connection, self.generation, key, pair, self.now)
        found += [one.standing for one in self.now.values() if one is not None and key in one.boards and pair in one.pairs]
        board.remember(pair, sorted(found)[-REMEMBERED:], more=len(found) > REMEMBERED)


def _changes(deliveries: Sequence[Delivery], standing: dict[str, projection.Standing]) -> list[Change]:
    """Which facts these events replace, in order. Raises Rejected for an event about a fact that never was."""
    steps = []
    for delivery in deliveries:
        data = delivery.data
        if data is None:
            continue
        subject = delivery.record.headers["ce_subject"]
        if not isinstance(data, Moved) or data.kind != "implementation":
            continue  # nothing of it counts here, and no fact of it is remembered
        last = standing.get(subject)
        current = last[0] if last is not None and last[2] is None else None
        if isinstance(data, Published):
            new = fact_of(data, delivery.position)
            if new is not None and (flaw := new.flaw(MINOR_UNITS)):
                raise Rejected(delivery, flaw)
        elif isinstance(data, Withdrawn):
            new = None
        elif isinstance(data, Withheld | Released):
            if last is None or (isinstance(data, Withheld) == (current is None)):
                raise Rejected(delivery, "it is about a publication that is not there")
            new = None if isinstance(data, Withheld) else last[0]
        elif isinstance(data, Confirmation) and data.reporters is not None and current is not None:
            new = with_reporters(current, data.reporters)
        elif isinstance(data, Confirmation) and data.reporters is not None and last is not None:
            unseen = with_reporters(last[0], data.reporters)  # withheld: it will count so when it is released
            standing[subject] = (unseen, delivery.position, delivery.position)
            steps.append(Change(delivery.position, subject, None, 0, unseen, hidden=True))
            continue
        else:
            continue
        if new == current:
            continue
        steps.append(Change(delivery.position, subject, current, last[1] if last else 0, new))
        if new is not None:
            standing[subject] = (new, delivery.position, None)
        elif last is not None:
            standing[subject] = (last[0], last[1], delivery.position)
    return steps
