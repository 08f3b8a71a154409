"""Dossiers: which are due, the texts that stand in them, and what was issued."""

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Row,
    ScalarSelect,
    Select,
    Subquery,
    and_,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts import reports as events
from contracts.codes import LANGUAGES
from kernel.db import Tx
from services.reports import tables
from services.reports.domain.cycles import CLOSED
from services.reports.domain.dossiers import STANDING
from services.reports.domain.kinds import KINDS
from services.reports.store import contributions, fragments
from services.reports.store.fragments import PUBLICATIONS, STEPS, in_batches, later_than

FOLLOWED = [kind.name for kind in KINDS.values() if kind.followed]
TOLD = (events.Published.type, events.StatementMade.type, events.ProposalDecided.type)
SAID = (events.StatementMade.type, events.StatementWithdrawn.type, events.StatementWithheld.type)
CHANGING = ("withhold", "release", "withdraw")

d, s, c = tables.dossiers.c, tables.dossier_sources.c, tables.cycles.c
outbox = tables.kernel.outbox
o = outbox.c

#: Cycles, each with the event of its last write.
CYCLES = tables.cycles.join(outbox, c.event == o.id)
#: Texts that stand in dossiers, each with the event that changed whether it is hidden.
SOURCES = tables.dossier_sources.join(outbox, s.event == o.id)


class About(NamedTuple):
    """What a dossier says of a submission without its text."""

    kind: str
    reporter: str
    code: str | None


class Public(NamedTuple):
    """A submission that was public at a position: in which revision, and where that was
    published.
    """

    id: str
    about: About
    revision: int
    position: int


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
    of = update(tables.dossier_sources).where(s.subject == subject)
    tx.execute(of.values(values), expect=None)


def add_sources(tx: Tx, cycle: str, subjects: Iterable[str]) -> None:
    """Texts that will stand in the dossiers of a cycle. Raises DuplicateKey."""
    for subject in sorted(subjects):
        row = {"cycle": cycle, "subject": subject, "event": None, "hidden": None}
        tx.insert(tables.dossier_sources, row)


def replace(tx: Tx, cycle: str, lang: str, number: int) -> None:
    """The dossier before: its digests stay. Raises StaleWrite where another was issued."""
    before = update(tables.dossiers).where(_standing(cycle, lang), d.number == number)
    tx.execute(before.values(current=False, json=None, pdf=None))


def _standing(cycle: str, lang: str) -> ColumnElement[bool]:
    return and_(d.cycle == cycle, d.lang == lang, d.current.is_(True))


def add(tx: Tx, row: Mapping[str, Any]) -> None:
    """A dossier that is issued. Raises DuplicateKey where another process was faster."""
    tx.insert(tables.dossiers, row)


async def due(connection: AsyncConnection) -> list[str]:
    """The closed cycles of which a dossier is to be made, in the order of their closings."""
    issued = _issued()
    of = CYCLES.outerjoin(issued, issued.c.cycle == c.id)
    closed = (c.state == CLOSED, o.seq.is_not(None))
    statement = select(c.id).select_from(of).where(*closed, _lacking(issued)).order_by(o.seq)
    return list(await connection.scalars(statement))


def _issued() -> Subquery:
    """The cycles with dossiers that stand: in how many languages, and noted at least up to."""
    languages, noted = func.count().label("languages"), func.min(d.noted).label("noted")
    standing = select(d.cycle, languages, noted).where(d.current.is_(True))
    return standing.group_by(d.cycle).subquery()


def _lacking(issued: Subquery) -> ColumnElement[bool]:
    """A language is missing, or a text was hidden or shown since."""
    changed = select(s.cycle).select_from(SOURCES).where(s.cycle == c.id)
    since = changed.where(o.seq > issued.c.noted).exists()
    return or_(func.coalesce(issued.c.languages, 0) < len(LANGUAGES), since)


async def current(
    connection: AsyncConnection, ids: Collection[str], position: int | None = None
) -> list[Issued]:
    """The dossiers of cycles that stand, or stood at a position, by language."""
    if position is not None:
        return await _issued_by(connection, ids, position)
    standing = _issues().where(d.cycle.in_(ids), d.current.is_(True)).order_by(d.lang)
    return [Issued._make(row) for row in await connection.execute(standing)]


async def _issued_by(
    connection: AsyncConnection, ids: Collection[str], position: int
) -> list[Issued]:
    statement = _issues().where(d.cycle.in_(ids), o.seq <= position).order_by(d.lang, d.number)
    issued = map(Issued._make, await connection.execute(statement))
    return [*{(one.cycle, one.lang): one for one in issued}.values()]


def _issues() -> Select[Any]:
    columns = [d[name] for name in Issued._fields[:6]]
    of = tables.dossiers.outerjoin(outbox, o.id == d.event)
    return select(*columns, o.seq, _replaced()).select_from(of)


def _replaced() -> ScalarSelect[int | None]:
    """The position of the dossier before."""
    before = tables.dossiers.alias()
    event = outbox.join(before, before.c.event == o.id)
    same = (before.c.cycle == d.cycle, before.c.lang == d.lang)
    replaced = select(o.seq).select_from(event).where(*same, before.c.number == d.number - 1)
    return replaced.scalar_subquery()


