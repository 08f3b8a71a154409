"""Submissions read back: one with all that a decision needs, its history and comments."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    func,
    or_,
    select,
    true,
    tuple_,
)
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts import reports as events
from services.reports import tables
from services.reports.domain.decisions import Decision
from services.reports.domain.submission import Submission, SubmissionState, TextVersion
from services.reports.domain.visibility import COMMENT, sees_step
from services.reports.store import fragments
from services.reports.store.fragments import REVISION_TEXTS, STEPS
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
WRITING = ("draft", "save", "submit", "revise")  # steps that save a text
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
    texts = await _texts(connection, _shown(states.values()), contents=contents)
    confirmations = await _confirmations(connection, ids)
    return [_submission(states[id_], texts, confirmations[id_]) for id_ in ids if id_ in states]


def _shown(states: Iterable[SubmissionState]) -> list[tuple[str, int]]:
    """The newest and the public text of each, as (submission, number)."""
    return sorted({(one.id, n) for one in states for n in (one.text, one.public_text) if n})


def _submission(
    state: SubmissionState,
    texts: Mapping[tuple[str, int], TextVersion],
    confirmations: Iterable[tuple[str, int]],
) -> Submission:
    public = texts.get((state.id, state.public_text or 0))
    return Submission(state, texts[state.id, state.text], public, frozenset(confirmations))


async def _states(connection: AsyncConnection, ids: Sequence[str]) -> dict[str, SubmissionState]:
    s = tables.submissions
    rows = await connection.execute(select(s).where(s.c.id.in_(ids)))
    return {row["id"]: _state(row) for row in rows.mappings()}


def _state(row: RowMapping) -> SubmissionState:
    state = {name: row[name] for name in COLUMNS}
    authors = frozenset(json.loads(row["authors"] or "[]"))
    # NULL in what the release before has written
    added = {"submitted": bool(row["submitted"]), "public_version": row["public_version"] or 0}
    decided = _decision(row["decision"])
    return SubmissionState(id=row["id"], authors=authors, decision=decided, **(state | added))


def _decision(stored: str | None) -> Decision | None:
    return Decision(**json.loads(stored)) if stored else None


async def _confirmations(connection: AsyncConnection, ids: Sequence[str]) -> Confirmations:
    c = tables.confirmations.c
    by_submission: dict[str, set[tuple[str, int]]] = defaultdict(set)
    statement = select(c.submission, c.actor, c.text).where(c.submission.in_(ids))
    for id_, actor, number in await connection.execute(statement):
        by_submission[id_].add((actor, number))
    return by_submission


async def _texts(
    connection: AsyncConnection, wanted: Sequence[tuple[str, int]], *, contents: bool = True
) -> dict[tuple[str, int], TextVersion]:
    t = tables.texts.c
    columns = [column for column in t if contents or column.name not in NOTHING]
    statement = select(*columns).where(tuple_(t.submission, t.number).in_(wanted))
    rows = (await connection.execute(statement)).mappings()
    return {(row["submission"], row["number"]): _text({**NOTHING, **row}) for row in rows}


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
    submissions = await _readable(connection, reader, ids)
    published = await published_revisions(connection, ids)
    return {
        row["seq"]
        for row in rows
        if (id_ := row["aggregateid"]) in submissions
        and _knows(submissions[id_], reader, row, published[id_])
    }


async def _readable(
    connection: AsyncConnection, reader: Reader, ids: Sequence[str]
) -> dict[str, Submission]:
    """Those of these submissions that the reader may read, by id, without payloads."""
    return {
        one.current.id: one
        for one in await get_submissions(connection, ids, contents=False)
        if one.readable(reader.actor, reviewer=reader.reviewer)
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
    r = tables.revisions.c
    ever = (r.submission.in_(ids), r.published_at.is_not(None))
    published: dict[str, set[int]] = defaultdict(set)
    for id_, revision in await connection.execute(select(r.submission, r.revision).where(*ever)):
        published[id_].add(revision)
    return published


async def fitting(connection: AsyncConnection, reader: Reader, ids: Sequence[str]) -> int:
    """How many of these submissions, from the first, one answer holds: it ends where the texts that
    the reader may see are too long, whatever number was asked for.
    """
    s = tables.submissions.c
    rows = await connection.execute(_sizes(reader).where(s.id.in_(ids)).group_by(s.id))
    sizes: dict[str, int] = {id_: int(size) for id_, size in rows}
    return _fit([sizes.get(id_, 0) for id_ in ids])


def _sizes(reader: Reader) -> Select[Any]:
    """The characters of the texts that the reader may see."""
    s, t = tables.submissions, tables.texts.c
    inside = and_(t.number == s.c.text, newest_for(reader))
    shown = or_(inside, t.number == s.c.public_text)
    texts = s.join(tables.texts, and_(t.submission == s.c.id, shown))
    return select(s.c.id, func.sum(_LENGTH)).select_from(texts)


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
    statement = _revisions(id_, shown, after).limit(limit + 1)
    rows = await fragments.mappings(connection, statement)
    page = rows[: min(limit, _fit([row["size"] for row in rows]))]
    return [*(await _with_texts(connection, page)).values()], len(rows) > len(page)


def _revisions(id_: str, shown: int | None, after: int) -> Select[Any]:
    r = tables.revisions
    public = true() if shown is None else or_(r.c.published_at.is_not(None), r.c.text == shown)
    with_size = select(r, _LENGTH.label("size")).select_from(REVISION_TEXTS)
    wanted = (r.c.submission == id_, r.c.revision > after, public)
    return with_size.where(*wanted).order_by(r.c.revision)


async def _with_texts(
    connection: AsyncConnection, rows: Iterable[RowMapping]
) -> dict[tuple[str, int], tuple[RowMapping, TextVersion]]:
    """Revisions in their order, each with its last text, by (submission, revision)."""
    places = [(row["submission"], row["text"]) for row in rows]
    texts = await _texts(connection, places)
    return {
        (row["submission"], row["revision"]): (row, texts[place])
        for row, place in zip(rows, places, strict=True)
    }


async def revision(
    connection: AsyncConnection, id_: str, number: int
) -> tuple[RowMapping, TextVersion] | None:
    """One revision with its last text; None when it was never begun."""
    return (await revisions_of(connection, [(id_, number)])).get((id_, number))


async def revisions_of(
    connection: AsyncConnection, wanted: Sequence[tuple[str, int]]
) -> dict[tuple[str, int], tuple[RowMapping, TextVersion]]:
    """Revisions of several submissions, each with its last text, by (submission, revision)."""
    r = tables.revisions
    statement = select(r).where(tuple_(r.c.submission, r.c.revision).in_(wanted))
    return await _with_texts(connection, await fragments.mappings(connection, statement))


async def public_steps(
    connection: AsyncConnection, id_: str, position: int
) -> Sequence[RowMapping]:
    """The steps that say what was public at a position: the last publication until then, and what
    came after it, each with the data of its event.
    """
    h, o = tables.history.c, tables.kernel.outbox.c
    until = (h.submission == id_, o.seq <= position)
    last = select(func.max(h.n)).select_from(STEPS).where(*until, h.action == "publish")
    since = _told_steps().where(*until, h.n >= last.scalar_subquery())
    return await fragments.mappings(connection, since.order_by(h.n))


def _told_steps() -> Select[Any]:
    h, o = tables.history.c, tables.kernel.outbox.c
    step = (h.action, h.at, h.comment, o.seq.label("position"), o.payload)
    return select(*step).select_from(STEPS)


async def history(
    connection: AsyncConnection, id_: str, after: int, limit: int
) -> list[RowMapping]:
    """The steps of a submission in order, each with its event's position and instant where the
    relay has given one.
    """
    h, o = tables.history, tables.kernel.outbox
    steps = select(h, *_of_event()).select_from(h.outerjoin(o, h.c.event == o.c.id))
    mine = steps.where(h.c.submission == id_, h.c.n > after).order_by(h.c.n)
    return await fragments.mappings(connection, mine.limit(limit))


def _of_event() -> Iterator[ColumnElement[Any]]:
    """What the event of a step adds to it; of a decision all that was decided."""
    h, o = tables.history.c, tables.kernel.outbox.c
    yield from (o.seq.label("position"), o.recordedtime, o.revision.label("told_revision"))
    yield case((h.action == "decide", o.payload)).label("decided")


async def drafters(connection: AsyncConnection, id_: str) -> set[str]:
    """The keys, by their lines of rotations, that wrote any text of a submission."""
    h, k = tables.history, tables.kernel.keys
    keys = h.outerjoin(k, k.c.key_id == h.c.key_id)
    lines = select(func.coalesce(k.c.line, h.c.key_id)).select_from(keys)
    wrote = (h.c.action.in_(WRITING), h.c.key_id.is_not(None))
    return set(await connection.scalars(lines.where(h.c.submission == id_, *wrote)))


async def reviewed_by_author(connection: AsyncConnection, id_: str, revision: int) -> bool:
    """Whether a step of this revision's review was taken by a key that wrote its text."""
    h = tables.history.c
    own = (h.submission == id_, h.revision == revision, h.own_report.is_(True))
    return await fragments.found(connection, select(h.n).where(*own).limit(1))


async def comments(
    connection: AsyncConnection, id_: str, after: int, limit: int
) -> list[RowMapping]:
    """The comments of a submission, oldest first."""
    c = tables.comments
    statement = select(c).where(c.c.submission == id_, c.c.n > after).order_by(c.c.n).limit(limit)
    return await fragments.mappings(connection, statement)
