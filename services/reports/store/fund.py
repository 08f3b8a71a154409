"""The published entries of the fund, each with the position that published it."""

import json
from typing import Any

from sqlalchemy import Select, and_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.reports import tables
from services.reports.domain.fund import Row
from services.reports.domain.kinds.fund_entry import KIND, leaves


async def rows(connection: AsyncConnection, until: int) -> list[Row]:
    """The entries that were published up to a position, in that order, as everybody may read them
    now.
    """
    o = tables.kernel.outbox
    statement = _published().where(o.c.seq <= until).order_by(o.c.seq)
    return [_row(row) for row in (await connection.execute(statement)).mappings()]


async def all_placed(connection: AsyncConnection) -> bool:
    """Whether the ledger has given every published entry its position."""
    statement = _published().where(tables.kernel.outbox.c.seq.is_(None)).limit(1)
    return (await connection.execute(statement)).first() is None


def _published() -> Select[Any]:
    s, t, r = tables.submissions, tables.texts, tables.revisions
    o = tables.kernel.outbox
    joined = (
        s.join(t, and_(t.c.submission == s.c.id, t.c.number == s.c.public_text))
        .join(r, and_(r.c.submission == s.c.id, r.c.revision == s.c.public_revision))
        .join(o, o.c.id == r.c.published_event)
    )
    submission = (s.c.id, s.c.reporter, s.c.state, s.c.published_at)
    text = (t.c.title, t.c.language, t.c.payload)
    statement = select(*submission, *text, o.c.seq).select_from(joined)
    return statement.where(s.c.kind == KIND.name)


def _row(row: Any) -> Row:
    withheld, payload = row["state"] == "withheld", json.loads(row["payload"])
    return Row(
        row["id"],
        row["seq"],
        row["published_at"],
        row["reporter"],
        row["title"],
        row["language"],
        leaves(payload) if withheld else payload,
        withheld,
    )
