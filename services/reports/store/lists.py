"""Lists of submissions: those that a reader may see, and of these what the filters leave."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    false,
    func,
    literal,
    or_,
    select,
    true,
    tuple_,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts import reports as events
from services.reports import tables
from services.reports.domain.folding import patterns
from services.reports.domain.kind import Term
from services.reports.domain.kinds import KINDS
from services.reports.domain.lifecycle import EDITABLE, SHOWN
from services.reports.store import index
from services.reports.store.position import Position

PUBLIC_EVENTS = [
    event.type
    for event in (
        *(events.Published, events.Withdrawn, events.Withheld, events.Released),
        events.ProposalDecided,
    )
]
CONFIRMING = [events.Confirmed.type, events.ConfirmationWithdrawn.type]
LEAVING_SOMETHING = [kind.name for kind in KINDS.values() if kind.leaves is not None]


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a list: the actor of the key, and whether the key reviews."""

    actor: str | None
    reviewer: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filters of a list; None or empty asks for all.

    `terms`: of each of these collections the text must have at least one term. `changed_after`: a
    position, given at `updated_after`.
    """

    kind: str | None = None
    reporter: str | None = None
    terms: Sequence[Sequence[Term]] = ()
    state: str | None = None
    q: str | None = None
    updated_after: str | None = None
    changed_after: int | None = None
    waiting: bool = False

    @property
    def changes(self) -> bool:
        """Whether a list is of changes: what has gone is told too."""
        return self.updated_after is not None


_Texts = Mapping[index.Side, ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the two texts of submissions as a reader sees it: where it is the one that is shown,
    when the reader saw it change last, and the state it is told. `texts`: what is searched there,
    each side with a condition on the submission.
    """

    name: Literal["newest", "public", "gone"]
    visible: ColumnElement[bool]
    at: ColumnElement[Any]
    state: ColumnElement[Any]
    texts: _Texts


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
    return [(row.at, row.id) for row in rows]


def page_statement(
    reader: Reader, wanted: Wanted, after: Sequence[Any] | None, limit: int
) -> Select[tuple[str, str]]:
    """The statement of `page`: the first of each side, and of these the first."""
    sides = [*_sides(reader), *([_gone(reader)] if wanted.changes else [])]
    pages = [_page_of_side(side, reader, wanted, after, limit) for side in sides]
    if len(pages) == 1:
        return pages[0]
    both = union_all(*(select(one.subquery()) for one in pages)).subquery()
    newest_first = (both.c.at.desc(), both.c.id.desc())
    return select(both.c.at, both.c.id).order_by(*newest_first).limit(limit + 1)


def _page_of_side(
    side: _Side, reader: Reader, wanted: Wanted, after: Sequence[Any] | None, limit: int
) -> Select[tuple[str, str]]:
    id_ = tables.submissions.c.id
    statement = select(side.at.label("at"), id_).where(
        side.visible, *_filters(side, reader, wanted)
    )
    if after is not None:
        statement = statement.where(tuple_(side.at, id_) < tuple_(*after))
    return statement.order_by(side.at.desc(), id_.desc()).limit(limit + 1)


def _sides(reader: Reader) -> list[_Side]:
    """What the reader sees, each submission on one side. The public sees no newest text, and what
    it sees goes by the published state alone; reviewers see public texts that are hidden now.
    """
    s = tables.submissions
    public, published = _public(), literal("published")
    alone: _Texts = {"public": true()}
    if reader.actor is None and not reader.reviewer:
        return [_Side("public", public, s.c.public_updated_at, published, alone)]
    newest = newest_for(reader)
    both: _Texts = {"newest": true(), "public": public}
    inside = _Side("newest", newest, s.c.updated_at, s.c.state, both)
    if reader.reviewer:
        others = and_(s.c.public_revision.is_not(None), ~newest)
        return [inside, _Side("public", others, s.c.updated_at, s.c.state, alone)]
    outside = and_(public, ~newest)
    return [inside, _Side("public", outside, s.c.public_updated_at, published, alone)]


def _gone(reader: Reader) -> _Side:
    """What was public and is hidden from the reader: nothing is searched there, so that no filter
    tells what it said.
    """
    s = tables.submissions
    was = and_(s.c.public_revision.is_not(None), ~_public(), ~newest_for(reader))
    hidden = and_(was, false()) if reader.reviewer else was
    return _Side("gone", hidden, s.c.public_updated_at, s.c.state, {})


def _public() -> ColumnElement[bool]:
    s = tables.submissions
    shown = or_(s.c.state != "withheld", s.c.kind.in_(LEAVING_SOMETHING))
    return and_(s.c.public_revision.is_not(None), s.c.state != "withdrawn", shown)


