"""The published entries of the fund, each with the position that published it."""

import json
from typing import Any

from sqlalchemy import Join, Select, and_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.reports import tables
from services.reports.domain.fund import Row
from services.reports.domain.kinds.fund_entry import KIND, leaves
from services.reports.store import fragments
from services.reports.store.fragments import PUBLICATIONS


async def rows(connection: AsyncConnection, until: int) -> list[Row]:
    """The entries that were published up to a position, in that order, as everybody may read them
    now.
    """
    o = tables.kernel.outbox.c
    statement = _published().where(o.seq <= until).order_by(o.seq)
    return [_row(row) for row in await fragments.mappings(connection, statement)]


async def all_placed(connection: AsyncConnection) -> bool:
    """Whether the ledger has given every published entry its position."""
    statement = _published().where(tables.kernel.outbox.c.seq.is_(None)).limit(1)
    return (await connection.execute(statement)).first() is None


def _published() -> Select[Any]:
    s, t = tables.submissions.c, tables.texts.c
    columns = (s.id, s.reporter, s.state, s.published_at, t.title, t.language, t.payload)
    statement = select(*columns, tables.kernel.outbox.c.seq).select_from(_with_publications())
    return statement.where(s.kind == KIND.name)


def _with_publications() -> Join:
    """Submissions, each with its public text and the event that published it."""
    s, t, r = tables.submissions, tables.texts.c, tables.revisions.c
    revision = and_(r.submission == s.c.id, r.revision == s.c.public_revision)
    text = and_(t.submission == s.c.id, t.number == s.c.public_text)
    return PUBLICATIONS.join(s, revision).join(tables.texts, text)


def _row(row: Any) -> Row:
    withheld, payload = row["state"] == "withheld", json.loads(row["payload"])
    published = (row["id"], row["seq"], row["published_at"], row["reporter"])
    readable = leaves(payload) if withheld else payload
    return Row(*published, row["title"], row["language"], readable, withheld)
