"""The event door: reports fold into facts, cells and pairs; the catalogue's events keep this service's copy."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from contracts.catalog import ActorChanged, EditionPublished
from contracts.codes import MINOR_UNITS
from contracts.envelope import Envelope
from contracts.reports import Confirmation, Moved, Published, Released, Reporter, Withdrawn, Withheld
from kernel.consumer import Delivery, Handler, Plan, Rejected
from kernel.db import Database, Tx
from services.aggregator import commands
from services.aggregator.commands import Change
from services.aggregator.domain.facts import SOCIETY, Board, Fact
from services.aggregator.store import copies, projection


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
    return replace(fact, reporters=_reporters(reporters))


def _reporters(reporters: Sequence[Reporter]) -> tuple[tuple[str, str], ...]:
    return tuple({reporter.code: reporter.kind for reporter in reporters}.items())


def indicators(db: Database, generation: int) -> Plan:
    """The fold of a generation: reads what a batch touches, changes it in memory, queues the new versions."""

    async def plan(deliveries: Sequence[Delivery]) -> Callable[[Tx], None]:
        subjects = sorted({delivery.envelope.subject for delivery in deliveries})
        async with db.read() as connection:
            standing = await projection.last_facts(connection, generation, subjects)
            steps = _changes(deliveries, standing)
            facts = [fact for step in steps for fact in (step.old, step.new) if fact is not None]
            cells = await projection.newest_cells(connection, generation, {key for fact in facts for key in fact.cells()})
            pairs = await projection.newest_pairs(connection, generation, {key for fact in facts for key in fact.pairs()})
        taken = [(delivery.position, delivery.envelope.recordedtime) for delivery in deliveries]
        return lambda tx: commands.take_in(
            tx, generation, taken, steps, Board({k: dict(v) for k, v in cells.items()}, {k: dict(v) for k, v in pairs.items()}), {*cells, *pairs}
        )

    return plan


def _changes(deliveries: Sequence[Delivery], standing: dict[str, projection.Standing]) -> list[Change]:
    """Which facts these events replace, in order. Raises Rejected for an event about a fact that never was."""
    steps = []
    for delivery in deliveries:
        subject, data = delivery.envelope.subject, delivery.data
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
