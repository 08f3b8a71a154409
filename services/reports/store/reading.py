"""Submissions read back: one with all that a decision needs, lists by cursor, history, revisions,
comments.
"""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, TextClause, and_, false, or_, select, tuple_
from sqlalchemy import text as text_clause
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from kernel.db import BatchLoader, Database
from services.reports import tables
from services.reports.domain.lifecycle import SHOWN
from services.reports.domain.submission import Submission, SubmissionState, TextVersion
from services.reports.store.writing import COLUMNS, folded


async def get_submission(connection: AsyncConnection, id_: str) -> Submission | None:
    """A submission with its newest and public texts and the confirmations of both; None when there
    is none.
    """
    found = await get_submissions(connection, [id_])
    return found[0] if found else None


async def get_submissions(connection: AsyncConnection, ids: Sequence[str]) -> list[Submission]:
    """Several submissions, in the order asked for."""
    submissions = tables.submissions
    rows = (
        (await connection.execute(select(submissions).where(submissions.c.id.in_(ids))))
        .mappings()
        .all()
    )
    heads = {
        row["id"]: SubmissionState(id=row["id"], **{name: row[name] for name in COLUMNS})
        for row in rows
    }
    wanted = [
        (current.id, number)
        for current in heads.values()
        for number in {current.text, current.public_text}
        if number is not None
    ]
    found = await _texts(connection, wanted)
    given = tables.confirmations
    confirmed: dict[str, set[tuple[str, int]]] = defaultdict(set)
    for id_, actor, number in await connection.execute(
        select(given.c.submission, given.c.actor, given.c.text).where(given.c.submission.in_(ids))
    ):
        confirmed[id_].add((actor, number))
    in_order = (heads[id_] for id_ in ids if id_ in heads)
    return [
        Submission(
            h,
            found[h.id, h.text],
            found.get((h.id, h.public_text or 0)),
            frozenset(confirmed[h.id]),
        )
        for h in in_order
    ]


async def _texts(
    connection: AsyncConnection, wanted: Sequence[tuple[str, int]]
) -> dict[tuple[str, int], TextVersion]:
    texts = tables.texts
    rows = await connection.execute(
        select(texts).where(tuple_(texts.c.submission, texts.c.number).in_(wanted))
    )
    return {(row["submission"], row["number"]): _text(row) for row in rows.mappings()}


def _text(row: RowMapping) -> TextVersion:
    return TextVersion(
        row["number"],
        row["revision"],
        row["title"],
        row["language"],
        json.loads(row["payload"]),
        json.loads(row["evidence"]),
        tuple(json.loads(row["joint"])),
        row["saved_at"],
    )


async def text(connection: AsyncConnection, id_: str, number: int) -> TextVersion:
    """One saved text."""
    return (await _texts(connection, [(id_, number)]))[id_, number]


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a list: the actor of the key, and whether the key reviews."""

    actor: str | None
    reviewer: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filters of a list; None or empty asks for all."""

    kind: str | None = None
    reporter: str | None = None
    activities: Sequence[str] | None = None
    year: int | None = None
    state: str | None = None
    q: str | None = None
    updated_after: str | None = None
    waiting: bool = False


async def page(
    connection: AsyncConnection,
    reader: Reader,
    wanted: Wanted,
    after: Sequence[Any] | None,
    limit: int,
) -> list[tuple[str, str]]:
    """(updated_at, id) of the next submissions that this reader may see, newest first; one more
    than `limit` where there are more.
    """
    s = tables.submissions
    statement = select(s.c.updated_at, s.c.id).where(_visible(reader), *_filters(reader, wanted))
    if after is not None:
        statement = statement.where(tuple_(s.c.updated_at, s.c.id) < tuple_(*after))
    rows = await connection.execute(
        statement.order_by(s.c.updated_at.desc(), s.c.id.desc()).limit(limit + 1)
    )
    return [(row.updated_at, row.id) for row in rows]


def _public() -> ColumnElement[bool]:
    s = tables.submissions
    return and_(s.c.public_revision.is_not(None), s.c.state.not_in(("withheld", "withdrawn")))


def _named(actor: str) -> Select[tuple[str]]:
    p = tables.parties
    return select(p.c.submission).where(p.c.actor == actor, p.c.named)


def _newest(reader: Reader) -> ColumnElement[bool]:
    """Where the reader sees the newest text, not the public one."""
    s = tables.submissions
    shown = s.c.state.in_(SHOWN)
    options: list[ColumnElement[bool]] = []
    if reader.actor:
        options += [s.c.reporter == reader.actor, and_(shown, s.c.id.in_(_named(reader.actor)))]
    if reader.reviewer:
        options += [shown, and_(s.c.state == "withdrawn", s.c.public_revision.is_(None))]
    return or_(*options) if options else false()


def _visible(reader: Reader) -> ColumnElement[bool]:
    s = tables.submissions
    hidden = s.c.public_revision.is_not(None) if reader.reviewer else false()
    return or_(_public(), _newest(reader), hidden)


