"""Other submissions as the rules of a kind see them, in their public revision."""

from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.reports import tables
from services.reports.domain.others import NO_OTHERS, Other, Others, Sought, others_of
from services.reports.domain.submission import Submission
from services.reports.store import cycles, modalities, reading


async def load(connection: AsyncConnection, sought: Sought, but: str | None = None) -> Others:
    """The submissions that are sought, `but` one, as far as they have a public revision and are
    not withdrawn.
    """
    if not sought:
        return NO_OTHERS
    s = tables.submissions
    public = and_(s.c.public_revision.is_not(None), s.c.state != "withdrawn")
    statement = select(s.c.id).where(public, or_(false(), *_found(sought)))
    ids = [id_ for id_ in await connection.scalars(statement) if id_ != but]
    submissions = await reading.get_submissions(connection, ids)
    types = await cycles.types(connection, sought.cycles)
    adopted = await modalities.known(connection, sought.modalities)
    return others_of((_other(submission) for submission in submissions), types, adopted)


def _found(sought: Sought) -> Iterator[ColumnElement[bool]]:
    """A condition for each way of seeking."""
    s, t = tables.submissions, tables.terms
    if sought.ids:
        yield s.c.id.in_(sought.ids)
    if sought.codes:
        yield s.c.code.in_(sought.codes)
    values: dict[tuple[str, str], list[str]] = defaultdict(list)
    for kind, (name, value) in sought.terms:
        values[kind, name].append(value)
    for (kind, name), some in values.items():
        these = (t.c.side == "public", t.c.name == name, t.c.value.in_(some))
        yield and_(s.c.kind == kind, s.c.id.in_(select(t.c.submission).where(*these)))


def _other(submission: Submission) -> Other:
    current, public = submission.current, submission.public
    assert public is not None
    return Other(
        current.id,
        current.kind,
        tuple(submission.reporting(public)),
        public.revision,
        public.payload,
        current.code,
        not current.hidden,
        current.published_at or "",
    )
