"""What is contributed to cycles: brought by reporters, or taken by a cycle itself; now, or at the
position of its closing.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from kernel.db import Tx
from services.reports import tables
from services.reports.domain.as_of import PublicVersion, Step, public_at
from services.reports.domain.cycles import TAKES, Contributed, Cycle
from services.reports.domain.kinds import KINDS
from services.reports.domain.lifecycle import HIDDEN
from services.reports.domain.submission import Submission
from services.reports.store import reading
from services.reports.store.fragments import (
    PUBLICATIONS,
    REVISION_TEXTS,
    STEPS,
    grouped,
    in_batches,
    later_than,
)

TELLING = ("publish", "withhold", "release", "withdraw")


def add(tx: Tx, cycle: str, submission: str, at: str) -> None:
    """A reporter brings a submission."""
    row = {"cycle": cycle, "submission": submission, "made_at": at}
    tx.insert(tables.contributions, row)


def remove(tx: Tx, cycle: str, submission: str) -> None:
    """A reporter takes it away again. Raises StaleWrite where it is not there."""
    c = tables.contributions
    tx.execute(delete(c).where(c.c.cycle == cycle, c.c.submission == submission))


async def brought(connection: AsyncConnection, cycle: str) -> set[str]:
    """The submissions that reporters brought."""
    c = tables.contributions.c
    return set(await connection.scalars(select(c.submission).where(c.cycle == cycle)))


async def contributed(
    connection: AsyncConnection, cycle: Cycle, own: set[str], until: int | None
) -> list[Contributed]:
    """What is contributed to a cycle in its public revision, in the order begun; `own`: what
    reporters brought; `until`: the position at which what was public counts, None: now.
    """
    if until is None:
        revisions = await _public_now(connection, own | await _taken(connection, cycle))
    else:
        revisions = await _at(connection, cycle, own, until)
    return [Contributed(id_, n, id_ not in own) for id_, n in sorted(revisions.items())]


async def _at(
    connection: AsyncConnection, cycle: Cycle, own: set[str], position: int
) -> dict[str, int]:
    """What was public then, without what the cycle takes now and was of another year then."""
    changed = await _changed_since(connection, cycle, position) - own
    ids = own | changed | await _taken(connection, cycle)
    revisions = await _public_then(connection, ids, position)
    unsure = {(id_, n) for id_, n in revisions.items() if id_ in changed}
    other = changed - await _of_its_year(connection, cycle, unsure)
    return {id_: n for id_, n in revisions.items() if id_ not in other}


def _takeable(cycle: Cycle) -> Select[Any]:
    """Submissions of the kinds and reporters that it takes by itself, whatever their year."""
    s, a = tables.submissions, tables.actors
    reported = s.join(a, a.c.code == s.c.reporter)
    return select(s.c.id).select_from(reported).where(*_takes(cycle))


def _takes(cycle: Cycle) -> Iterator[ColumnElement[bool]]:
    s, kinds = tables.submissions.c, KINDS.values()
    yield s.kind.in_([kind.name for kind in kinds if cycle.type in kind.taken_by])
    yield tables.actors.c.kind.in_(TAKES.get(cycle.type, ()))
    yield s.public_revision.is_not(None)


async def _taken(connection: AsyncConnection, cycle: Cycle) -> set[str]:
    """Those whose public revision is of the cycle's year."""
    of_its_year = tables.submissions.c.id.in_(_of_year(cycle.year))
    return set(await connection.scalars(_takeable(cycle).where(of_its_year)))


def _of_year(year: int) -> Select[Any]:
    t = tables.terms.c
    public = (t.side == "public", t.name == "year", t.value == str(year))
    return select(t.submission).where(*public)


async def _changed_since(connection: AsyncConnection, cycle: Cycle, closing: int) -> set[str]:
    """Those of which another revision was published after a position: the one that was public then
    can be of another year than the one that is now.
    """
    r = tables.revisions.c
    later = (
        select(r.submission).select_from(PUBLICATIONS).where(r.revision > 1, later_than(closing))
    )
    takeable = _takeable(cycle).where(tables.submissions.c.id.in_(later))
    return set(await connection.scalars(takeable))


