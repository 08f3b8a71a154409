"""Adopted proposals: kept as their events tell them, and which draft has taken each in."""

import json

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
    tx.insert(
        a,
        {
            "proposal": data.submission,
            "position": position,
            "revision": data.revision,
            "reporter": data.reporter,
            "decided_by": data.actor,
            "decided_at": at,
            "meeting": data.meeting,
            "content": dumped(data.proposal.model_dump(mode="json")),
            "withheld": False,
        },
    )


def withhold(tx: Tx, proposal: str, *, withheld: bool) -> None:
    """Whether the texts of a proposal are withheld, where it is adopted."""
    a = tables.adoptions
    tx.execute(a.update().where(a.c.proposal == proposal).values(withheld=withheld), expect=None)


def incorporate(tx: Tx, adoption: Adoption, edition: str, node: str, at: str) -> None:
    """A draft takes a proposal in, decided from what `adoption` says. StaleWrite or DuplicateKey
    when another one was faster.
    """
    i = tables.incorporations
    if adoption.edition is not None:
        same = (i.c.proposal == adoption.proposal, i.c.edition == adoption.edition)
        tx.execute(i.delete().where(*same, i.c.at == adoption.incorporated_at))
    row = {"proposal": adoption.proposal, "edition": edition, "node": node, "at": at}
    tx.insert(i, row)


async def load(connection: AsyncConnection) -> list[Adoption]:
    """Every adopted proposal, in the order of the decisions."""
    a, i = tables.adoptions, tables.incorporations
    joined = a.outerjoin(i, i.c.proposal == a.c.proposal)
    taken_in = (i.c.edition, i.c.node, i.c.at)
    statement = select(a, *taken_in).select_from(joined).order_by(a.c.position)
    return [
        Adoption(
            row.proposal,
            row.position,
            row.revision,
            row.reporter,
            row.decided_by,
            row.decided_at,
            row.meeting,
            json.loads(row.content),
            bool(row.withheld),
            row.edition,
            row.node,
            row.at,
        )
        for row in await connection.execute(statement)
    ]
