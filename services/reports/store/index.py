"""The index of submissions: terms of their newest and of their public text, by which lists filter
them and similar ones are found, for every kind.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, Literal, get_args

from sqlalchemy import ColumnElement, TextClause, and_, delete, false, or_, select
from sqlalchemy import text as text_clause

from kernel.db import BatchLoader, Database, Tx
from services.reports import tables
from services.reports.domain.kind import Term
from services.reports.domain.kinds import KINDS
from services.reports.domain.submission import Submission

Side = Literal["newest", "public"]
SIDES: tuple[Side, ...] = get_args(Side)
SIMILAR = "similar"  # the name of the terms that similar submissions share


def put(tx: Tx, before: Submission | None, after: Submission) -> None:
    """Replace the terms of the sides that a write has changed."""
    for side in SIDES:
        old, new = _terms(before, side) if before else set(), _terms(after, side)
        if old == new:
            continue
        if old:
            _remove(tx, after.current.id, side)
        for name, value in sorted(new):
            tx.insert(tables.terms, _row(after.current.id, side, name, value))


def _terms(submission: Submission, side: Side) -> set[Term]:
    text = submission.newest if side == "newest" else submission.public
    if text is None:
        return set()
    kind = KINDS[submission.current.kind]
    terms = set(kind.index(text.payload))
    if side == "newest":
        keys = kind.similar_keys(submission.current.reporter, text.payload)
        terms |= {(SIMILAR, key) for key in keys}
    return terms


def _remove(tx: Tx, submission: str, side: Side) -> None:
    t = tables.terms
    tx.execute(delete(t).where(t.c.submission == submission, t.c.side == side), expect=None)


def _row(submission: str, side: Side, name: str, value: str) -> dict[str, Any]:
    return {"submission": submission, "side": side, "name": name, "value": value}


def has(side: Side, terms: Iterable[Term]) -> ColumnElement[bool]:
    """Whether the text of this side of a submission has at least one of these terms."""
    t = tables.terms
    values: dict[str, list[str]] = defaultdict(list)
    for name, value in terms:
        values[name].append(value)
    each = (and_(t.c.name == name, t.c.value.in_(some)) for name, some in values.items())
    of_this = and_(t.c.submission == tables.submissions.c.id, t.c.side == side)
    return select(t.c.submission).where(of_this, or_(false(), *each)).exists()


LIVING = (
    "SELECT * FROM (SELECT i.value, i.submission FROM reports_index i"
    " JOIN reports_submissions s ON s.id = i.submission"
    " WHERE i.name = 'similar' AND i.value = :key{n} AND i.side = 'newest'"
    " AND s.state <> 'withdrawn' ORDER BY i.submission LIMIT :most) AS s{n}"
)


def similar(db: Database, most: int) -> BatchLoader[str, list[str]]:
    """Living submissions by a key that similar ones share: the `most` oldest ids of each key, in
    one statement for all keys.
    """

    async def fetch(keys: Sequence[str]) -> dict[str, list[str]]:
        # a power of two, so that few statements are prepared; no submission has an empty key
        size = 1 << (len(keys) - 1).bit_length()
        padded = [*keys, *[""] * (size - len(keys))]
        given = {f"key{n}": key for n, key in enumerate(padded)}
        ids: dict[str, list[str]] = defaultdict(list)
        for key, id_ in await db.fetch(_similar_statement(size), {**given, "most": most}):
            ids[key].append(id_)
        return ids

    return BatchLoader(fetch)


@cache
def _similar_statement(size: int) -> TextClause:
    return text_clause(" UNION ALL ".join(LIVING.format(n=n) for n in range(size)))
