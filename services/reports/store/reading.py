"""Submissions read back: one with all that a decision needs, its history and comments."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select, tuple_
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from services.reports import tables
from services.reports.domain.submission import Submission, SubmissionState, TextVersion
from services.reports.store.lists import Reader
from services.reports.store.writing import COLUMNS

Confirmations = Mapping[str, set[tuple[str, int]]]  # by submission: (actor, number of the text)


async def get_submission(connection: AsyncConnection, id_: str) -> Submission | None:
    """A submission with its newest and public texts and the confirmations of both; None when there
    is none.
    """
    submissions = await get_submissions(connection, [id_])
    return submissions[0] if submissions else None


async def get_submissions(connection: AsyncConnection, ids: Sequence[str]) -> list[Submission]:
    """Several submissions, in the order asked for."""
    states = await _states(connection, ids)
    numbers = {(one.id, n) for one in states.values() for n in (one.text, one.public_text) if n}
    texts = await _texts(connection, sorted(numbers))
    confirmations = await _confirmations(connection, ids)
    return [
        Submission(
            state,
            texts[state.id, state.text],
            texts.get((state.id, state.public_text or 0)),
            frozenset(confirmations[state.id]),
        )
        for state in (states[id_] for id_ in ids if id_ in states)
    ]


async def _states(connection: AsyncConnection, ids: Sequence[str]) -> dict[str, SubmissionState]:
    s = tables.submissions
    rows = await connection.execute(select(s).where(s.c.id.in_(ids)))
    return {
        row["id"]: SubmissionState(id=row["id"], **{name: row[name] for name in COLUMNS})
        for row in rows.mappings()
    }


async def _confirmations(connection: AsyncConnection, ids: Sequence[str]) -> Confirmations:
    c = tables.confirmations
    by_submission: dict[str, set[tuple[str, int]]] = defaultdict(set)
    statement = select(c.c.submission, c.c.actor, c.c.text).where(c.c.submission.in_(ids))
    for id_, actor, number in await connection.execute(statement):
        by_submission[id_].add((actor, number))
    return by_submission


async def _texts(
    connection: AsyncConnection, wanted: Sequence[tuple[str, int]]
) -> dict[tuple[str, int], TextVersion]:
    texts = tables.texts
    rows = await connection.execute(
        select(texts).where(tuple_(texts.c.submission, texts.c.number).in_(wanted))
    )
    return {(row["submission"], row["number"]): _text(row) for row in rows.mappings()}


def _text(row: RowMapping) -> TextVersion:
    return TextVersion(
        row["number"],
        row["revision"],
        row["title"],
        row["language"],
        json.loads(row["payload"]),
        json.loads(row["evidence"]),
        tuple(json.loads(row["joint"])),
        row["saved_at"],
    )


async def text(connection: AsyncConnection, id_: str, number: int) -> TextVersion:
    """One saved text."""
    return (await _texts(connection, [(id_, number)]))[id_, number]


async def readable(connection: AsyncConnection, reader: Reader, ids: Iterable[str]) -> set[str]:
    """Those of these submissions that the reader may read now."""
    return {
        submission.current.id
        for submission in await get_submissions(connection, sorted(set(ids)))
        if submission.readable(reader.actor, reviewer=reader.reviewer)
    }


async def revisions(connection: AsyncConnection, id_: str) -> list[tuple[RowMapping, TextVersion]]:
    """Every revision begun, oldest first, with its last text."""
    r = tables.revisions
    statement = select(r).where(r.c.submission == id_).order_by(r.c.revision)
    rows = (await connection.execute(statement)).mappings().all()
    texts = await _texts(connection, [(id_, row["text"]) for row in rows])
    return [(row, texts[id_, row["text"]]) for row in rows]


async def history(
    connection: AsyncConnection, id_: str, after: int = 0, limit: int | None = None
) -> list[RowMapping]:
    """The steps of a submission in order, each with its event's position, instant and data where
    the relay has given one.
    """
    h, o = tables.history, tables.kernel.outbox
    statement = (
        select(h, o.c.seq.label("position"), o.c.recordedtime, o.c.payload)
        .select_from(h.outerjoin(o, h.c.event == o.c.id))
        .where(h.c.submission == id_, h.c.n > after)
        .order_by(h.c.n)
        .limit(limit)
    )
    return list((await connection.execute(statement)).mappings())


async def comments(
    connection: AsyncConnection, id_: str, after: int, limit: int
) -> list[RowMapping]:
    """The comments of a submission, oldest first."""
    c = tables.comments
    statement = select(c).where(c.c.submission == id_, c.c.n > after).order_by(c.c.n).limit(limit)
    return list((await connection.execute(statement)).mappings())
