"""Other submissions as the rules of a kind see them, in their public revision."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.reports import tables
from services.reports.domain.others import NO_OTHERS, Other, Others, Sought, others_of
from services.reports.domain.submission import Submission
from services.reports.store import cycles, modalities, reading
from services.reports.store.fragments import grouped


async def load(connection: AsyncConnection, sought: Sought, but: str | None = None) -> Others:
    """The submissions that are sought, `but` one, as far as they have a public revision and are
    not withdrawn.
    """
    if not sought:
        return NO_OTHERS
    ids = [id_ for id_ in await connection.scalars(_public(sought)) if id_ != but]
    submissions = await reading.get_submissions(connection, ids)
    types = await cycles.types(connection, sought.cycles)
    adopted = await modalities.known(connection, sought.modalities)
    return others_of((_other(submission) for submission in submissions), types, adopted)


async def naming(connection: AsyncConnection, name: str, value: str) -> list[str]:
    """The public submissions whose text has this term."""
    s = tables.submissions.c
    shown = (s.public_revision.is_not(None), s.state.not_in(("withdrawn", "withheld")))
    found = select(s.id).where(*shown, s.id.in_(_having(name, [value]))).order_by(s.id)
    return [*(await connection.execute(found)).scalars()]


def _public(sought: Sought) -> Select[Any]:
    s = tables.submissions.c
    public = (s.public_revision.is_not(None), s.state != "withdrawn")
    return select(s.id).where(*public, or_(false(), *_found(sought)))


def _found(sought: Sought) -> Iterator[ColumnElement[bool]]:
    """A condition for each way of seeking."""
    s = tables.submissions.c
    if sought.ids:
        yield s.id.in_(sought.ids)
    if sought.codes:
        yield s.code.in_(sought.codes)
    values = grouped(((kind, name), value) for kind, (name, value) in sought.terms)
    for (kind, name), some in values.items():
        yield and_(s.kind == kind, s.id.in_(_having(name, some)))


def _having(name: str, values: Sequence[str]) -> Select[tuple[str]]:
    t = tables.terms.c
    return select(t.submission).where(t.side == "public", t.name == name, t.value.in_(values))


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
