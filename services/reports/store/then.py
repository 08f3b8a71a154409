"""What was public at a position of the ledger: which submissions, and the revision of each."""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from services.reports import tables
from services.reports.domain.as_of import PublicVersion, Step, public_at
from services.reports.domain.submission import Submission, TextVersion
from services.reports.store import fragments, reading
from services.reports.store.fragments import PUBLICATIONS, STEPS
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
    statement = _public_at(position)
    number = statement.selected_columns.n
    if kind is not None:
        statement = statement.where(tables.submissions.c.kind == kind)
    if before is not None:
        statement = statement.where(number < before)
    rows = await connection.execute(statement.order_by(number.desc()).limit(limit))
    return [(row.n, row.id) for row in rows]


def _public_at(position: int) -> Select[tuple[int, str]]:
    h, s, last = tables.history, tables.submissions, _last_steps(position).subquery()
    of = last.join(h, h.c.n == last.c.n).join(s, s.c.id == last.c.submission)
    return select(last.c.n, s.c.id).select_from(of).where(*_readable_now())


def _readable_now() -> Iterator[ColumnElement[bool]]:
    """The step shows something, and what it shows is not withheld now."""
    h, s = tables.history.c, tables.submissions.c
    leaving = s.kind.in_(LEAVING_SOMETHING)
    yield or_(h.action.in_(SHOWING), and_(h.action == "withhold", leaving))
    yield or_(s.withheld_from.is_(None), leaving)


def _last_steps(position: int) -> Select[Any]:
    h, o = tables.history.c, tables.kernel.outbox.c
    steps = select(h.submission, func.max(h.n).label("n")).select_from(STEPS)
    until = (o.seq <= position, h.action.in_((*SHOWING, *HIDING)))
    return steps.where(*until).group_by(h.submission)


async def versions(
    connection: AsyncConnection, ids: Sequence[str], position: int
) -> dict[str, tuple[Submission, Version]]:
    """What was public of these submissions, each with what it is now."""
    submissions = {one.current.id: one for one in await reading.get_submissions(connection, ids)}
    public = await _public_versions(connection, ids, position)
    revisions = await reading.revisions_of(connection, list(public))
    return {
        place[0]: (submissions[place[0]], Version(position, version, *revisions[place]))
        for place, version in public.items()
        if place in revisions
    }


async def _public_versions(
    connection: AsyncConnection, ids: Sequence[str], position: int
) -> dict[tuple[str, int], PublicVersion]:
    """What was public, by (submission, revision)."""
    steps = await _steps(connection, ids, position)
    public = ((id_, public_at(steps[id_], position)) for id_ in ids)
    return {(id_, version.revision): version for id_, version in public if version}


async def _steps(
    connection: AsyncConnection, ids: Collection[str], position: int
) -> dict[str, list[Step]]:
    h = tables.history.c
    until = (h.submission.in_(ids), tables.kernel.outbox.c.seq <= position)
    rows = await fragments.mappings(connection, _told().where(*until).order_by(h.n))
    return fragments.grouped((row["submission"], step_of(row)) for row in rows)


def _told() -> Select[Any]:
    """Steps with the position and the data of their events."""
    h, o = tables.history.c, tables.kernel.outbox.c
    step = (h.submission, h.action, h.at, h.comment)
    return select(*step, o.seq.label("position"), o.payload).select_from(STEPS)


async def positions(
    connection: AsyncConnection, revisions: Collection[tuple[str, int]]
) -> dict[tuple[str, int], int]:
    """The positions that published these revisions, of those that have one."""
    r, o = tables.revisions.c, tables.kernel.outbox.c
    statement = select(r.submission, r.revision, o.seq).select_from(PUBLICATIONS)
    mine = (r.submission.in_({id_ for id_, _ in revisions}), o.seq.is_not(None))
    rows: Any = await connection.execute(statement.where(*mine))
    return {(id_, revision): position for id_, revision, position in rows}


async def last_change(connection: AsyncConnection) -> int:
    """A number that grows with every write of a submission."""
    last: int | None = await connection.scalar(select(func.max(tables.history.c.n)))
    return last or 0
