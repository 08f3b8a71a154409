"""What overviews are made from: public revisions of a kind, and who has reported on what."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select, union
from sqlalchemy.ext.asyncio import AsyncConnection

from services.reports import tables
from services.reports.domain.kind import Term
from services.reports.domain.overviews import Public
from services.reports.domain.submission import Submission
from services.reports.store import index, reading

LAST = 2**63  # of what has no position yet: it comes after all that has one


async def of_kind(
    connection: AsyncConnection, kind: str, terms: Sequence[Term] = ()
) -> list[Public]:
    """The public revisions of a kind that have each of these terms, in the order begun."""
    s = tables.submissions
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


async def reported(
    connection: AsyncConnection, kind: str, activities: Iterable[str], until: str
) -> set[tuple[str, str]]:
    """Who has a public report of a kind on which of these activities, of a year up to `until`, as
    (actor, activity); joint reporters once they have confirmed.
    """
    both = union(*_reporting(kind, list(activities), until))
    rows: Any = await connection.execute(both)
    return {(actor, activity) for actor, activity in rows}


def _reporting(kind: str, activities: list[str], until: str) -> Iterator[Select[tuple[str, str]]]:
    s, p, t = tables.submissions, tables.parties, tables.terms
    year = t.alias()
    in_time = select(year.c.submission).where(
        *(year.c.submission == s.c.id, year.c.side == "public"),
        *(year.c.name == "year", year.c.value <= until),
    )
    on = (t.c.side == "public", t.c.name == "activity", t.c.value.in_(activities))
    these = (s.c.kind == kind, _public(), *on, in_time.exists())
    of = t.join(s, t.c.submission == s.c.id)
    yield select(s.c.reporter, t.c.value).select_from(of).where(*these)
    joined = of.join(p, p.c.submission == s.c.id)
    yield select(p.c.actor, t.c.value).select_from(joined).where(*these, p.c.public_confirmed)
