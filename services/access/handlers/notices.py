"""What the ledger gives occasion to tell focal points: the projector of `reports.v1`.

Events carry ids and states; whom a comment concerns, and whether a cycle has just been opened, is
known from what earlier ones said.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from contracts.reports import (
    Accepted,
    CommentMade,
    CycleChanged,
    ProposalDecided,
    Published,
    Returned,
    Submitted,
)
from kernel import clock
from kernel.consumer import Delivery
from kernel.db import Database, Tx
from services.access.commands import notices
from services.access.domain.notices import (
    About,
    Actor,
    FocalPoint,
    Kind,
    Occasion,
    about_submission,
    of_cycle,
)
from services.access.store import actors as actors_store
from services.access.store import focal_points
from services.access.store import notices as store

#: The state that a cycle has just reached, and what that is an occasion of.
REACHED: Mapping[str, Kind] = {"convened": "cycle_convened", "open": "cycle_opened"}


@dataclass(slots=True)
class Known:
    """What the events before said, and what those of this batch add."""

    readers: Sequence[FocalPoint]
    actors: Sequence[Actor]
    submissions: dict[str, Sequence[str]]
    cycles: dict[str, Mapping[str, Any]]
    new_submissions: dict[str, Sequence[str]] = field(default_factory=dict)
    new_cycles: dict[str, Mapping[str, Any]] = field(default_factory=dict)

    def put_cycle(self, row: Mapping[str, Any]) -> None:
        """A cycle as it stands after an event of this batch."""
        self.cycles[row["id"]] = self.new_cycles[row["id"]] = row


#: An occasion, and the focal points that were there.
Addressed = tuple[Occasion, Sequence[FocalPoint]]


class FollowReports:
    """Queues the notices of a batch together with its offset: each occasion once."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def __call__(self, deliveries: Sequence[Delivery]) -> Callable[[Tx], None]:
        wanted = [each for each in deliveries if each.data is not None]
        known = await self._read(wanted)
        queued = [pair for each in wanted for pair in _told(each, known)]
        return lambda tx: _store(tx, known, queued)

    async def _read(self, deliveries: Sequence[Delivery]) -> Known:
        ids = {each.envelope.subject for each in deliveries}
        today = clock.today().isoformat()
        async with self._db.read() as connection:
            return Known(
                await focal_points.readers(connection, today),
                await actors_store.there(connection, today),
                await store.actors_of(connection, ids),
                await store.cycles_of(connection, ids),
            )


def _store(tx: Tx, known: Known, queued: Sequence[Addressed]) -> None:
    """What the events say, and the notices of it."""
    store.put_submissions(tx, known.new_submissions)
    store.put_cycles(tx, known.new_cycles)
    for occasion, readers in queued:
        notices.queue(tx, occasion, readers)


def _told(delivery: Delivery, known: Known) -> Iterator[Addressed]:
    """What an event gives occasion to tell, and who may be told."""
    for occasion in _occasions(delivery, known):
        yield occasion, _present(known.readers, delivery.envelope.recordedtime)


def _present(readers: Sequence[FocalPoint], recordedtime: str) -> list[FocalPoint]:
    """Those who were entered when it took place: nobody is told of what was before."""
    return [reader for reader in readers if reader.created_at <= recordedtime]


def _occasions(delivery: Delivery, known: Known) -> Iterator[Occasion]:
    """What an event gives occasion to tell; its position stands in the name of each occasion."""
    for kind, actors, about in OCCASIONS[delivery.envelope.type](delivery, known):
        yield Occasion(f"{delivery.envelope.position}:{kind}", kind, actors, about)


#: What is told, to which actors, and what of it each of them is told.
Found = Iterator[tuple[Kind, Sequence[str], About]]


def _submitted(delivery: Delivery, known: Known) -> Found:
    data = cast(Submitted, delivery.data)
    actors = [data.reporter, *data.joint_reporters]
    known.submissions[data.submission] = known.new_submissions[data.submission] = actors
    yield "confirmation_asked", data.joint_reporters, about_submission(data.submission)


def _returned(delivery: Delivery, _known: Known) -> Found:
    data = cast(Returned, delivery.data)
    yield "returned", [data.reporter], about_submission(data.submission)


def _accepted(delivery: Delivery, _known: Known) -> Found:
    data = cast(Accepted, delivery.data)
    yield "accepted", [data.reporter], about_submission(data.submission)


def _published(delivery: Delivery, _known: Known) -> Found:
    data = cast(Published, delivery.data)
    about, recommendation = about_submission(data.submission), data.recommendation
    yield "published", [each.code for each in data.reporters], about
    if recommendation is not None:
        yield "recommendation_addressed", recommendation.addressed_to, about


def _decided(delivery: Delivery, _known: Known) -> Found:
    data = cast(ProposalDecided, delivery.data)
    about = about_submission(data.submission, decision=data.decision)
    yield "proposal_decided", [data.reporter], about


def _commented(delivery: Delivery, known: Known) -> Found:
    data = cast(CommentMade, delivery.data)
    actors = known.submissions.get(data.submission, ())
    yield "comment_made", actors, about_submission(data.submission)


def _cycle_changed(delivery: Delivery, known: Known) -> Found:
    """A cycle that has just been convened or opened."""
    data = cast(CycleChanged, delivery.data)
    before = known.cycles.get(data.cycle, {})
    row = _cycle(data, _opened_on(before, data.state, delivery.envelope.recordedtime[:10]))
    known.put_cycle(row)
    if (kind := _reached(before, data.state)) is not None:
        yield kind, *of_cycle(row, known.actors)


def _cycle(data: CycleChanged, opened_on: str | None) -> Mapping[str, Any]:
    """A cycle as it stands."""
    said = {name: getattr(data, name) for name in ("year", "state", "closes_on")}
    return {"id": data.cycle, "type": data.cycle_type, **said, "opened_on": opened_on}


def _opened_on(before: Mapping[str, Any], state: str, on: str) -> str | None:
    """The day on which a cycle was first open."""
    return before.get("opened_on") or (on if state == "open" else None)


def _reached(before: Mapping[str, Any], state: str) -> Kind | None:
    """What a state is an occasion of, when a cycle has just reached it."""
    return REACHED.get(state) if before.get("state") != state else None


OCCASIONS: dict[str, Callable[[Delivery, Known], Found]] = {
    Submitted.type: _submitted,
    Returned.type: _returned,
    Accepted.type: _accepted,
    Published.type: _published,
    ProposalDecided.type: _decided,
    CommentMade.type: _commented,
    CycleChanged.type: _cycle_changed,
}
WANTED = frozenset(OCCASIONS)