async def having(
    connection: AsyncConnection, hash_: str, position: int | None = None
) -> list[tuple[str, Issued]]:
    """The dossiers that stand, or stood at a position, with a file of this hash, each behind the
    title of its cycle.
    """
    found = or_(d.json_sha256 == hash_, d.pdf_sha256 == hash_)
    of = tables.dossiers.join(tables.cycles, c.id == d.cycle)
    rows: Any = await connection.execute(select(c.id, c.title).select_from(of).where(found))
    titles = dict(iter(rows))
    standing = await current(connection, [*titles], position)
    return [
        (titles[one.cycle], one) for one in standing if hash_ in (one.json_sha256, one.pdf_sha256)
    ]


async def content(
    connection: AsyncConnection, cycle: str, lang: str, format_: str
) -> tuple[bytes, str] | None:
    """The bytes of the dossier that stands, and their SHA-256; None until it is made."""
    columns = (d[format_], d[f"{format_}_sha256"])
    statement = select(*columns).where(_standing(cycle, lang))
    row = (await connection.execute(statement)).first()
    return (bytes(row[0]), str(row[1])) if row is not None else None


async def hidden(connection: AsyncConnection, cycle: str, lang: str) -> bool:
    """Whether a text of the dossier that stands was hidden after it was made."""
    of = SOURCES.join(tables.dossiers, d.cycle == s.cycle)
    later = (_standing(cycle, lang), s.hidden.is_(True), later_than(d.noted))
    statement = select(s.subject).select_from(of).where(*later).limit(1)
    return await fragments.found(connection, statement)


async def sources(connection: AsyncConnection, cycle: str) -> set[str]:
    """The texts that are known to stand in the dossiers of a cycle."""
    return set(await connection.scalars(select(s.subject).where(s.cycle == cycle)))


async def previous(
    connection: AsyncConnection, type_: str, position: int
) -> tuple[str, int] | None:
    """The last cycle of a type that was closed before a position, and the position of that."""
    before = (c.state == CLOSED, c.type == type_, o.seq < position)
    statement = select(c.id, o.seq).select_from(CYCLES).where(*before)
    row = (await connection.execute(statement.order_by(o.seq.desc()).limit(1))).first()
    return (row.id, row.seq) if row is not None else None


async def followed(connection: AsyncConnection, since: int, until: int) -> set[str]:
    """The submissions of followed kinds of which something was told between two positions."""
    submissions = tables.submissions
    of = outbox.join(submissions, submissions.c.id == o.aggregateid)
    told = (o.seq > since, o.seq <= until, o.type.in_(TOLD), submissions.c.kind.in_(FOLLOWED))
    statement = select(o.aggregateid).distinct().select_from(of).where(*told)
    return set(await connection.scalars(statement))


async def public(connection: AsyncConnection, ids: Iterable[str], position: int) -> list[Public]:
    """Those of these submissions that were public at a position, in the order of their ids."""
    then = sorted((await contributions.then(connection, ids, position)).items())
    revisions = {id_: one.revision for id_, one in then if one.state == STANDING}
    of = await about(connection, revisions)
    places = await publications(connection, revisions)
    return [Public(id_, of[id_], n, places[id_, n]) for id_, n in revisions.items()]


async def about(connection: AsyncConnection, ids: Iterable[str]) -> dict[str, About]:
    """Kind, reporter and code of submissions."""
    t = tables.submissions.c
    statement = select(t.id, t.kind, t.reporter, t.code)
    rows = await in_batches(connection, statement, t.id, ids)
    return {row.id: About(row.kind, row.reporter, row.code) for row in rows}


async def publications(
    connection: AsyncConnection, ids: Iterable[str]
) -> dict[tuple[str, int], int]:
    """The position of the publication of each (submission, revision)."""
    r = tables.revisions.c
    statement = select(r.submission, r.revision, o.seq).select_from(PUBLICATIONS)
    rows = await in_batches(connection, statement, r.submission, ids)
    return {(row.submission, row.revision): row.seq for row in rows}


async def changes(
    connection: AsyncConnection, ids: Iterable[str], position: int
) -> list[int | None]:
    """The positions of the steps after one that hid these submissions, showed them again or took
    them away; None for one that has no position yet.
    """
    h = tables.history.c
    later = (h.action.in_(CHANGING), later_than(position))
    statement = select(o.seq).select_from(STEPS).where(*later)
    return [row.seq for row in await in_batches(connection, statement, h.submission, ids)]


async def said(connection: AsyncConnection, subjects: Iterable[str]) -> dict[str, list[Said]]:
    """By submission or cycle: the statements that were made beside it and ended, in order."""
    columns = (o.aggregateid, o.type, o.seq, o.payload)
    statement = select(*columns).where(o.type.in_(SAID)).order_by(o.n)
    rows = await in_batches(connection, statement, o.aggregateid, subjects)
    return fragments.grouped((row.aggregateid, _said(row)) for row in rows)


def _said(row: Row[Any]) -> Said:
    return Said(row.type, json.loads(row.payload)["statement"], row.seq)
