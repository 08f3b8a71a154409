"""A submission as it was: at a position or an instant of the ledger, or one of its published
revisions.
"""

import json
from typing import Any

from fastapi import Request
from starlette.responses import Response

from kernel import clock, web
from kernel.auth import Caller
from kernel.errors import Invalid, invalid, not_found
from services.reports.api import dependencies
from services.reports.domain.as_of import PublicVersion, Step, public_at
from services.reports.domain.submission import ReaderRole, Submission
from services.reports.store import ledger, reading


async def position_of(request: Request, as_of: str) -> int:
    """A position from `as_of`: a number, or the last position not after an instant.

    Raises 422: unreadable, or beyond the end.
    """
    async with dependencies.resources(request).db.read() as connection:
        end = await ledger.end(connection)
        if not (as_of.isascii() and as_of.isdigit()):
            return await ledger.position_at(connection, _instant(as_of, end))
    if len(as_of) >= 19 or int(as_of) > end:
        raise _beyond(end)
    return int(as_of)


def _instant(as_of: str, end: int) -> str:
    """The stamp of an instant that is past. Raises 422."""
    try:
        instant = clock.stamp(clock.parse(as_of))
    except (ValueError, OverflowError):
        detail = "A position or an RFC 3339 date-time with an offset is needed."
        raise invalid(Invalid("/as_of", "wrong_form", detail)) from None
    if instant > clock.stamp():
        raise _beyond(end)
    return instant


def _beyond(end: int) -> Exception:
    return invalid(Invalid("/as_of", "out_of_range", f"The ledger ends at position {end}."))


async def answer_as_of(
    request: Request, caller: Caller, submission: Submission, role: ReaderRole, as_of: str
) -> Response:
    """The public revision at that time, as it was public then."""
    version = await _public_at(request, submission, await position_of(request, as_of))
    current = submission.current
    if version.state == "withdrawn" or (
        version.state == "withheld" and not current.leaves_something
    ):
        raise dependencies.gone(submission, version.state, version.at)
    if current.hidden_for_ever and role not in ("reporter", "reviewer"):
        raise dependencies.gone_now(submission)
    then = {
        "confirmed": version.confirmed,
        "as_of": as_of,
        "published_at": version.published_at,
        "decision": version.decision,
    }
    return await _revision(request, caller, submission, role, version.revision, **then)


async def _public_at(request: Request, submission: Submission, position: int) -> PublicVersion:
    """Raise 404 where nothing had been published."""
    async with dependencies.resources(request).db.read() as connection:
        rows = await reading.public_steps(connection, submission.current.id, position)
    steps = (
        Step(
            row["action"],
            row["at"],
            row["position"],
            json.loads(row["payload"]),
            row["comment"],
        )
        for row in rows
    )
    version = public_at(steps, position)
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
    **then: Any,
) -> Response:
    """A revision as it was; `then` replaces what the submission says now."""
    async with dependencies.resources(request).db.read() as connection:
        found = await reading.revision(connection, submission.current.id, number)
    if found is None or not dependencies.sees_revision(*found, submission, role):
        raise not_found()
    (row, text), decision = found, submission.current.standing_decision
    was = {
        "state": dependencies.revision_state(row, submission),
        "revision": number,
        "published_at": row["published_at"],
        "updated_at": row["published_at"] or text.saved_at,
        "decision": decision if decision and decision.revision == number else None,
    }
    data = dependencies.view(request, submission, text, caller, role, [], **{**was, **then})
    return web.answer(request, data, private=True)
