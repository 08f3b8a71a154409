"""What overviews are made from: public revisions of a kind, and who has reported on what; now, or
as it stood at a position of the ledger.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select, union
from sqlalchemy.ext.asyncio import AsyncConnection

from services.reports import tables
from services.reports.domain.kind import Term
from services.reports.domain.kinds import KINDS
from services.reports.domain.overviews import Public
from services.reports.domain.submission import Submission
from services.reports.store import index, reading, then
from services.reports.store.fragments import PUBLICATIONS, STEPS, batches, later_than
from services.reports.store.then import HIDING, SHOWING, Version

LAST = 2**63  # of what has no position yet: it comes after all that has one


#: Steps after which something else is public, or other reporters count.
CHANGING = (*SHOWING, *HIDING, "confirm", "take_back_confirmation")


async def of_kind(
    connection: AsyncConnection, kind: str, terms: Sequence[Term] = (), position: int | None = None
) -> list[Public]:
    """The public revisions of a kind that have each of these terms, in the order begun."""
    if position is None:
        return await _now(connection, await connection.scalars(_with_terms(kind, terms)))
    ever = await connection.scalars(_ever_public(kind))
    return await _then(connection, ever, position, {*terms})


def _with_terms(kind: str, terms: Iterable[Term]) -> Select[Any]:
    s = tables.submissions.c
    wanted = (index.has([term], {"public": s.id.is_not(None)}) for term in terms)
    return select(s.id).where(s.kind == kind, _public(), *wanted).order_by(s.id)


def _ever_public(kind: str) -> Select[Any]:
    s = tables.submissions.c
    return select(s.id).where(s.kind == kind, s.public_revision.is_not(None))


async def _now(connection: AsyncConnection, these: Iterable[str]) -> list[Public]:
    ids = list(these)
    positions = await _positions(connection, ids)
    submissions = await reading.get_submissions(connection, ids)
    return [_revision(one, positions[one.current.id]) for one in submissions]


def _public() -> ColumnElement[bool]:
    s = tables.submissions.c
    return and_(s.public_revision.is_not(None), s.state.not_in(("withheld", "withdrawn")))


async def _positions(connection: AsyncConnection, ids: Collection[str]) -> dict[str, int]:
    """The positions at which the public revisions were published."""
    rows = await connection.execute(_published().where(tables.submissions.c.id.in_(ids)))
    return {row.id: row.seq or LAST for row in rows}


def _published() -> Select[tuple[str, int | None]]:
    s, r = tables.submissions, tables.revisions.c
    public = and_(r.submission == s.c.id, r.revision == s.c.public_revision)
    return select(s.c.id, tables.kernel.outbox.c.seq).select_from(PUBLICATIONS.join(s, public))


def _revision(submission: Submission, position: int) -> Public:
    text = submission.public
    assert text is not None
    return Public(
        submission.current.id,
        tuple(submission.reporting(text)),
        text.revision,
        position,
        text.language,
        text.title,
        text.payload,
    )


async def _then(
    connection: AsyncConnection, ids: Iterable[str], position: int, terms: set[Term]
) -> list[Public]:
    """Of these submissions the revisions that were public at a position; without those that are
    withheld now.
    """
    found = [pair for some in batches(ids) for pair in await _versions(connection, some, position)]
    published = await then.positions(connection, [_place(*pair) for pair in found])
    return [
        _public_then(*pair, published[_place(*pair)])
        for pair in found
        if terms <= _terms_then(*pair)
    ]


def _place(submission: Submission, version: Version) -> tuple[str, int]:
    return submission.current.id, version.public.revision


def _terms_then(submission: Submission, version: Version) -> set[Term]:
    return {*KINDS[submission.current.kind].index(version.text.payload)}


async def _versions(
    connection: AsyncConnection, ids: Sequence[str], position: int
) -> list[tuple[Submission, Version]]:
    versions = (await then.versions(connection, ids, position)).values()
    return [
        (one, version)
        for one, version in versions
        if version.public.state == "published" and not one.current.hidden_for_ever
    ]


def _public_then(submission: Submission, version: Version, position: int) -> Public:
    text, public = version.text, version.public
    reporting = (submission.current.reporter, *public.confirmed)
    told = (text.language, text.title, text.payload)
    return Public(submission.current.id, reporting, public.revision, position, *told)


async def reported(
    connection: AsyncConnection,
    kind: str,
    activities: Collection[str],
    until: str,
    position: int | None = None,
) -> set[tuple[str, str]]:
    """Who has a public report of a kind on which of these activities, of a year up to `until`, as
    (actor, activity); joint reporters once they have confirmed.
    """
    reports = [*_reports(kind, activities, until)]
    if position is None:
        return await _reporting(connection, reports)
    changed = _changed(kind, position)
    others = await _then(connection, await connection.scalars(changed), position, set())
    unchanged = tables.submissions.c.id.not_in(changed)
    now = await _reporting(connection, [*reports, unchanged])
    return now.union(*(_reporting_then(one, activities, until) for one in others))


def _reporting_then(
    one: Public, activities: Collection[str], until: str
) -> Iterator[tuple[str, str]]:
    activity, year = one.payload["activity"], str(one.payload["year"])
    if activity in activities and year <= until:
        yield from ((actor, activity) for actor in one.reporting)


def _changed(kind: str, position: int) -> Select[tuple[str]]:
    """The submissions of which something else was public, or confirmed, at a position."""
    s, h = tables.submissions, tables.history.c
    of = STEPS.join(s, s.c.id == h.submission)
    changing = (s.c.kind == kind, h.action.in_(CHANGING), later_than(position))
    return select(h.submission).select_from(of).where(*changing).distinct()


def _reports(kind: str, activities: Collection[str], until: str) -> Iterator[ColumnElement[bool]]:
    """The terms that name one of these activities in a public report of a kind, of a year up to
    `until`.
    """
    t = tables.terms.c
    yield tables.submissions.c.kind == kind
    yield _public()
    yield from (t.side == "public", t.name == "activity", t.value.in_(list(activities)))
    yield _in_time(until)


def _in_time(until: str) -> ColumnElement[bool]:
    year = tables.terms.alias().c
    mine = (year.submission == tables.submissions.c.id, year.side == "public")
    until_then = (year.name == "year", year.value <= until)
    return select(year.submission).where(*mine, *until_then).exists()


async def _reporting(
    connection: AsyncConnection, reports: Sequence[ColumnElement[bool]]
) -> set[tuple[str, str]]:
    both = union(*(one.where(*reports) for one in (_reporters(), _joint_reporters())))
    rows: Any = await connection.execute(both)
    return {(actor, activity) for actor, activity in rows}


def _reporters() -> Select[tuple[str, str]]:
    s, t = tables.submissions, tables.terms
    return select(s.c.reporter, t.c.value).select_from(t.join(s, t.c.submission == s.c.id))


def _joint_reporters() -> Select[tuple[str, str]]:
    s, p, t = tables.submissions, tables.parties, tables.terms
    of = t.join(s, t.c.submission == s.c.id).join(p, p.c.submission == s.c.id)
    return select(p.c.actor, t.c.value).select_from(of).where(p.c.public_confirmed)
