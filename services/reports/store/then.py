"""What was public at a position of the ledger: which submissions, and the revision of each."""

import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from services.reports import tables
from services.reports.domain.as_of import PublicVersion, Step, public_at
from services.reports.domain.submission import Submission, TextVersion
from services.reports.store import reading
from services.reports.store.lists import LEAVING_SOMETHING

SHOWING, HIDING = ("publish", "release"), ("withhold", "withdraw")


@dataclass(frozen=True, slots=True)
class Version:
    """What was public of a submission at a position: the row of its revision, and its text."""

    as_of: int
    public: PublicVersion
    row: RowMapping
    text: TextVersion


def step_of(row: RowMapping) -> Step:
    """A step with the data of its event."""
    data = json.loads(row["payload"])
    return Step(row["action"], row["at"], row["position"], data, row["comment"])


async def public_ids(
    connection: AsyncConnection, position: int, kind: str | None, before: int | None, limit: int
) -> list[tuple[int, str]]:
    """(number of the last step that showed or hid it, id) of what was public at a position, the
    last ones before a number first. What is withheld now is left out, whatever it was then.
    """
    h, s = tables.history, tables.submissions
    last = _last_steps(position).subquery()
    of = last.join(h, h.c.n == last.c.n).join(s, s.c.id == last.c.submission)
    leaving = s.c.kind.in_(LEAVING_SOMETHING)
    shown = or_(h.c.action.in_(SHOWING), and_(h.c.action == "withhold", leaving))
    statement = select(last.c.n, s.c.id).select_from(of)
    statement = statement.where(shown, or_(s.c.withheld_from.is_(None), leaving))
    if kind is not None:
        statement = statement.where(s.c.kind == kind)
    if before is not None:
        statement = statement.where(last.c.n < before)
    rows = await connection.execute(statement.order_by(last.c.n.desc()).limit(limit))
    return [(row.n, row.id) for row in rows]


def _last_steps(position: int) -> Select[Any]:
    h, o = tables.history, tables.kernel.outbox
    until = (o.c.seq <= position, h.c.action.in_((*SHOWING, *HIDING)))
    steps = select(h.c.submission, func.max(h.c.n).label("n"))
    return steps.select_from(h.join(o, h.c.event == o.c.id)).where(*until).group_by(h.c.submission)


async def versions(
    connection: AsyncConnection, ids: Sequence[str], position: int
) -> dict[str, tuple[Submission, Version]]:
    """What was public of these submissions, each with what it is now."""
    submissions = await reading.get_submissions(connection, ids)
    steps = await _steps(connection, ids, position)
    public = {id_: version for id_ in ids if (version := public_at(steps[id_], position))}
    pairs = [(id_, version.revision) for id_, version in public.items()]
    revisions = await reading.revisions_of(connection, pairs)
    return {
        one.current.id: (one, Version(position, version, *revisions[place]))
        for one in submissions
        if (version := public.get(one.current.id))
        and (place := (one.current.id, version.revision)) in revisions
    }


async def _steps(
    connection: AsyncConnection, ids: Collection[str], position: int
) -> dict[str, list[Step]]:
    h, o = tables.history, tables.kernel.outbox
    columns = (h.c.submission, h.c.action, h.c.at, h.c.comment, o.c.seq.label("position"))
    statement = select(*columns, o.c.payload).select_from(h.join(o, h.c.event == o.c.id))
    mine = statement.where(h.c.submission.in_(ids), o.c.seq <= position).order_by(h.c.n)
    steps: dict[str, list[Step]] = defaultdict(list)
    for row in (await connection.execute(mine)).mappings():
        steps[row["submission"]].append(step_of(row))
    return steps


async def positions(
    connection: AsyncConnection, revisions: Collection[tuple[str, int]]
) -> dict[tuple[str, int], int]:
    """The positions that published these revisions, of those that have one."""
    ids = {id_ for id_, _ in revisions}
    r, o = tables.revisions, tables.kernel.outbox
    statement = select(r.c.submission, r.c.revision, o.c.seq).where(
        r.c.submission.in_(ids), o.c.id == r.c.published_event, o.c.seq.is_not(None)
    )
    rows: Any = await connection.execute(statement)
    return {(id_, revision): position for id_, revision, position in rows}


async def last_change(connection: AsyncConnection) -> int:
    """A number that grows with every write of a submission."""
    last: int | None = await connection.scalar(select(func.max(tables.history.c.n)))
    return last or 0
