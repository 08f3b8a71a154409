"""Submissions read back: one with all that a decision needs, its history and comments."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    ScalarSelect,
    Select,
    and_,
    bindparam,
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
from services.reports.domain.lifecycle import TABLE
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
Confirmations = Mapping[
    str, Collection[tuple[str, int]]
]  # by submission: (actor, number of the text)

# characters of texts in one answer: making one of more would hold up everybody else
MOST_TEXT = 1_000_000
NOTHING = {"payload": "{}", "evidence": "[]"}
WRITING = ("draft", "save", "submit", "revise")  # steps that save a text
MOVES = ("draft", *TABLE)  # steps that lead to a state
NOBODY: Confirmations = {}

_s, _c = tables.submissions.c, tables.confirmations.c
_IDS: BindParameter[Sequence[str]] = bindparam("ids", expanding=True)
#: The states of some submissions, without what lists search.
STATES = select(*(_s[name] for name in ("id", *COLUMNS, "authors", "decision"))).where(
    _s.id.in_(_IDS)
)
CONFIRMATIONS = select(_c.submission, _c.actor, _c.text).where(_c.submission.in_(_IDS))
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
    joint = {id_ for (id_, _), text in texts.items() if text.joint}
    confirmations = await _confirmations(connection, joint) if joint else NOBODY
    return [
        _submission(states[id_], texts, confirmations.get(id_, ())) for id_ in ids if id_ in states
    ]


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
    rows = await connection.execute(STATES, {"ids": list(ids)})
    return {row["id"]: _state(row) for row in rows.mappings()}


def _state(row: RowMapping) -> SubmissionState:
    state = {name: row[name] for name in COLUMNS}
    authors = frozenset(json.loads(row["authors"] or "[]"))
    decided = _decision(row["decision"])
    return SubmissionState(id=row["id"], authors=authors, decision=decided, **(state | _added(row)))


def _added(row: RowMapping) -> dict[str, Any]:
    """Columns that are NULL in what the release before has written."""
    return {"submitted": bool(row["submitted"]), "public_version": row["public_version"] or 0}


def _decision(stored: str | None) -> Decision | None:
    return Decision(**json.loads(stored)) if stored else None


async def _confirmations(connection: AsyncConnection, ids: Collection[str]) -> Confirmations:
    rows = await connection.execute(CONFIRMATIONS, {"ids": list(ids)})
    return fragments.grouped((id_, (actor, number)) for id_, actor, number in rows)


async def _texts(
    connection: AsyncConnection, wanted: Sequence[tuple[str, int]], *, contents: bool = True
) -> dict[tuple[str, int], TextVersion]:
    t = tables.texts.c
    columns = t if contents else _without_contents()
    statement = select(*columns).where(tuple_(t.submission, t.number).in_(wanted))
    rows = await fragments.mappings(connection, statement)
    return {(row["submission"], row["number"]): _text({**NOTHING, **row}) for row in rows}


def _without_contents() -> list[ColumnElement[Any]]:
    return [column for column in tables.texts.c if column.name not in NOTHING]


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
    read = (row for row in rows if row["aggregateid"] in submissions)
    return {row["seq"] for row in read if _knows(submissions, reader, row, published)}


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
    submissions: Mapping[str, Submission],
    reader: Reader,
    row: RowMapping,
    published: Mapping[str, Collection[int]],
) -> bool:
    id_, step = row["aggregateid"], (ACTIONS.get(row["type"]), row["revision"])
    told = (reader.actor, *step, published[id_])
    return sees_step(submissions[id_], *told, reviewer=reader.reviewer)


async def published_revisions(
    connection: AsyncConnection, ids: Sequence[str]
) -> Mapping[str, Collection[int]]:
    """The revisions of these submissions that are or were public."""
    r = tables.revisions.c
    statement = select(r.submission, r.revision).where(r.submission.in_(ids))
    rows: Any = await connection.execute(statement.where(r.published_at.is_not(None)))
    return fragments.grouped(rows)


async def fitting(connection: AsyncConnection, reader: Reader, ids: Sequence[str]) -> int:
    """How many of these submissions, from the first, one answer holds: it ends where the texts that
    the reader may see are too long, whatever number was asked for.
    """
    s = tables.submissions.c
    rows: Any = await connection.execute(_sizes(reader).where(s.id.in_(ids)).group_by(s.id))
    sizes = dict(iter(rows))
    return fit([int(sizes.get(id_, 0)) for id_ in ids])


def _sizes(reader: Reader) -> Select[Any]:
    """The characters of the texts that the reader may see."""
    s = tables.submissions
    texts = s.join(tables.texts, _seen_by(reader))
    return select(s.c.id, func.sum(_LENGTH)).select_from(texts)


def _seen_by(reader: Reader) -> ColumnElement[bool]:
    """The texts of a submission that a reader may see."""
    s, t = tables.submissions.c, tables.texts.c
    inside = and_(t.number == s.text, newest_for(reader))
    return and_(t.submission == s.id, or_(inside, t.number == s.public_text))


def fit(sizes: Sequence[int]) -> int:
    """How many of these sizes are within MOST_TEXT together; at least one."""
    return max(1, sum(whole <= MOST_TEXT for whole in accumulate(sizes)))


async def revisions(
    connection: AsyncConnection,
    id_: str,
    shown: int | None,
    after: int,
    limit: int,
    until: int | None = None,
) -> tuple[list[tuple[RowMapping, TextVersion]], bool]:
    """The revisions after a number, oldest first, with their last texts, and whether there are
    more.

    Those that were published, and the one whose text is `shown`; all when it is None. `until`:
    those alone that were published by that position.
    """
    statement = _revisions(id_, shown, after).limit(limit + 1)
    if until is not None:
        statement = statement.where(_published_by(until))
    rows = await fragments.mappings(connection, statement)
    page = rows[: min(limit, fit([row["size"] for row in rows]))]
    return [*(await _with_texts(connection, page)).values()], len(rows) > len(page)


def _revisions(id_: str, shown: int | None, after: int) -> Select[Any]:
    r = tables.revisions
    with_size = select(r, _LENGTH.label("size")).select_from(REVISION_TEXTS)
    wanted = (r.c.submission == id_, r.c.revision > after, _public_or(shown))
    return with_size.where(*wanted).order_by(r.c.revision)


def _published_by(position: int) -> ColumnElement[bool]:
    r, o = tables.revisions.c, tables.kernel.outbox.c
    return select(o.id).where(o.id == r.published_event, o.seq <= position).exists()


def _public_or(shown: int | None) -> ColumnElement[bool]:
    """Revisions that were published, and that of the text that is shown."""
    r = tables.revisions.c
    return true() if shown is None else or_(r.published_at.is_not(None), r.text == shown)


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
    n, until = tables.history.c.n, _until(id_, position)
    since = _told_steps().where(until, n >= _last_publication(until))
    return await fragments.mappings(connection, since.order_by(n))


def _until(id_: str, position: int) -> ColumnElement[bool]:
    """The steps of a submission that were told by a position."""
    return and_(tables.history.c.submission == id_, tables.kernel.outbox.c.seq <= position)


def _last_publication(until: ColumnElement[bool]) -> ScalarSelect[int | None]:
    h = tables.history.c
    last = select(func.max(h.n)).select_from(STEPS).where(until, h.action == "publish")
    return last.scalar_subquery()


def _told_steps() -> Select[Any]:
    h, o = tables.history.c, tables.kernel.outbox.c
    step = (h.action, h.at, h.comment, o.seq.label("position"), o.payload)
    return select(*step).select_from(STEPS)


async def history(
    connection: AsyncConnection, id_: str, after: int, limit: int, until: int | None = None
) -> list[RowMapping]:
    """The steps of a submission in order, each with its event's position and instant where the
    relay has given one; `until`: those told by that position alone.
    """
    h = tables.history.c
    mine = _steps().where(h.submission == id_, h.n > after).order_by(h.n)
    if until is not None:
        mine = mine.where(tables.kernel.outbox.c.seq <= until)
    return await fragments.mappings(connection, mine.limit(limit))


async def last_moves(connection: AsyncConnection, ids: Sequence[str]) -> list[RowMapping]:
    """Of each of these submissions the last step of each kind that leads to a state, in order."""
    h = tables.history.c
    moves = (h.submission.in_(ids), h.action.in_(MOVES))
    last = select(func.max(h.n)).where(*moves).group_by(h.submission, h.action)
    return await fragments.mappings(connection, _steps().where(h.n.in_(last)).order_by(h.n))


def _steps() -> Select[Any]:
    h, o = tables.history, tables.kernel.outbox
    return select(h, *_of_event()).select_from(h.outerjoin(o, h.c.event == o.c.id))


def _of_event() -> Iterator[ColumnElement[Any]]:
    """What the event of a step adds to it; of a decision all that was decided."""
    h, o = tables.history.c, tables.kernel.outbox.c
    yield from (o.seq.label("position"), o.recordedtime, o.revision.label("told_revision"))
    yield case((h.action == "decide", o.payload)).label("decided")


async def drafters(connection: AsyncConnection, id_: str) -> set[str]:
    """The keys, by their lines of rotations, that wrote any text of a submission."""
    h = tables.history.c
    wrote = (h.submission == id_, h.action.in_(WRITING), h.key_id.is_not(None))
    return set(await connection.scalars(_lines().where(*wrote)))


def _lines() -> Select[Any]:
    """The line of rotations of the key of each step."""
    h, k = tables.history, tables.kernel.keys
    keys = h.outerjoin(k, k.c.key_id == h.c.key_id)
    return select(func.coalesce(k.c.line, h.c.key_id)).select_from(keys)


async def reviewed_by_author(connection: AsyncConnection, id_: str, revision: int) -> bool:
    """Whether a step of this revision's review was taken by a key that wrote its text."""
    h = tables.history.c
    own = (h.submission == id_, h.revision == revision, h.own_report.is_(True))
    return await fragments.found(connection, select(h.n).where(*own).limit(1))


async def comments(
    connection: AsyncConnection, id_: str, after: int, limit: int, until: str | None = None
) -> list[RowMapping]:
    """The comments of a submission, oldest first; up to a stamp."""
    c = tables.comments
    by_then = true() if until is None else c.c.at <= until
    wanted = select(c).where(c.c.submission == id_, c.c.n > after, by_then)
    return await fragments.mappings(connection, wanted.order_by(c.c.n).limit(limit))
