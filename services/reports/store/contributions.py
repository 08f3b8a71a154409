"""What is contributed to cycles: brought by reporters, or taken by a cycle itself; now, or at the
position of its closing.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Select, delete, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from kernel.db import Tx
from services.reports import tables
from services.reports.domain.as_of import PublicVersion, Step, public_at
from services.reports.domain.cycles import TAKES, Contributed, Cycle
from services.reports.domain.kinds import KINDS
from services.reports.domain.lifecycle import HIDDEN

AT_ONCE = 500  # ids in one statement
STEPS = ("publish", "withhold", "release", "withdraw")


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
    c = tables.contributions
    return set(await connection.scalars(select(c.c.submission).where(c.c.cycle == cycle)))


async def contributed(
    connection: AsyncConnection, cycle: Cycle, closing: int | None
) -> list[Contributed]:
    """What is contributed to a cycle in its public revision, in the order begun; `closing`: the
    position at which what was public counts, None: now.
    """
    own = await brought(connection, cycle.id)
    taken: set[str] = set(await connection.scalars(_taken(cycle)))
    if closing is None:
        revisions = await _public_now(connection, own | taken)
    else:
        changed = await _changed_since(connection, cycle, closing)
        revisions = await _public_then(connection, own | taken | changed, closing)
        stayed = {(id_, revisions[id_]) for id_ in changed - own if id_ in revisions}
        other = changed - own - await _of_its_year(connection, cycle, stayed)
        revisions = {id_: n for id_, n in revisions.items() if id_ not in other}
    return [Contributed(id_, n, id_ not in own) for id_, n in sorted(revisions.items())]


def _takeable(cycle: Cycle) -> Select[Any]:
    """Submissions of the kinds and reporters that it takes by itself, whatever their year."""
    s, a = tables.submissions, tables.actors
    kinds = [kind.name for kind in KINDS.values() if cycle.type in kind.taken_by]
    reported = s.join(a, a.c.code == s.c.reporter)
    of_kind = (s.c.kind.in_(kinds), a.c.kind.in_(TAKES.get(cycle.type, ())))
    return select(s.c.id).select_from(reported).where(*of_kind, s.c.public_revision.is_not(None))


def _taken(cycle: Cycle) -> Select[Any]:
    """Those whose public revision is of the cycle's year."""
    t, year = tables.terms, str(cycle.year)
    of_year = select(t.c.submission).where(
        t.c.side == "public", t.c.name == "year", t.c.value == year
    )
    return _takeable(cycle).where(tables.submissions.c.id.in_(of_year))


async def _changed_since(connection: AsyncConnection, cycle: Cycle, closing: int) -> set[str]:
    """Those of which another revision was published after a position: the one that was public then
    can be of another year than the one that is now.
    """
    r, o = tables.revisions, tables.kernel.outbox
    later = (
        select(r.c.submission)
        .select_from(r.join(o, r.c.published_event == o.c.id))
        .where(r.c.revision > 1, (o.c.seq > closing) | o.c.seq.is_(None))
    )
    takeable = _takeable(cycle).where(tables.submissions.c.id.in_(later))
    return set(await connection.scalars(takeable))


async def _public_now(connection: AsyncConnection, ids: Iterable[str]) -> dict[str, int]:
    s = tables.submissions
    revisions: dict[str, int] = {}
    for some in batches(ids):
        public = (s.c.public_revision.is_not(None), s.c.state.not_in(HIDDEN))
        rows = await connection.execute(
            select(s.c.id, s.c.public_revision).where(s.c.id.in_(some), *public)
        )
        revisions |= {row.id: row.public_revision for row in rows}
    return revisions


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
    h, o = tables.history, tables.kernel.outbox
    steps: dict[str, list[Step]] = defaultdict(list)
    for some in batches(ids):
        statement = (
            select(h.c.submission, h.c.action, h.c.at, o.c.seq, o.c.payload)
            .select_from(h.join(o, h.c.event == o.c.id))
            .where(h.c.submission.in_(some), o.c.seq <= position, h.c.action.in_(STEPS))
            .order_by(h.c.n)
        )
        for id_, action, at, seq, payload in await connection.execute(statement):
            steps[id_].append(Step(action, at, seq, json.loads(payload)))
    versions = {id_: public_at(taken, position) for id_, taken in steps.items()}
    return {id_: one for id_, one in versions.items() if one is not None}


async def _of_its_year(
    connection: AsyncConnection, cycle: Cycle, revisions: Iterable[tuple[str, int]]
) -> set[str]:
    """Those of these revisions that are of the cycle's year."""
    s, r, t = tables.submissions, tables.revisions, tables.texts
    same = (t.c.submission == r.c.submission) & (t.c.number == r.c.text)
    joined = r.join(t, same).join(s, s.c.id == r.c.submission)
    found: set[str] = set()
    for some in batches(revisions):
        rows = await connection.execute(
            select(s.c.id, s.c.kind, t.c.payload)
            .select_from(joined)
            .where(tuple_(r.c.submission, r.c.revision).in_(some))
        )
        found |= {row.id for row in rows if ("year", str(cycle.year)) in _terms(row)}
    return found


def _terms(row: Any) -> list[tuple[str, str]]:
    return list(KINDS[row.kind].index(json.loads(row.payload)))


async def titles(
    connection: AsyncConnection, revisions: Sequence[tuple[str, int]]
) -> Mapping[tuple[str, int], tuple[str, str]]:
    """Title and language of each (submission, revision)."""
    r, t = tables.revisions, tables.texts
    same = (t.c.submission == r.c.submission) & (t.c.number == r.c.text)
    rows = await connection.execute(
        select(r.c.submission, r.c.revision, t.c.title, t.c.language)
        .select_from(r.join(t, same))
        .where(tuple_(r.c.submission, r.c.revision).in_(revisions))
    )
    return {(row.submission, row.revision): (row.title, row.language) for row in rows}


def batches(things: Iterable[Any]) -> Iterable[list[Any]]:
    """The things in their order, some at once."""
    ordered = iter(sorted(things))
    while some := list(islice(ordered, AT_ONCE)):
        yield some
