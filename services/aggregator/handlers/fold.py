"""The event door: reports fold into facts and tallies; the catalogue's events keep this service's
copy.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import Any

from contracts.catalog import ActorChanged, EditionPublished
from contracts.envelope import Envelope
from contracts.reports import (
    Confirmation,
    ConfirmationWithdrawn,
    Confirmed,
    Moved,
    Published,
    Released,
    Reporter,
    Withdrawn,
    Withheld,
)
from kernel.consumer import Delivery, Handler, Rejected
from kernel.db import Database, Tx
from services.aggregator import commands
from services.aggregator.commands import Change, Effect
from services.aggregator.domain.facts import (
    SOCIETY,
    Contribution,
    Fact,
    Pair,
    StatusVote,
    Tally,
    TallyKey,
)
from services.aggregator.store import projection, replica, tallies

LARGEST = 25_000  # tallies in memory
BREATH = 100  # changes between two turns of the event loop


def edition_published(tx: Tx, data: EditionPublished, _envelope: Envelope) -> None:
    """Take in an edition's structure."""
    replica.put_edition(tx, data)


def actor_changed(tx: Tx, data: ActorChanged, _envelope: Envelope) -> None:
    """Take in an actor."""
    replica.put_actor(tx, data)


CATALOGUE: dict[str, Handler] = {
    EditionPublished.type: edition_published,
    ActorChanged.type: actor_changed,
}


def fact_of(data: Published, position: int) -> Fact | None:
    """What a publication contributes; None for kinds that are no implementation."""
    told = data.implementation
    if told is None:
        return None
    return Fact(
        submission=data.submission,
        revision=data.revision,
        published=position,
        activity=told.activity,
        year=told.year,
        status=told.status,
        reporters=_reporters(data.reporters),
        joint=told.execution in ("bilateral", "multilateral"),
        partner=not SOCIETY.isdisjoint(told.partner_kinds),
        evidence=any(link.access == "public" for link in data.evidence),
        axes=tuple(dict.fromkeys(told.axes)),
        beneficiaries=tuple((b.sex, b.age_group, b.count) for b in told.beneficiaries),
        resources=tuple((m.currency, m.amount) for m in told.resources),
    )


def with_reporters(fact: Fact, reporters: Sequence[Reporter]) -> Fact:
    """The same fact, told by these."""
    return fact._replace(reporters=_reporters(reporters))


def _reporters(reporters: Sequence[Reporter]) -> tuple[tuple[str, str], ...]:
    return tuple({reporter.code: reporter.kind for reporter in reporters}.items())


#: The types that change what is counted; of the others only the position and its instant are taken
#: in.
COUNTED = frozenset(
    type_.type
    for type_ in (Published, Withdrawn, Withheld, Released, Confirmed, ConfirmationWithdrawn)
)


