"""Payloads of submissions in any state."""

import json
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.reports import tables


async def of_reporter(
    connection: AsyncConnection, kind: str, reporter: str
) -> list[dict[str, Any]]:
    """The newest and the public payload of every submission of a kind that an actor reports,
    whatever its state.
    """
    s, t = tables.submissions, tables.texts
    shown = or_(t.c.number == s.c.text, t.c.number == s.c.public_text)
    texts = s.join(t, and_(t.c.submission == s.c.id, shown))
    mine = (s.c.kind == kind, s.c.reporter == reporter)
    payloads = await connection.scalars(select(t.c.payload).select_from(texts).where(*mine))
    return [json.loads(payload) for payload in payloads]
