"""A submission as it was: at a position or an instant of the ledger, or one of its published
revisions.
"""

from collections.abc import AsyncIterator, Sequence
from typing import Any

from fastapi import Request
from starlette.responses import Response

from kernel import web
from kernel.auth import Caller
from kernel.db import THREADED
from kernel.errors import not_found
from kernel.web import moments
from services.reports.api import dependencies, pages
from services.reports.domain.as_of import PublicVersion, public_at
from services.reports.domain.folding import folded, patterns
from services.reports.domain.kinds import KINDS
from services.reports.domain.submission import (
    ReaderRole,
    Submission,
    SubmissionState,
    TextVersion,
)
from services.reports.store import ledger, reading, then
from services.reports.store.lists import Wanted
from services.reports.store.then import Version
from services.reports.store.writing import searchable

CHUNK = 100  # submissions that are looked at together


async def position_of(request: Request, as_of: str, name: str = "as_of") -> int:
    """A position from `as_of`: a number, or the last position not after an instant; `name`: of the
    parameter.

    Raises 422: unreadable, or beyond the end.
    """
    async with dependencies.snapshot(request) as connection:
        end = await ledger.end(connection)
        late = f"The ledger ends at position {end}."
        if not moments.is_position(as_of):
            return await ledger.position_at(connection, moments.past_instant(as_of, late))
    if len(as_of) >= 19 or int(as_of) > end:
        raise moments.out_of_range(late, name)
    return int(as_of)


async def until(request: Request, as_of: str | None) -> int | None:
    """The position of `as_of`; None: as things stand."""
    return None if as_of is None else await position_of(request, as_of)


async def instant(request: Request, as_of: str | None) -> str | None:
    """The stamp of `as_of`, for what has a time and no position; None: as things stand."""
    if as_of is None:
        return None
    position = await position_of(request, as_of)
    if not moments.is_position(as_of):
        return moments.instant_of(as_of)
    async with dependencies.snapshot(request) as connection:
        newest = await ledger.newest(connection, position)
    return newest[1] if newest else ""


async def answer_as_of(
    request: Request, caller: Caller, submission: Submission, role: ReaderRole, as_of: str
) -> Response:
    """The public revision at that time, as it was public then."""
    version = await public_then(request, submission, role, await position_of(request, as_of))
    said = {**_said(version), "as_of": as_of}
    return await _revision(request, caller, submission, role, version.revision, **said)


async def public_then(
    request: Request, submission: Submission, role: ReaderRole, position: int
) -> PublicVersion:
    """What was public at a position. Raises 404 where nothing had been published, 410 for what was
    hidden then or is hidden for ever.
    """
    version = await public_at_position(request, submission, position)
    _refuse_gone(submission, version, role)
    return version


def _refuse_gone(submission: Submission, version: PublicVersion, role: ReaderRole) -> None:
    """Raise 410 for what was hidden then, and from others for what is hidden for ever."""
    current = submission.current
    if _was_hidden(current, version):
        raise dependencies.gone(submission, version.state, version.at)
    if current.hidden_for_ever and role not in ("reporter", "reviewer"):
        raise dependencies.gone_now(submission)


def _was_hidden(current: SubmissionState, version: PublicVersion) -> bool:
    leaving = current.leaves_something
    return version.state == "withdrawn" or (version.state == "withheld" and not leaving)


def _said(version: PublicVersion) -> dict[str, Any]:
    """What was said of the submission then."""
    return {
        "confirmed": version.confirmed,
        "published_at": version.published_at,
        "decision": version.decision,
    }


async def public_at_position(
    request: Request, submission: Submission, position: int
) -> PublicVersion:
    """What had been published at a position, hidden or not. Raises 404 where nothing had."""
    async with dependencies.snapshot(request) as connection:
        rows = await reading.public_steps(connection, submission.current.id, position)
    version = public_at(map(then.step_of, rows), position)
    if version is None:
        raise not_found()
    return version


async def answer_revision(
    request: Request, caller: Caller, submission: Submission, role: ReaderRole, number: int
) -> Response:
    """One published revision; the reporter also reads those never published, and who reads what is
    under way reads it so too.
    """
    dependencies.refuse_gone(submission, caller)
    return await _revision(request, caller, submission, role, number)


