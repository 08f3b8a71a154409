"""What overviews are made from: public revisions of a kind, and who has reported on what; now, or
as it stood at a position of the ledger.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select, union
from sqlalchemy.ext.asyncio import AsyncConnection

from services.reports import tables
from services.reports.domain.kind import Term
from services.reports.domain.kinds import KINDS
from services.reports.domain.overviews import Public
from services.reports.domain.submission import Submission
from services.reports.store import index, reading, then
from services.reports.store.contributions import batches
from services.reports.store.then import HIDING, SHOWING, Version

LAST = 2**63  # of what has no position yet: it comes after all that has one


#: Steps after which something else is public, or other reporters count.
CHANGING = (*SHOWING, *HIDING, "confirm", "take_back_confirmation")


async def of_kind(
    connection: AsyncConnection, kind: str, terms: Sequence[Term] = (), position: int | None = None
) -> list[Public]:
    """The public revisions of a kind that have each of these terms, in the order begun."""
    s = tables.submissions
    if position is not None:
        ever = select(s.c.id).where(s.c.kind == kind, s.c.public_revision.is_not(None))
        return await _then(connection, await connection.scalars(ever), position, {*terms})
    wanted = (index.has([term], {"public": s.c.id.is_not(None)}) for term in terms)
    statement = select(s.c.id).where(s.c.kind == kind, _public(), *wanted).order_by(s.c.id)
    ids = list(await connection.scalars(statement))
    positions = await _positions(connection, ids)
    submissions = await reading.get_submissions(connection, ids)
    return [_revision(one, positions[one.current.id]) for one in submissions]


def _public() -> ColumnElement[bool]:
    s = tables.submissions
    return and_(s.c.public_revision.is_not(None), s.c.state.not_in(("withheld", "withdrawn")))


async def _positions(connection: AsyncConnection, ids: Collection[str]) -> dict[str, int]:
    """The positions at which the public revisions were published."""
    s, r, outbox = tables.submissions, tables.revisions, tables.kernel.outbox
    statement = (
        select(s.c.id, outbox.c.seq)
        .join(r, and_(r.c.submission == s.c.id, r.c.revision == s.c.public_revision))
        .join(outbox, outbox.c.id == r.c.published_event)
        .where(s.c.id.in_(ids))
    )
    return {row.id: row.seq or LAST for row in await connection.execute(statement)}


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
    places = [(one.current.id, version.public.revision) for one, version in found]
    published = await then.positions(connection, places)
    return [
        _public_then(one, version, published[place])
        for (one, version), place in zip(found, places, strict=True)
        if terms <= {*KINDS[one.current.kind].index(version.text.payload)}
    ]


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
    changed = _changed(kind, position) if position is not None else None
    both = union(*_reporting(kind, list(activities), until, changed))
    rows: Any = await connection.execute(both)
    now = {(actor, activity) for actor, activity in rows}
    if changed is None:
        return now
    others = await _then(connection, await connection.scalars(changed), position or 0, set())
    return now | {
        (actor, one.payload["activity"])
        for one in others
        if one.payload["activity"] in activities and str(one.payload["year"]) <= until
        for actor in one.reporting
    }


def _changed(kind: str, position: int) -> Select[tuple[str]]:
    """The submissions of which something else was public, or confirmed, at a position."""
    s, h, o = tables.submissions, tables.history, tables.kernel.outbox
    later = (h.c.action.in_(CHANGING), or_(o.c.seq > position, o.c.seq.is_(None)))
    of = h.join(o, h.c.event == o.c.id).join(s, s.c.id == h.c.submission)
    return select(h.c.submission).select_from(of).where(s.c.kind == kind, *later).distinct()


def _reporting(
    kind: str, activities: list[str], until: str, changed: Select[tuple[str]] | None
) -> Iterator[Select[tuple[str, str]]]:
    s, p, t = tables.submissions, tables.parties, tables.terms
    year = t.alias()
    in_time = select(year.c.submission).where(
        *(year.c.submission == s.c.id, year.c.side == "public"),
        *(year.c.name == "year", year.c.value <= until),
    )
    on = (t.c.side == "public", t.c.name == "activity", t.c.value.in_(activities))
    these = [s.c.kind == kind, _public(), *on, in_time.exists()]
    if changed is not None:
        these.append(s.c.id.not_in(changed))
    of = t.join(s, t.c.submission == s.c.id)
    yield select(s.c.reporter, t.c.value).select_from(of).where(*these)
    joined = of.join(p, p.c.submission == s.c.id)
    yield select(p.c.actor, t.c.value).select_from(joined).where(*these, p.c.public_confirmed)
