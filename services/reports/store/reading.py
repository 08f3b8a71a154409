"""Submissions read back: one with all that a decision needs, lists by cursor, history, revisions,
comments.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true, tuple_
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from services.reports import tables
from services.reports.domain.kind import Term
from services.reports.domain.lifecycle import SHOWN
from services.reports.domain.submission import Submission, SubmissionState, TextVersion
from services.reports.store import index
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
    """The filters of a list; None or empty asks for all.

    `terms`: of each of these collections the text must have at least one term.
    """

    kind: str | None = None
    reporter: str | None = None
    terms: Sequence[Sequence[Term]] = ()
    state: str | None = None
    q: str | None = None
    updated_after: str | None = None
    waiting: bool = False


async def readable(connection: AsyncConnection, reader: Reader, ids: Iterable[str]) -> set[str]:
    """Those of these submissions that the reader may read now."""
    return {
        submission.current.id
        for submission in await get_submissions(connection, sorted(set(ids)))
        if submission.readable(reader.actor, reviewer=reader.reviewer)
    }


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
    rows = await connection.execute(page_statement(reader, wanted, after, limit))
    return [(row.updated_at, row.id) for row in rows]


def page_statement(
    reader: Reader, wanted: Wanted, after: Sequence[Any] | None, limit: int
) -> Select[tuple[str, str]]:
    """The statement of `page`."""
    s = tables.submissions
    statement = select(s.c.updated_at, s.c.id).where(
        _some_text(reader, lambda _side: true()), *_filters(reader, wanted)
    )
    if after is not None:
        statement = statement.where(tuple_(s.c.updated_at, s.c.id) < tuple_(*after))
    return statement.order_by(s.c.updated_at.desc(), s.c.id.desc()).limit(limit + 1)


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


def _visible(side: index.Side, reader: Reader) -> ColumnElement[bool]:
    """Where the reader may see the text of this side; a reviewer sees hidden public texts too."""
    if side == "newest":
        return _newest(reader)
    once_public = tables.submissions.c.public_revision.is_not(None)
    hidden = and_(once_public, ~_newest(reader)) if reader.reviewer else false()
    return or_(_public(), hidden)


def _some_text(
    reader: Reader, condition: Callable[[index.Side], ColumnElement[bool]]
) -> ColumnElement[bool]:
    """Where a text that the reader may see meets a condition, given for each side."""
    return or_(*(and_(_visible(side, reader), condition(side)) for side in index.SIDES))


def _filters(reader: Reader, wanted: Wanted) -> list[ColumnElement[bool]]:
    s = tables.submissions
    filters = [_some_text(reader, partial(index.has, terms=some)) for some in wanted.terms]
    filters += [_some_text(reader, partial(_says, word)) for word in folded(wanted.q or "").split()]
    if wanted.kind:
        filters.append(s.c.kind == wanted.kind)
    if wanted.reporter:
        filters.append(_reported_by(wanted.reporter))
    if wanted.state:
        filters.append(_in_state(reader, wanted.state))
    if wanted.updated_after:
        filters.append(s.c.updated_at > wanted.updated_after)
    if wanted.waiting:
        filters.append(_waiting(reader))
    return filters


def _says(word: str, side: index.Side) -> ColumnElement[bool]:
    """Whether the text of this side contains a folded word."""
    s = tables.submissions
    content = s.c.search if side == "newest" else s.c.public_search
    pattern = "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    return content.like(pattern, escape="\\")


def _reported_by(actor: str) -> ColumnElement[bool]:
    s, p = tables.submissions, tables.parties
    confirmed = select(p.c.submission).where(
        p.c.actor == actor, or_(p.c.public_confirmed, p.c.confirmed)
    )
    return or_(s.c.reporter == actor, s.c.id.in_(confirmed))


def _in_state(reader: Reader, state: str) -> ColumnElement[bool]:
    """Whether the state that the reader is shown is this one: outside it is `published`."""
    s = tables.submissions
    if reader.reviewer:
        return s.c.state == state
    newest = _newest(reader)
    outside = and_(~newest, _public()) if state == "published" else false()
    return or_(and_(newest, s.c.state == state), outside)


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
