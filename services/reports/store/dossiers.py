"""Dossiers: which are due, the texts that stand in them, and what was issued."""

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts import reports as events
from contracts.codes import LANGUAGES
from kernel.db import Tx
from services.reports import tables
from services.reports.domain.cycles import CLOSED
from services.reports.domain.kinds import KINDS
from services.reports.store.contributions import batches

FOLLOWED = [kind.name for kind in KINDS.values() if kind.followed]
TOLD = (events.Published.type, events.StatementMade.type, events.ProposalDecided.type)
SAID = (events.StatementMade.type, events.StatementWithdrawn.type, events.StatementWithheld.type)
CHANGING = ("withhold", "release", "withdraw")

d, s, c, o = tables.dossiers, tables.dossier_sources, tables.cycles, tables.kernel.outbox


class About(NamedTuple):
    """What a dossier says of a submission without its text."""

    kind: str
    reporter: str
    code: str | None


class Issued(NamedTuple):
    """A dossier that stands: `noted` up to where, `position` that of its event, `replaces` that of
    the event of the one before.
    """

    cycle: str
    lang: str
    number: int
    noted: int
    json_sha256: str
    pdf_sha256: str
    position: int | None
    replaces: int | None


class Said(NamedTuple):
    """A statement was made, withdrawn or withheld."""

    type: str
    statement: str
    position: int | None


def mark(tx: Tx, subject: str, event: str, *, hidden: bool | None) -> None:
    """A submission or statement was hidden (True), shown again (False) or taken away (None): the
    dossiers that hold its text are to be made again.
    """
    values = {"event": event} | ({} if hidden is None else {"hidden": hidden})
    tx.execute(update(s).where(s.c.subject == subject).values(values), expect=None)


def add_sources(tx: Tx, cycle: str, subjects: Iterable[str]) -> None:
    """Texts that will stand in the dossiers of a cycle. Raises DuplicateKey."""
    for subject in sorted(subjects):
        tx.insert(s, {"cycle": cycle, "subject": subject, "event": None, "hidden": None})


def replace(tx: Tx, cycle: str, lang: str, number: int) -> None:
    """The dossier before: its digests stay. Raises StaleWrite where another was issued."""
    before = (d.c.cycle == cycle, d.c.lang == lang, d.c.number == number, d.c.current.is_(True))
    tx.execute(update(d).where(*before).values(current=False, json=None, pdf=None))


def add(tx: Tx, row: Mapping[str, Any]) -> None:
    """A dossier that is issued. Raises DuplicateKey where another process was faster."""
    tx.insert(d, row)


async def due(connection: AsyncConnection) -> list[str]:
    """The closed cycles of which a dossier is to be made, in the order of their closings."""
    issued = (
        select(d.c.cycle, func.count().label("languages"), func.min(d.c.noted).label("noted"))
        .where(d.c.current.is_(True))
        .group_by(d.c.cycle)
        .subquery()
    )
    changed = select(s.c.cycle).join(o, s.c.event == o.c.id)
    since = changed.where(s.c.cycle == c.c.id, o.c.seq > issued.c.noted).exists()
    statement = (
        select(c.c.id)
        .select_from(c.join(o, c.c.event == o.c.id).outerjoin(issued, issued.c.cycle == c.c.id))
        .where(c.c.state == CLOSED, o.c.seq.is_not(None))
        .where(or_(func.coalesce(issued.c.languages, 0) < len(LANGUAGES), since))
        .order_by(o.c.seq)
    )
    return list(await connection.scalars(statement))


async def current(connection: AsyncConnection, ids: Collection[str]) -> list[Issued]:
    """The dossiers of cycles that stand, by language."""
    before = d.alias()
    previous = (before.c.cycle == d.c.cycle, before.c.lang == d.c.lang)
    replaced = (
        select(o.c.seq)
        .select_from(o.join(before, before.c.event == o.c.id))
        .where(*previous, before.c.number == d.c.number - 1)
    )
    columns = [d.c[name] for name in Issued._fields[:6]]
    statement = (
        select(*columns, o.c.seq, replaced.scalar_subquery())
        .select_from(d.outerjoin(o, o.c.id == d.c.event))
        .where(d.c.cycle.in_(ids), d.c.current.is_(True))
        .order_by(d.c.lang)
    )
    return [Issued._make(row) for row in await connection.execute(statement)]


