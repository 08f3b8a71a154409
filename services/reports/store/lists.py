"""Lists of submissions: those that a reader may see, and of these what the filters leave."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, literal, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from services.reports import tables
from services.reports.domain.folding import patterns
from services.reports.domain.kind import Term
from services.reports.domain.lifecycle import EDITABLE, SHOWN
from services.reports.store import index
from services.reports.store.position import Position


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
    visible = or_(*_visible(reader).values())
    statement = select(s.c.updated_at, s.c.id).where(visible, *_filters(reader, wanted))
    if after is not None:
        statement = statement.where(tuple_(s.c.updated_at, s.c.id) < tuple_(*after))
    return statement.order_by(s.c.updated_at.desc(), s.c.id.desc()).limit(limit + 1)


def _public() -> ColumnElement[bool]:
    s = tables.submissions
    return and_(s.c.public_revision.is_not(None), s.c.state.not_in(("withheld", "withdrawn")))


def _newest(reader: Reader) -> ColumnElement[bool]:
    """Where a reader that is not the public sees the newest text."""
    own = _newest_of_own(reader.actor) if reader.actor else ()
    reviewed = _newest_of_reviewed() if reader.reviewer else ()
    return or_(*own, *reviewed)


def _newest_of_own(actor: str) -> Iterator[ColumnElement[bool]]:
    """What an actor reports, and what names it as a joint reporter once it is submitted."""
    s, p = tables.submissions, tables.parties
    yield s.c.reporter == actor
    named = select(p.c.submission).where(p.c.actor == actor, p.c.named)
    yield and_(s.c.state.in_(SHOWN), s.c.id.in_(named))


def _newest_of_reviewed() -> Iterator[ColumnElement[bool]]:
    """What is under way, and what was withdrawn before it was ever public."""
    s = tables.submissions
    yield s.c.state.in_(SHOWN)
    yield and_(s.c.state == "withdrawn", s.c.public_revision.is_(None))


def _visible(reader: Reader) -> dict[index.Side, ColumnElement[bool]]:
    """Where the reader may see the text of each side. The public sees no newest text; reviewers
    see public texts that are hidden now.
    """
    if reader.actor is None and not reader.reviewer:
        return {"public": _public()}
    newest = _newest(reader)
    hidden = and_(tables.submissions.c.public_revision.is_not(None), ~newest)
    return {"newest": newest, "public": or_(_public(), hidden) if reader.reviewer else _public()}


def _filters(reader: Reader, wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    """One condition for each filter that is given."""
    visible = _visible(reader)
    yield from (index.has(terms, visible) for terms in wanted.terms)
    if contained := patterns(wanted.q or ""):
        yield or_(*(and_(where, _says(contained, side)) for side, where in visible.items()))
    if wanted.reporter:
        yield _reported_by(wanted.reporter)
    if wanted.state:
        yield _in_state(reader, wanted.state)
    if wanted.waiting:
        yield _waiting(reader)
    yield from _plain_filters(wanted)


def _plain_filters(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    """The filters that are the same for every reader and text."""
    s = tables.submissions
    if wanted.kind:
        yield s.c.kind == wanted.kind
    if wanted.updated_after:
        yield s.c.updated_at > wanted.updated_after


def _says(contained: Sequence[str], side: index.Side) -> ColumnElement[bool]:
    """Whether the text of this side contains every one of these patterns."""
    s = tables.submissions
    content = s.c.search if side == "newest" else s.c.public_search
    return and_(*(Position(content, literal(pattern)) > 0 for pattern in contained))


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
    outside = _public() if state == "published" else false()
    if reader.actor is None:
        return outside
    newest = _newest(reader)
    return or_(and_(newest, s.c.state == state), and_(~newest, outside))


def _waiting(reader: Reader) -> ColumnElement[bool]:
    """Whether the next step is this reader's: to write, to confirm or to review."""
    state = tables.submissions.c.state
    options = [*_own_steps(reader.actor)] if reader.actor else []
    if reader.reviewer:
        options.append(state.in_(("submitted", "under_review", "accepted")))
    return or_(false(), *options)


def _own_steps(actor: str) -> Iterator[ColumnElement[bool]]:
    s, p = tables.submissions, tables.parties
    yield and_(s.c.reporter == actor, s.c.state.in_(EDITABLE))
    to_confirm = select(p.c.submission).where(p.c.actor == actor, p.c.named, ~p.c.confirmed)
    yield and_(s.c.id.in_(to_confirm), s.c.state.in_((*SHOWN, "published")))