class Indicators:
    """The plan of a generation: finds what events change, and keeps the tallies they change in
    memory, so that a batch reads little.

    What is in memory is what the log up to `_after` (position and epoch of the consumer's row) has
    made of it; where the row says otherwise, because a commit failed or somebody else has folded
    meanwhile, it is forgotten and read again, tally by tally, as it is needed.
    """

    def __init__(self, db: Database, generation: int) -> None:
        self._db, self._generation = db, generation
        self._tallies: dict[TallyKey, Tally] = defaultdict(Tally)
        self._whole = False  # every tally there is stands in memory
        self._after: tuple[int, int] | None = None

    async def __call__(self, deliveries: Sequence[Delivery]) -> Callable[[Tx], None]:
        """What these events change, as a command.

        Raises Rejected before anything in memory is touched.
        """
        subjects = sorted(
            {delivery.envelope.subject for delivery in deliveries if delivery.data is not None}
        )
        async with self._db.read() as connection:
            position, epoch = after = await projection.progress(connection, self._generation)
            if after != self._after or len(self._tallies) > LARGEST:
                self._tallies, self._whole = defaultdict(Tally), position == 0
            changes = _changes(
                deliveries, await projection.last_facts(connection, self._generation, subjects)
            )
            counting = [change for change in changes if not change.hidden]
            unread = dict.fromkeys(
                key
                for change in counting
                for key in change.tallies
                if key not in self._tallies and not self._whole
            )
            self._tallies |= await tallies.at(connection, self._generation, position, list(unread))
            self._after = None
            effect = Effect(
                _position_times(deliveries), changes, await self._put_on(connection, counting)
            )
        self._after = (deliveries[-1].record.position if deliveries else position, epoch)
        return lambda tx: commands.apply_changes(tx, self._generation, effect)

    async def _put_on(
        self, connection: Any, changes: Sequence[Change]
    ) -> list[tuple[TallyKey, int, str]]:
        """Put changes on the tallies, one after the other; returns (tally, position, text) of those
        worth keeping.
        """
        kept = []
        now: dict[str, Contribution | None] = {}  # of the submissions changed so far, what counts
        for number, change in enumerate(changes):
            if number % BREATH == BREATH - 1:
                await asyncio.sleep(0)  # others of this process have their turn
            now[change.submission] = change.new
            for key in change.tallies:
                tally = self._tallies[key]
                lost = tally.replace(key, change.old, change.new)
                for pair in lost:
                    if tally.unknown(pair):
                        found = await tallies.votes(connection, self._generation, key, pair, now)
                        tally.remember(pair, [*found, *_said(now.values(), key, pair)])
                if lost or tally.pending >= tallies.SNAPSHOT_EVERY:
                    tally.pending = 0
                    kept.append((key, change.position, tallies.snapshot_text(tally)))
        return kept


def _said(counting: Iterable[Contribution | None], key: TallyKey, pair: Pair) -> list[StatusVote]:
    return [
        one.vote for one in counting if one is not None and key in one.tallies and pair in one.pairs
    ]


def _position_times(deliveries: Sequence[Delivery]) -> list[tuple[int, str]]:
    return [
        (next(alike).record.position, recorded)
        for recorded, alike in groupby(deliveries, lambda delivery: delivery.envelope.recordedtime)
    ]


def _changes(
    deliveries: Sequence[Delivery], standing: dict[str, projection.FactState]
) -> list[Change]:
    """Which facts these events replace, in order.

    Raises Rejected for an event about a fact that never was.
    """
    changes = []
    for delivery in deliveries:
        data, subject, position = delivery.data, delivery.envelope.subject, delivery.record.position
        if not isinstance(data, Moved) or data.kind != "implementation":
            continue  # nothing of it counts here, and no fact of it is remembered
        last = standing.get(subject)
        current = last[0] if last is not None and last[2] is None else None
        fact = _after(delivery, data, last, current)
        if fact == (current and current.fact):
            continue
        new, hidden = (
            fact and Contribution(fact),
            current is None and isinstance(data, Confirmation),
        )
        changes.append(Change(position, subject, current, last[1] if last else 0, new, hidden))
        if new is not None:
            standing[subject] = (new, position, position if hidden else None)
        elif last is not None:
            standing[subject] = (last[0], last[1], position)
    return changes


def _after(
    delivery: Delivery, data: Moved, last: projection.FactState | None, current: Contribution | None
) -> Fact | None:
    """The fact that stands after an event: it counts, or (a confirmation while it is withheld) it
    will when it is released. Raises Rejected.
    """
    if isinstance(data, Published):
        return fact_of(data, delivery.record.position)
    if isinstance(data, Withheld | Released):
        if last is None or (isinstance(data, Withheld) == (current is None)):
            raise Rejected(delivery, "it is about a publication that is not there")
        return last[0].fact if isinstance(data, Released) else None
    if isinstance(data, Confirmation) and data.reporters is not None and last is not None:
        return with_reporters(last[0].fact, data.reporters)
    return current.fact if current is not None and not isinstance(data, Withdrawn) else None
