"""The index of submissions: terms of their newest and of their public text, by which lists filter
them and similar ones are found, for every kind.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal, get_args

from sqlalchemy import ColumnElement, and_, delete, false, or_, select

from kernel.db import BatchLoader, Database, Tx
from kernel.db.batched import Batched, every_text
from services.reports import tables
from services.reports.domain.kind import Term
from services.reports.domain.kinds import KINDS
from services.reports.domain.submission import Submission, TextVersion
from services.reports.store.fragments import grouped

Side = Literal["newest", "public"]
SIDES: tuple[Side, ...] = get_args(Side)
SIMILAR = "similar"  # the name of the terms that similar submissions share


def put(tx: Tx, before: Submission | None, after: Submission) -> None:
    """Replace the terms of the sides that a write has changed."""
    for side in SIDES:
        old, new = _terms(before, side) if before else set(), _terms(after, side)
        if old != new:
            _replace(tx, after.current.id, side, old, new)


def _replace(tx: Tx, submission: str, side: Side, old: set[Term], new: set[Term]) -> None:
    if old:
        _remove(tx, submission, side)
    for name, value in sorted(new):
        tx.insert(tables.terms, _row(submission, side, name, value))


def _terms(submission: Submission, side: Side) -> set[Term]:
    text = submission.newest if side == "newest" else submission.public
    if text is None:
        return set()
    terms = set(KINDS[submission.current.kind].index(text.payload))
    return terms | _similar(submission, text) if side == "newest" else terms


def _similar(submission: Submission, text: TextVersion) -> set[Term]:
    kind, reporter = KINDS[submission.current.kind], submission.current.reporter
    return {(SIMILAR, key) for key in kind.similar_keys(reporter, text.payload)}


def _remove(tx: Tx, submission: str, side: Side) -> None:
    t = tables.terms
    tx.execute(delete(t).where(t.c.submission == submission, t.c.side == side), expect=None)


def _row(submission: str, side: Side, name: str, value: str) -> dict[str, Any]:
    return {"submission": submission, "side": side, "name": name, "value": value}


def has(terms: Iterable[Term], visible: Mapping[Side, ColumnElement[bool]]) -> ColumnElement[bool]:
    """Whether a text of a submission has at least one of these terms; `visible`: the sides that
    are looked at, each with a condition on the submission.

    One EXISTS: the database may begin with the terms, where they are rare, or with the submissions.
    """
    t = tables.terms.c
    sides = or_(*(and_(t.side == side, where) for side, where in visible.items()))
    of_this = t.submission == tables.submissions.c.id
    return select(t.submission).where(of_this, or_(false(), *_each(terms)), sides).exists()


def _each(terms: Iterable[Term]) -> Iterator[ColumnElement[bool]]:
    """A condition for each name among the terms."""
    t = tables.terms.c
    for name, values in grouped(terms).items():
        yield and_(t.name == name, t.value.in_(values))


LIVING = (
    "SELECT * FROM (SELECT i.value, i.submission FROM reports_index i"
    " JOIN reports_submissions s ON s.id = i.submission"
    " WHERE i.name = 'similar' AND i.value = :key{n} AND i.side = 'newest'"
    " AND s.state <> 'withdrawn' ORDER BY i.submission LIMIT :most) AS s{n}"
)
LIVING_OF = Batched(["key"], [""], lambda n: [LIVING.format(n=n)], every_text)


def similar(db: Database, most: int) -> BatchLoader[str, list[str]]:
    """Living submissions by a key that similar ones share: the `most` oldest ids of each key, in
    one statement for all keys.
    """

    async def fetch(keys: Sequence[str]) -> dict[str, list[str]]:
        statement, values = LIVING_OF([(key,) for key in keys])
        rows: Any = await db.fetch(statement, {**values, "most": most})
        return grouped(rows)

    return BatchLoader(fetch)