async def _revision(
    request: Request,
    caller: Caller,
    submission: Submission,
    role: ReaderRole,
    number: int,
    **said: Any,
) -> Response:
    """A revision as it was; `said` replaces what the submission says now."""
    async with dependencies.snapshot(request) as connection:
        found = await reading.revision(connection, submission.current.id, number)
    if found is None or not dependencies.sees_revision(*found, submission, role):
        raise not_found()
    data = _shown(request, caller, submission, role, *found, **said)
    return web.answer(request, data, private=True)


def _shown(
    request: Request,
    caller: Caller,
    submission: Submission,
    role: ReaderRole,
    row: Any,
    text: TextVersion,
    **said: Any,
) -> dict[str, Any]:
    was = {**_was(submission, row, text), **said}
    return dependencies.view(request, submission, text, caller, role, [], **was)


def _was(submission: Submission, row: Any, text: TextVersion) -> dict[str, Any]:
    """What a submission was with a revision."""
    decision, number = submission.current.standing_decision, row["revision"]
    return {
        "state": dependencies.revision_state(row, submission),
        "revision": number,
        "published_at": row["published_at"],
        "updated_at": row["published_at"] or text.saved_at,
        "decision": decision if decision and decision.revision == number else None,
    }


async def page(
    request: Request,
    caller: Caller,
    wanted: Wanted,
    position: int,
    limit: int,
    cursor: str | None,
) -> Response:
    """A page of what was public at a position, the latest change before it first."""
    (before,) = web.decode_cursor(request, cursor, int) or [None]
    items, last = await items_at(request, caller, wanted, position, before, limit)
    return pages.answer(request, items, [last] if last else None)


async def items_at(
    request: Request,
    caller: Caller,
    wanted: Wanted,
    position: int,
    before: int | None,
    limit: int,
) -> tuple[list[dict[str, Any]], int | None]:
    """The next submissions that were public at a position, and where the next page begins."""
    items: list[dict[str, Any]] = []
    async for number, found in _found(request, wanted.kind, position, before):
        if found and _keeps(wanted, *found):
            if len(items) == limit:
                return items, before
            items.append(_item(request, caller, *found))
        before = number
    return items, None


async def _found(
    request: Request, kind: str | None, position: int, before: int | None
) -> AsyncIterator[tuple[int, tuple[Submission, Version] | None]]:
    """What was public at a position, each with the number of the step that showed it."""
    rows: Sequence[tuple[int, str]] = [(0, "")] * CHUNK
    while len(rows) == CHUNK:
        async with dependencies.snapshot(request, THREADED) as connection:
            rows = await then.public_ids(connection, position, kind, before, CHUNK)
            found = await then.versions(connection, [id_ for _, id_ in rows], position)
        for before, id_ in rows:
            yield before, found.get(id_)


def _keeps(wanted: Wanted, submission: Submission, version: Version) -> bool:
    """Whether the filters leave a version."""
    reporting = (submission.current.reporter, *version.public.confirmed)
    return (
        wanted.reporter in (None, *reporting)
        and wanted.state in (None, "published")
        and (wanted.unconfirmed is None or wanted.unconfirmed in _unconfirmed(version))
        and _has_terms(wanted, submission.current.kind, version.text)
        and _says(wanted.q or "", version.text, submission.current.code)
    )


def _unconfirmed(version: Version) -> set[str]:
    """The joint reporters that a version names and that had not confirmed it."""
    return set(version.text.joint) - set(version.public.confirmed)


def _has_terms(wanted: Wanted, kind: str, text: TextVersion) -> bool:
    terms = set(KINDS[kind].index(text.payload))
    return all(not terms.isdisjoint(some) for some in wanted.terms)


def _says(q: str, text: TextVersion, code: str | None) -> bool:
    search = f"{searchable(text)} {folded(code or '')}"
    return all(pattern in search for pattern in patterns(q))


def _item(
    request: Request, caller: Caller, submission: Submission, version: Version
) -> dict[str, Any]:
    role = submission.role(caller.actor, reviewer=dependencies.reviews(caller)) or "public"
    said = {**_said(version.public), "as_of": str(version.as_of)}
    shown = (request, caller, submission, role, version.row, version.text)
    return _shown(*shown, **said, state="published", allowed=[])