async def content(
    connection: AsyncConnection, cycle: str, lang: str, format_: str
) -> tuple[bytes, str] | None:
    """The bytes of the dossier that stands, and their SHA-256; None until it is made."""
    columns = (d.c[format_], d.c[f"{format_}_sha256"])
    standing = (d.c.cycle == cycle, d.c.lang == lang, d.c.current.is_(True))
    row = (await connection.execute(select(*columns).where(*standing))).first()
    return (bytes(row[0]), str(row[1])) if row is not None else None


async def hidden(connection: AsyncConnection, cycle: str, lang: str) -> bool:
    """Whether a text of the dossier that stands was hidden after it was made."""
    standing = (d.c.cycle == cycle, d.c.lang == lang, d.c.current.is_(True))
    statement = (
        select(s.c.subject)
        .select_from(s.join(o, s.c.event == o.c.id).join(d, d.c.cycle == s.c.cycle))
        .where(*standing, s.c.hidden.is_(True), or_(o.c.seq.is_(None), o.c.seq > d.c.noted))
    )
    return (await connection.execute(statement.limit(1))).first() is not None


async def sources(connection: AsyncConnection, cycle: str) -> set[str]:
    """The texts that are known to stand in the dossiers of a cycle."""
    return set(await connection.scalars(select(s.c.subject).where(s.c.cycle == cycle)))


async def previous(
    connection: AsyncConnection, type_: str, position: int
) -> tuple[str, int] | None:
    """The last cycle of a type that was closed before a position, and the position of that."""
    statement = (
        select(c.c.id, o.c.seq)
        .select_from(c.join(o, c.c.event == o.c.id))
        .where(c.c.state == CLOSED, c.c.type == type_, o.c.seq < position)
        .order_by(o.c.seq.desc())
        .limit(1)
    )
    row = (await connection.execute(statement)).first()
    return (row.id, row.seq) if row is not None else None


async def followed(connection: AsyncConnection, after: int, until: int) -> set[str]:
    """The submissions of followed kinds of which something was told between two positions."""
    submissions = tables.submissions
    statement = (
        select(o.c.aggregateid)
        .distinct()
        .select_from(o.join(submissions, submissions.c.id == o.c.aggregateid))
        .where(o.c.seq > after, o.c.seq <= until, o.c.type.in_(TOLD))
        .where(submissions.c.kind.in_(FOLLOWED))
    )
    return set(await connection.scalars(statement))


async def about(connection: AsyncConnection, ids: Iterable[str]) -> dict[str, About]:
    """Kind, reporter and code of submissions."""
    t = tables.submissions
    found: dict[str, About] = {}
    for some in batches(ids):
        rows = await connection.execute(
            select(t.c.id, t.c.kind, t.c.reporter, t.c.code).where(t.c.id.in_(some))
        )
        found |= {row.id: About(row.kind, row.reporter, row.code) for row in rows}
    return found


async def publications(
    connection: AsyncConnection, ids: Iterable[str]
) -> dict[tuple[str, int], int]:
    """The position of the publication of each (submission, revision)."""
    r = tables.revisions
    joined = r.join(o, r.c.published_event == o.c.id)
    found: dict[tuple[str, int], int] = {}
    for some in batches(ids):
        rows = await connection.execute(
            select(r.c.submission, r.c.revision, o.c.seq)
            .select_from(joined)
            .where(r.c.submission.in_(some))
        )
        found |= {(row.submission, row.revision): row.seq for row in rows}
    return found


async def changes(connection: AsyncConnection, ids: Iterable[str], after: int) -> list[int | None]:
    """The positions of the steps after one that hid these submissions, showed them again or took
    them away; None for one that has no position yet.
    """
    h = tables.history
    later = and_(h.c.action.in_(CHANGING), or_(o.c.seq.is_(None), o.c.seq > after))
    found: list[int | None] = []
    for some in batches(ids):
        statement = select(o.c.seq).select_from(h.join(o, h.c.event == o.c.id))
        found += await connection.scalars(statement.where(h.c.submission.in_(some), later))
    return found


async def said(connection: AsyncConnection, subjects: Iterable[str]) -> dict[str, list[Said]]:
    """By submission or cycle: the statements that were made beside it and ended, in order."""
    found: dict[str, list[Said]] = {}
    for some in batches(subjects):
        rows = await connection.execute(
            select(o.c.aggregateid, o.c.type, o.c.seq, o.c.payload)
            .where(o.c.aggregateid.in_(some), o.c.type.in_(SAID))
            .order_by(o.c.n)
        )
        for row in rows:
            one = Said(row.type, json.loads(row.payload)["statement"], row.seq)
            found.setdefault(row.aggregateid, []).append(one)
    return found