async def _public_now(connection: AsyncConnection, ids: Iterable[str]) -> dict[str, int]:
    s = tables.submissions.c
    public = (s.public_revision.is_not(None), s.state.not_in(HIDDEN))
    statement = select(s.id, s.public_revision).where(*public)
    rows = await in_batches(connection, statement, s.id, ids)
    return {row.id: row.public_revision for row in rows}


async def _public_then(
    connection: AsyncConnection, ids: Iterable[str], position: int
) -> dict[str, int]:
    """The revision of each that was public at a position."""
    versions = await then(connection, ids, position)
    return {id_: one.revision for id_, one in versions.items() if one.state not in HIDDEN}


async def then(
    connection: AsyncConnection, ids: Iterable[str], position: int
) -> dict[str, PublicVersion]:
    """What each had published by a position, and what had become of it by then."""
    of = tables.history.c.submission
    rows = await in_batches(connection, _told(position), of, ids)
    steps = grouped((row.submission, _step(row)) for row in rows)
    versions = ((id_, public_at(taken, position)) for id_, taken in steps.items())
    return {id_: one for id_, one in versions if one is not None}


async def states(
    connection: AsyncConnection, page: Iterable[Contributed], position: int | None
) -> dict[str, str]:
    """What had become of each by a position; nothing is told of now."""
    if position is None:
        return {}
    versions = await then(connection, [item.submission for item in page], position)
    return {id_: one.state if one.state in HIDDEN else "published" for id_, one in versions.items()}


def _step(row: Any) -> Step:
    return Step(row.action, row.at, row.seq, json.loads(row.payload))


def _told(position: int) -> Select[Any]:
    """The steps up to a position that tell what is public."""
    h, o = tables.history.c, tables.kernel.outbox.c
    columns = (h.submission, h.action, h.at, o.seq, o.payload)
    until = (o.seq <= position, h.action.in_(TELLING))
    return select(*columns).select_from(STEPS).where(*until).order_by(h.n)


async def _of_its_year(
    connection: AsyncConnection, cycle: Cycle, revisions: Iterable[tuple[str, int]]
) -> set[str]:
    """Those of these revisions that are of the cycle's year."""
    r, year = tables.revisions.c, ("year", str(cycle.year))
    which = tuple_(r.submission, r.revision)
    rows = await in_batches(connection, _payloads(), which, revisions)
    return {row.id for row in rows if year in _terms(row)}


def _payloads() -> Select[Any]:
    """The payload of each revision, and the submission and kind that it is of."""
    s = tables.submissions
    of = REVISION_TEXTS.join(s, s.c.id == tables.revisions.c.submission)
    return select(s.c.id, s.c.kind, tables.texts.c.payload).select_from(of)


def _terms(row: Any) -> list[tuple[str, str]]:
    return list(KINDS[row.kind].index(json.loads(row.payload)))


async def with_texts(
    connection: AsyncConnection, page: Sequence[Contributed]
) -> list[tuple[Contributed, Submission, tuple[str, str]]]:
    """Contributions, each with its submission, and title and language of its revision."""
    ids = [item.submission for item in page]
    submissions = await reading.get_submissions(connection, ids, contents=False)
    texts = await titles(connection, [(item.submission, item.revision) for item in page])
    return [
        (item, one, texts[item.submission, item.revision])
        for item, one in zip(page, submissions, strict=True)
    ]


async def titles(
    connection: AsyncConnection, revisions: Sequence[tuple[str, int]]
) -> Mapping[tuple[str, int], tuple[str, str]]:
    """Title and language of each (submission, revision)."""
    r, t = tables.revisions.c, tables.texts.c
    statement = select(r.submission, r.revision, t.title, t.language).select_from(REVISION_TEXTS)
    these = tuple_(r.submission, r.revision).in_(revisions)
    rows = await connection.execute(statement.where(these))
    return {(row.submission, row.revision): (row.title, row.language) for row in rows}