def _filters(reader: Reader, wanted: Wanted) -> list[ColumnElement[bool]]:
    s, p = tables.submissions, tables.parties
    newest, public = _newest(reader), _public()
    found: list[ColumnElement[bool]] = []

    def either(of_newest: ColumnElement[bool], of_public: ColumnElement[bool]) -> None:
        found.append(or_(and_(newest, of_newest), and_(or_(~newest, public), of_public)))

    if wanted.kind:
        found.append(s.c.kind == wanted.kind)
    if wanted.reporter:
        confirmed = select(p.c.submission).where(
            p.c.actor == wanted.reporter, or_(p.c.public_confirmed, p.c.confirmed)
        )
        found.append(or_(s.c.reporter == wanted.reporter, s.c.id.in_(confirmed)))
    if wanted.activities is not None:
        either(s.c.activity.in_(wanted.activities), s.c.public_activity.in_(wanted.activities))
    if wanted.year is not None:
        either(s.c.year == wanted.year, s.c.public_year == wanted.year)
    if wanted.state:
        insider = or_(newest, s.c.id.is_not(None)) if reader.reviewer else newest
        found.append(
            or_(
                and_(insider, s.c.state == wanted.state),
                and_(~insider, public) if wanted.state == "published" else false(),
            )
        )
    for word in folded(wanted.q or "").split():
        pattern = "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        either(s.c.search.like(pattern, escape="\\"), s.c.public_search.like(pattern, escape="\\"))
    if wanted.updated_after:
        found.append(s.c.updated_at > wanted.updated_after)
    if wanted.waiting:
        found.append(_waiting(reader))
    return found


def _waiting(reader: Reader) -> ColumnElement[bool]:
    """What somebody waits for this reader to do."""
    s, p = tables.submissions, tables.parties
    options: list[ColumnElement[bool]] = []
    if reader.actor:
        asked = select(p.c.submission).where(p.c.actor == reader.actor, p.c.named, ~p.c.confirmed)
        options += [
            and_(s.c.reporter == reader.actor, s.c.state.in_(("draft", "returned"))),
            and_(s.c.id.in_(asked), s.c.state.in_((*SHOWN, "published"))),
        ]
    if reader.reviewer:
        options.append(s.c.state.in_(("submitted", "under_review", "accepted")))
    return or_(*options) if options else false()


Likeness = tuple[str, str, int]  # reporter, activity, year
SIMILAR = (
    "SELECT * FROM (SELECT reporter, activity, year, id FROM reports_submissions"
    " WHERE reporter = :r{n} AND activity = :a{n} AND year = :y{n} AND state <> 'withdrawn' "
    "ORDER BY id LIMIT :most) AS s{n}"
)


def similar(db: Database, most: int) -> BatchLoader[Likeness, list[str]]:
    """A reporter's living submissions on an activity and year, the first of them; in one statement,
    however many are asked for.
    """

    async def fetch(wanted: Sequence[Likeness]) -> dict[Likeness, list[str]]:
        # few sizes, so few statements to prepare; what is too much asks for nobody's
        size = 1 << (len(wanted) - 1).bit_length()
        given = {
            f"{name}{n}": part
            for n, one in enumerate(wanted)
            for name, part in zip("ray", one, strict=True)
        }
        given |= {
            f"{name}{n}": part
            for n in range(len(wanted), size)
            for name, part in zip("ray", ("", "", 0), strict=True)
        }
        found: dict[Likeness, list[str]] = defaultdict(list)
        for reporter, activity, year, id_ in await db.fetch(
            _similar_statement(size), {**given, "most": most}
        ):
            found[reporter, activity, year].append(id_)
        return found

    return BatchLoader(fetch)


@cache
def _similar_statement(size: int) -> TextClause:
    return text_clause(" UNION ALL ".join(SIMILAR.format(n=n) for n in range(size)))


async def revisions(connection: AsyncConnection, id_: str) -> list[tuple[RowMapping, TextVersion]]:
    """Every revision begun, oldest first, with its last text."""
    r = tables.revisions
    rows = (
        (await connection.execute(select(r).where(r.c.submission == id_).order_by(r.c.revision)))
        .mappings()
        .all()
    )
    found = await _texts(connection, [(id_, row["text"]) for row in rows])
    return [(row, found[id_, row["text"]]) for row in rows]


async def history(
    connection: AsyncConnection, id_: str, after: int = 0, limit: int | None = None
) -> list[RowMapping]:
    """The steps of a submission in order, each with its event's position, instant and data where
    the relay has given one.
    """
    h, o = tables.history, tables.kernel.outbox
    statement = (
        select(h, o.c.seq.label("position"), o.c.recordedtime, o.c.payload)
        .select_from(h.outerjoin(o, h.c.event == o.c.id))
        .where(h.c.submission == id_, h.c.n > after)
        .order_by(h.c.n)
    )
    return list(
        (await connection.execute(statement.limit(limit) if limit else statement)).mappings()
    )


async def comments(
    connection: AsyncConnection, id_: str, after: int, limit: int
) -> list[RowMapping]:
    """The comments of a submission, oldest first."""
    c = tables.comments
    statement = select(c).where(c.c.submission == id_, c.c.n > after).order_by(c.c.n).limit(limit)
    return list((await connection.execute(statement)).mappings())
