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
from services.reports.store.fragments import later_than
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
    position, given at `updated_after`. `unconfirmed`: an actor that the text names as a joint
    reporter and that has not confirmed it.
    """

    kind: str | None = None
    reporter: str | None = None
    terms: Sequence[Sequence[Term]] = ()
    state: str | None = None
    q: str | None = None
    updated_after: str | None = None
    changed_after: int | None = None
    waiting: bool = False
    unconfirmed: str | None = None

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
    return pages[0] if len(pages) == 1 else _newest_of(pages).limit(limit + 1)


def _newest_of(pages: Sequence[Select[tuple[str, str]]]) -> Select[tuple[str, str]]:
    both = union_all(*(select(one.subquery()) for one in pages)).subquery().c
    return select(both.at, both.id).order_by(both.at.desc(), both.id.desc())


def _page_of_side(
    side: _Side, reader: Reader, wanted: Wanted, after: Sequence[Any] | None, limit: int
) -> Select[tuple[str, str]]:
    id_ = tables.submissions.c.id
    mine = (side.visible, *_filters(side, reader, wanted))
    statement = select(side.at.label("at"), id_).where(*mine)
    if after is not None:
        statement = statement.where(tuple_(side.at, id_) < tuple_(*after))
    return statement.order_by(side.at.desc(), id_.desc()).limit(limit + 1)


def _sides(reader: Reader) -> list[_Side]:
    """What the reader sees, each submission on one side. The public sees no newest text."""
    s = tables.submissions.c
    if reader.actor is None and not reader.reviewer:
        return [_outside(_public())]
    newest = newest_for(reader)
    texts: _Texts = {"newest": true(), "public": _public()}
    inside = _Side("newest", newest, s.updated_at, s.state, texts)
    return [inside, _reviewed(~newest) if reader.reviewer else _outside(and_(_public(), ~newest))]


def _outside(visible: ColumnElement[bool]) -> _Side:
    """Public texts as the public sees them: by the published state alone."""
    changed = tables.submissions.c.public_updated_at
    return _Side("public", visible, changed, literal("published"), {"public": true()})


def _reviewed(other: ColumnElement[bool]) -> _Side:
    """Public texts as reviewers see them, those too that are hidden now."""
    s = tables.submissions.c
    visible = and_(s.public_revision.is_not(None), other)
    return _Side("public", visible, s.updated_at, s.state, {"public": true()})


def _gone(reader: Reader) -> _Side:
    """What was public and is hidden from the reader: nothing is searched there, so that no filter
    tells what it said.
    """
    s = tables.submissions.c
    was = and_(s.public_revision.is_not(None), ~_public(), ~newest_for(reader))
    hidden = and_(was, false()) if reader.reviewer else was
    return _Side("gone", hidden, s.public_updated_at, s.state, {})


def _public() -> ColumnElement[bool]:
    s = tables.submissions.c
    shown = or_(s.state != "withheld", s.kind.in_(LEAVING_SOMETHING))
    return and_(s.public_revision.is_not(None), s.state != "withdrawn", shown)


def newest_for(reader: Reader) -> ColumnElement[bool]:
    """Where a reader that is not the public sees the newest text."""
    own = _newest_of_own(reader.actor) if reader.actor else ()
    reviewed = _newest_of_reviewed() if reader.reviewer else ()
    return or_(false(), *own, *reviewed)


def _newest_of_own(actor: str) -> Iterator[ColumnElement[bool]]:
    """What an actor reports, and what names it as a joint reporter once it is submitted."""
    s, p = tables.submissions.c, tables.parties.c
    yield s.reporter == actor
    named = select(p.submission).where(p.actor == actor, p.named)
    yield and_(s.state.in_(SHOWN), s.id.in_(named))


def _newest_of_reviewed() -> Iterator[ColumnElement[bool]]:
    """What is under way, and what was submitted and withdrawn before it was ever public."""
    s = tables.submissions.c
    yield s.state.in_(SHOWN)
    yield and_(s.state == "withdrawn", s.public_revision.is_(None), s.submitted)


def _filters(side: _Side, reader: Reader, wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    """One condition for each filter that is given."""
    if side.texts:
        yield from _searched(side.texts, wanted)
    if wanted.kind:
        yield tables.submissions.c.kind == wanted.kind
    if wanted.reporter:
        yield _reported_by(wanted.reporter, side.name)
    if wanted.unconfirmed:
        yield _unconfirmed_by(wanted.unconfirmed, side.name)
    yield from _standing(side, reader, wanted)


def _searched(texts: _Texts, wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    """What the texts are asked for."""
    yield from (index.has(terms, texts) for terms in wanted.terms)
    if contained := patterns(wanted.q or ""):
        yield or_(*(and_(where, _says(contained, each)) for each, where in texts.items()))


def _standing(side: _Side, reader: Reader, wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    """What is asked of the state, of when it changed and of the next step."""
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
    s, o = tables.submissions.c, tables.kernel.outbox.c
    told = select(o.aggregateid).where(later_than(position))
    if side.name == "newest":
        yield s.id.in_(told)
        return
    yield s.id.in_(told.where(o.type.in_(PUBLIC_EVENTS)))
    yield tuple_(s.id, s.public_revision).in_(_confirmed_after(position))


def _confirmed_after(position: int) -> Select[Any]:
    o = tables.kernel.outbox.c
    return select(o.aggregateid, o.revision).where(later_than(position), o.type.in_(CONFIRMING))


def _says(contained: Sequence[str], side: index.Side) -> ColumnElement[bool]:
    """Whether the text of this side, or the code, contains every one of these patterns."""
    s = tables.submissions.c
    content = s.search if side == "newest" else s.public_search
    code = func.lower(s.code)
    return and_(*(_either(literal(pattern), content, code) for pattern in contained))


def _either(pattern: ColumnElement[str], *columns: ColumnElement[str]) -> ColumnElement[bool]:
    return or_(*(Position(column, pattern) > 0 for column in columns))


def _reported_by(actor: str, side: str) -> ColumnElement[bool]:
    s, p = tables.submissions.c, tables.parties.c
    given = or_(p.confirmed, p.public_confirmed) if side == "newest" else p.public_confirmed
    confirmed = select(p.submission).where(p.actor == actor, given)
    return or_(s.reporter == actor, s.id.in_(confirmed))


def _unconfirmed_by(actor: str, side: str) -> ColumnElement[bool]:
    s, p = tables.submissions.c, tables.parties.c
    public = and_(p.public_named, ~p.public_confirmed)
    asked = and_(p.named, ~p.confirmed) if side == "newest" else public
    return s.id.in_(select(p.submission).where(p.actor == actor, asked))


def _waiting(reader: Reader, side: index.Side) -> ColumnElement[bool]:
    """Whether the next step is this reader's: to write, to confirm or to review."""
    s = tables.submissions.c
    options = [*_own_steps(reader.actor, side)] if reader.actor else []
    if reader.reviewer:
        options.append(s.state.in_(("submitted", "under_review", "accepted")))
    return or_(false(), *options)


def _own_steps(actor: str, side: index.Side) -> Iterator[ColumnElement[bool]]:
    """A text asks each joint reporter that it names, the newest one from when it is submitted."""
    s, p = tables.submissions.c, tables.parties.c
    yield and_(s.reporter == actor, s.state.in_(EDITABLE))
    asked, open_to_it = _asked(side)
    to_confirm = select(p.submission).where(p.actor == actor, asked)
    yield and_(s.id.in_(to_confirm), open_to_it)


def _asked(side: index.Side) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Where a joint reporter has yet to confirm the text of a side, and where it can."""
    p = tables.parties.c
    if side == "newest":
        return and_(p.named, ~p.confirmed), tables.submissions.c.state.in_(SHOWN)
    return and_(p.public_named, ~p.public_confirmed), _public()
