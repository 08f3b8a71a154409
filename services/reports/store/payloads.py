"""Payloads of submissions in any state."""

import json
from typing import Any

from sqlalchemy import Join, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.reports import tables


async def of_reporter(
    connection: AsyncConnection, kind: str, reporter: str
) -> list[dict[str, Any]]:
    """The newest and the public payload of every submission of a kind that an actor reports,
    whatever its state.
    """
    s = tables.submissions.c
    statement = select(tables.texts.c.payload).select_from(_texts())
    payloads = await connection.scalars(statement.where(s.kind == kind, s.reporter == reporter))
    return [json.loads(payload) for payload in payloads]


def _texts() -> Join:
    """Submissions with their newest and their public texts."""
    s, t = tables.submissions, tables.texts
    shown = or_(t.c.number == s.c.text, t.c.number == s.c.public_text)
    return s.join(t, and_(t.c.submission == s.c.id, shown))