def newest_for(reader: Reader) -> ColumnElement[bool]:
    """Where a reader that is not the public sees the newest text."""
    own = _newest_of_own(reader.actor) if reader.actor else ()
    reviewed = _newest_of_reviewed() if reader.reviewer else ()
    return or_(false(), *own, *reviewed)


def _newest_of_own(actor: str) -> Iterator[ColumnElement[bool]]:
    """What an actor reports, and what names it as a joint reporter once it is submitted."""
    s, p = tables.submissions, tables.parties
    yield s.c.reporter == actor
    named = select(p.c.submission).where(p.c.actor == actor, p.c.named)
    yield and_(s.c.state.in_(SHOWN), s.c.id.in_(named))


def _newest_of_reviewed() -> Iterator[ColumnElement[bool]]:
    """What is under way, and what was submitted and withdrawn before it was ever public."""
    s = tables.submissions
    yield s.c.state.in_(SHOWN)
    yield and_(s.c.state == "withdrawn", s.c.public_revision.is_(None), s.c.submitted)


def _filters(side: _Side, reader: Reader, wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    """One condition for each filter that is given."""
    if side.texts:
        yield from (index.has(terms, side.texts) for terms in wanted.terms)
    if (contained := patterns(wanted.q or "")) and side.texts:
        yield or_(*(and_(where, _says(contained, each)) for each, where in side.texts.items()))
    if wanted.kind:
        yield tables.submissions.c.kind == wanted.kind
    if wanted.reporter:
        yield _reported_by(wanted.reporter, side.name)
    if wanted.state:
        yield side.state == wanted.state
    if wanted.updated_after is not None:
        yield _changed(side, wanted)
    if wanted.waiting:
        yield _waiting(reader, "newest" if side.name == "newest" else "public")


def _changed(side: _Side, wanted: Wanted) -> ColumnElement[bool]:
    """Whether the reader saw a submission change after an instant, or after a position: there may
    be a moment between a write and its position.
    """
    later = side.at > wanted.updated_after
    if wanted.changed_after is None:
        return later
    return or_(later, *_told_after(side, wanted.changed_after))


def _told_after(side: _Side, position: int) -> Iterator[ColumnElement[bool]]:
    """Events after a position, or without one yet, of which this side is told."""
    s, o = tables.submissions, tables.kernel.outbox
    after = or_(o.c.seq > position, o.c.seq.is_(None))
    told = select(o.c.aggregateid).where(after)
    if side.name == "newest":
        yield s.c.id.in_(told)
        return
    yield s.c.id.in_(told.where(o.c.type.in_(PUBLIC_EVENTS)))
    pairs = select(o.c.aggregateid, o.c.revision).where(after, o.c.type.in_(CONFIRMING))
    yield tuple_(s.c.id, s.c.public_revision).in_(pairs)


def _says(contained: Sequence[str], side: index.Side) -> ColumnElement[bool]:
    """Whether the text of this side, or the code, contains every one of these patterns."""
    s = tables.submissions
    content = s.c.search if side == "newest" else s.c.public_search
    code = func.lower(s.c.code)
    return and_(*(_either(literal(pattern), content, code) for pattern in contained))


def _either(pattern: ColumnElement[str], *columns: ColumnElement[str]) -> ColumnElement[bool]:
    return or_(*(Position(column, pattern) > 0 for column in columns))


def _reported_by(actor: str, side: str) -> ColumnElement[bool]:
    s, p = tables.submissions, tables.parties
    given = or_(p.c.confirmed, p.c.public_confirmed) if side == "newest" else p.c.public_confirmed
    confirmed = select(p.c.submission).where(p.c.actor == actor, given)
    return or_(s.c.reporter == actor, s.c.id.in_(confirmed))


def _waiting(reader: Reader, side: index.Side) -> ColumnElement[bool]:
    """Whether the next step is this reader's: to write, to confirm or to review."""
    s = tables.submissions
    options = [*_own_steps(reader.actor, side)] if reader.actor else []
    if reader.reviewer:
        options.append(s.c.state.in_(("submitted", "under_review", "accepted")))
    return or_(false(), *options)


def _own_steps(actor: str, side: index.Side) -> Iterator[ColumnElement[bool]]:
    """A text asks each joint reporter that it names, the newest one from when it is submitted."""
    s, p = tables.submissions, tables.parties
    yield and_(s.c.reporter == actor, s.c.state.in_(EDITABLE))
    newest = side == "newest"
    named, confirmed = (
        (p.c.named, p.c.confirmed) if newest else (p.c.public_named, p.c.public_confirmed)
    )
    to_confirm = select(p.c.submission).where(p.c.actor == actor, named, ~confirmed)
    open_to_it = s.c.state.in_(SHOWN) if newest else _public()
    yield and_(s.c.id.in_(to_confirm), open_to_it)
