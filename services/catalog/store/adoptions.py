"""Adopted proposals: kept as their events tell them, and which draft has taken each in."""

import json
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.reports import ProposalDecided
from kernel.db import Tx
from services.catalog import tables
from services.catalog.domain.catalogue import Adoption
from services.catalog.store.writing import dumped


def put(tx: Tx, data: ProposalDecided, position: int, at: str) -> None:
    """An adopted proposal, in the place of what an earlier reading of the log has told."""
    a = tables.adoptions
    tx.execute(a.delete().where(a.c.proposal == data.submission), expect=None)
    content = dumped(data.proposal.model_dump(mode="json"))
    decision = {"decided_by": data.actor, "decided_at": at, "meeting": data.meeting}
    revision = {"proposal": data.submission, "revision": data.revision, "position": position}
    rest = {"reporter": data.reporter, "content": content, "withheld": False}
    tx.insert(a, {**revision, **decision, **rest})


def withhold(tx: Tx, proposal: str, *, withheld: bool) -> None:
    """Whether the texts of a proposal are withheld, where it is adopted."""
    a = tables.adoptions
    tx.execute(a.update().where(a.c.proposal == proposal).values(withheld=withheld), expect=None)


def incorporate(tx: Tx, adoption: Adoption, edition: str, node: str, at: str) -> None:
    """A draft takes a proposal in, decided from what `adoption` says. StaleWrite or DuplicateKey
    when another one was faster.
    """
    if adoption.edition is not None:
        _remove(tx, adoption)
    row = {"proposal": adoption.proposal, "edition": edition, "node": node, "at": at}
    tx.insert(tables.incorporations, row)


def _remove(tx: Tx, adoption: Adoption) -> None:
    """What another draft had taken in, as `adoption` says."""
    i = tables.incorporations.c
    same = (i.proposal == adoption.proposal, i.edition == adoption.edition)
    removed = tables.incorporations.delete().where(*same, i.at == adoption.incorporated_at)
    tx.execute(removed)


async def load(connection: AsyncConnection) -> list[Adoption]:
    """Every adopted proposal, in the order of the decisions."""
    a, i = tables.adoptions, tables.incorporations
    joined = a.outerjoin(i, i.c.proposal == a.c.proposal)
    statement = select(a, i.c.edition, i.c.node, i.c.at).select_from(joined)
    rows = await connection.execute(statement.order_by(a.c.position))
    return [_adoption(row) for row in rows]


def _adoption(row: Any) -> Adoption:
    decided = (row.reporter, row.decided_by, row.decided_at, row.meeting)
    taken_in = (row.edition, row.node, row.at)
    content, withheld = json.loads(row.content), bool(row.withheld)
    return Adoption(
        row.proposal, row.position, row.revision, *decided, content, withheld, *taken_in
    )
