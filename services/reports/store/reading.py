"""Submissions read back: one with all that a decision needs, its history and comments."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import accumulate
from typing import Any

from sqlalchemy import and_, case, func, or_, select, true, tuple_
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts import reports as events
from services.reports import tables
from services.reports.domain.decisions import Decision
from services.reports.domain.submission import Submission, SubmissionState, TextVersion
from services.reports.domain.visibility import COMMENT, sees_step
from services.reports.store.lists import Reader, newest_for
from services.reports.store.writing import COLUMNS

# the steps that events are of, where others than the reporter and reviewers may know of them
ACTIONS = {
    events.Submitted.type: "submit",
    events.Published.type: "publish",
    events.Withdrawn.type: "withdraw",
    events.Withheld.type: "withhold",
    events.Released.type: "release",
    events.Confirmed.type: "confirm",
    events.ConfirmationWithdrawn.type: "take_back_confirmation",
    events.StatementMade.type: "make_statement",
    events.StatementWithdrawn.type: "withdraw_statement",
    events.StatementWithheld.type: "withhold_statement",
    events.CommentMade.type: COMMENT,
    events.ProposalDecided.type: "decide",
}
Confirmations = Mapping[str, set[tuple[str, int]]]  # by submission: (actor, number of the text)

# characters of texts in one answer: making one of more would hold up everybody else
MOST_TEXT = 1_000_000
NOTHING = {"payload": "{}", "evidence": "[]"}
_LENGTH = func.length(tables.texts.c.payload) + func.length(tables.texts.c.evidence)


async def get_submission(connection: AsyncConnection, id_: str) -> Submission | None:
    """A submission with its newest and public texts and the confirmations of both; None when there
    is none.
    """
    submissions = await get_submissions(connection, [id_])
    return submissions[0] if submissions else None


async def get_submissions(
    connection: AsyncConnection, ids: Sequence[str], *, contents: bool = True
) -> list[Submission]:
    """Several submissions, in the order asked for; without `contents` their texts have no payload
    and no evidence.
    """
    states = await _states(connection, ids)
    numbers = {(one.id, n) for one in states.values() for n in (one.text, one.public_text) if n}
    texts = await _texts(connection, sorted(numbers), contents=contents)
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
    return {row["id"]: _state(row) for row in rows.mappings()}


def _state(row: RowMapping) -> SubmissionState:
    state = {name: row[name] for name in COLUMNS}
    authors = frozenset(json.loads(row["authors"] or "[]"))
    # NULL in what the release before has written
    added = {"submitted": bool(row["submitted"]), "public_version": row["public_version"] or 0}
    decision = Decision(**json.loads(row["decision"])) if row["decision"] else None
    return SubmissionState(id=row["id"], authors=authors, decision=decision, **{**state, **added})


async def _confirmations(connection: AsyncConnection, ids: Sequence[str]) -> Confirmations:
    c = tables.confirmations
    by_submission: dict[str, set[tuple[str, int]]] = defaultdict(set)
    statement = select(c.c.submission, c.c.actor, c.c.text).where(c.c.submission.in_(ids))
    for id_, actor, number in await connection.execute(statement):
        by_submission[id_].add((actor, number))
    return by_submission


async def _texts(
    connection: AsyncConnection, wanted: Sequence[tuple[str, int]], *, contents: bool = True
) -> dict[tuple[str, int], TextVersion]:
    texts = tables.texts
    columns = [texts] if contents else [c for c in texts.c if c.name not in NOTHING]
    rows = await connection.execute(
        select(*columns).where(tuple_(texts.c.submission, texts.c.number).in_(wanted))
    )
    return {
        (row["submission"], row["number"]): _text({**NOTHING, **row}) for row in rows.mappings()
    }


def _text(row: Mapping[str, Any]) -> TextVersion:
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


async def readable(
    connection: AsyncConnection, reader: Reader, rows: Collection[RowMapping]
) -> set[int]:
    """The positions of those of these rows of the outbox that the reader may read now: of what it
    reads, the steps it may know of.
    """
    ids = sorted({row["aggregateid"] for row in rows})
    submissions = {
        one.current.id: one for one in await get_submissions(connection, ids, contents=False)
    }
    published = await published_revisions(connection, ids)
    return {
        row["seq"]
        for row in rows
        if (submission := submissions.get(row["aggregateid"]))
        and submission.readable(reader.actor, reviewer=reader.reviewer)
        and _knows(submission, reader, row, published[row["aggregateid"]])
    }


def _knows(
    submission: Submission, reader: Reader, row: RowMapping, published: Collection[int]
) -> bool:
    action = ACTIONS.get(row["type"])
    return sees_step(
        submission, reader.actor, action, row["revision"], published, reviewer=reader.reviewer
    )


async def published_revisions(
    connection: AsyncConnection, ids: Sequence[str]
) -> Mapping[str, set[int]]:
    """The revisions of these submissions that are or were public."""
    r = tables.revisions
    statement = select(r.c.submission, r.c.revision).where(
        r.c.submission.in_(ids), r.c.published_at.is_not(None)
    )
    published: dict[str, set[int]] = defaultdict(set)
    for id_, revision in await connection.execute(statement):
        published[id_].add(revision)
    return published


async def fitting(connection: AsyncConnection, reader: Reader, ids: Sequence[str]) -> int:
    """How many of these submissions, from the first, one answer holds: it ends where the texts that
    the reader may see are too long, whatever number was asked for.
    """
    s, t = tables.submissions, tables.texts
    inside = and_(t.c.number == s.c.text, newest_for(reader))
    shown = or_(inside, t.c.number == s.c.public_text)
    joined = s.join(t, and_(t.c.submission == s.c.id, shown))
    statement = select(s.c.id, func.sum(_LENGTH)).select_from(joined).where(s.c.id.in_(ids))
    rows = await connection.execute(statement.group_by(s.c.id))
    sizes: dict[str, int] = {id_: int(size) for id_, size in rows}
    return _fit([sizes.get(id_, 0) for id_ in ids])


def _fit(sizes: Sequence[int]) -> int:
    """How many of these sizes are within MOST_TEXT together; at least one."""
    return max(1, sum(whole <= MOST_TEXT for whole in accumulate(sizes)))


async def revisions(
    connection: AsyncConnection, id_: str, shown: int | None, after: int, limit: int
) -> tuple[list[tuple[RowMapping, TextVersion]], bool]:
    """The revisions after a number, oldest first, with their last texts, and whether there are
    more.

    Those that were published, and the one whose text is `shown`; all when it is None.
    """
    r, t = tables.revisions, tables.texts
    public = true() if shown is None else or_(r.c.published_at.is_not(None), r.c.text == shown)
    joined = r.join(t, and_(t.c.submission == r.c.submission, t.c.number == r.c.text))
    statement = (
        select(r, _LENGTH.label("size"))
        .select_from(joined)
        .where(r.c.submission == id_, r.c.revision > after, public)
        .order_by(r.c.revision)
        .limit(limit + 1)
    )
    rows = (await connection.execute(statement)).mappings().all()
    page = rows[: min(limit, _fit([row["size"] for row in rows]))]
    texts = await _texts(connection, [(id_, row["text"]) for row in page])
    return [(row, texts[id_, row["text"]]) for row in page], len(rows) > len(page)


async def revision(
    connection: AsyncConnection, id_: str, number: int
) -> tuple[RowMapping, TextVersion] | None:
    """One revision with its last text; None when it was never begun."""
    r = tables.revisions
    statement = select(r).where(r.c.submission == id_, r.c.revision == number)
    row = (await connection.execute(statement)).mappings().first()
    return (row, await text(connection, id_, row["text"])) if row else None


async def revisions_of(
    connection: AsyncConnection, wanted: Sequence[tuple[str, int]]
) -> dict[tuple[str, int], tuple[RowMapping, TextVersion]]:
    """Revisions of several submissions, each with its last text, by (submission, revision)."""
    r = tables.revisions
    statement = select(r).where(tuple_(r.c.submission, r.c.revision).in_(wanted))
    rows = (await connection.execute(statement)).mappings().all()
    texts = await _texts(connection, [(row["submission"], row["text"]) for row in rows])
    return {
        (row["submission"], row["revision"]): (row, texts[row["submission"], row["text"]])
        for row in rows
    }


async def public_steps(
    connection: AsyncConnection, id_: str, position: int
) -> Sequence[RowMapping]:
    """The steps that say what was public at a position: the last publication until then, and what
    came after it, each with the data of its event.
    """
    h, o = tables.history, tables.kernel.outbox
    joined = h.join(o, h.c.event == o.c.id)
    until = (h.c.submission == id_, o.c.seq <= position)
    last = select(func.max(h.c.n)).select_from(joined).where(*until, h.c.action == "publish")
    statement = (
        select(h.c.action, h.c.at, h.c.comment, o.c.seq.label("position"), o.c.payload)
        .select_from(joined)
        .where(*until, h.c.n >= last.scalar_subquery())
        .order_by(h.c.n)
    )
    return (await connection.execute(statement)).mappings().all()


async def history(
    connection: AsyncConnection, id_: str, after: int, limit: int
) -> list[RowMapping]:
    """The steps of a submission in order, each with its event's position and instant where the
    relay has given one.
    """
    h, o = tables.history, tables.kernel.outbox
    statement = (
        select(
            h,
            o.c.seq.label("position"),
            o.c.recordedtime,
            o.c.revision.label("told_revision"),
            case((h.c.action == "decide", o.c.payload)).label("decided"),
        )
        .select_from(h.outerjoin(o, h.c.event == o.c.id))
        .where(h.c.submission == id_, h.c.n > after)
        .order_by(h.c.n)
        .limit(limit)
    )
    return list((await connection.execute(statement)).mappings())


async def drafters(connection: AsyncConnection, id_: str) -> set[str]:
    """The keys, by their lines of rotations, that wrote any text of a submission."""
    h, k = tables.history, tables.kernel.keys
    wrote = h.c.action.in_(("draft", "save", "submit", "revise"))
    statement = (
        select(func.coalesce(k.c.line, h.c.key_id))
        .select_from(h.outerjoin(k, k.c.key_id == h.c.key_id))
        .where(h.c.submission == id_, wrote, h.c.key_id.is_not(None))
    )
    return set(await connection.scalars(statement))


async def reviewed_by_author(connection: AsyncConnection, id_: str, revision: int) -> bool:
    """Whether a step of this revision's review was taken by a key that wrote its text."""
    h = tables.history
    statement = select(h.c.n).where(
        h.c.submission == id_, h.c.revision == revision, h.c.own_report.is_(True)
    )
    return (await connection.execute(statement.limit(1))).first() is not None


async def comments(
    connection: AsyncConnection, id_: str, after: int, limit: int
) -> list[RowMapping]:
    """The comments of a submission, oldest first."""
    c = tables.comments
    statement = select(c).where(c.c.submission == id_, c.c.n > after).order_by(c.c.n).limit(limit)
    return list((await connection.execute(statement)).mappings())
