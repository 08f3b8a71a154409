"""A submission as it was: at a position or an instant of the ledger, or one of its published
revisions.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from starlette.responses import Response

from kernel import clock, web
from kernel.auth import Caller
from kernel.errors import Invalid, invalid, not_found
from services.reports import errors
from services.reports.api import dependencies
from services.reports.domain.submission import ReaderRole, Submission
from services.reports.store import ledger, reading

Steps = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Then:
    """What was public at a position: the revision, who had confirmed it, its state then, and since
    when.
    """

    revision: int
    confirmed: list[str]
    state: str
    at: str
    published_at: str


async def position_of(request: Request, asked: str) -> int:
    """A position from `as_of`: a number, or the last position not after an instant.

    Raises 422: unreadable, or beyond the end.
    """
    async with dependencies.resources(request).db.read() as connection:
        end = await ledger.end(connection)
        if asked.isascii() and asked.isdigit():
            position = int(asked) if len(asked) < 19 else end + 1
        else:
            try:
                instant = clock.stamp(clock.parse(asked))
            except (ValueError, OverflowError):
                raise invalid(
                    Invalid(
                        "/as_of",
                        "wrong_form",
                        "A position or an RFC 3339 date-time with an offset is needed.",
                    )
                ) from None
            if instant > clock.stamp():
                raise _beyond(end)
            position = await ledger.position_at(connection, instant)
    if position > end:
        raise _beyond(end)
    return position


def _beyond(end: int) -> Exception:
    return invalid(Invalid("/as_of", "out_of_range", f"The ledger ends at position {end}."))


def then(steps: Steps, position: int) -> Then | None:
    """What was public of a submission at a position, from its events; None: nothing yet."""
    found: Then | None = None
    for step in steps:
        if step["position"] is None or step["position"] > position:
            continue
        data = json.loads(step["payload"])
        if step["action"] == "publish":
            found = Then(data["revision"], _confirmed(data), "published", step["at"], step["at"])
        elif found is not None:
            confirmed = _confirmed(data) if data.get("reporters") is not None else found.confirmed
            hidden = {"withhold": "withheld", "release": "published", "withdraw": "withdrawn"}.get(
                step["action"], found.state
            )
            found = Then(
                found.revision,
                confirmed,
                hidden,
                step["at"] if hidden != found.state else found.at,
                found.published_at,
            )
    return found


def _confirmed(data: dict[str, Any]) -> list[str]:
    return [reporter["code"] for reporter in data["reporters"][1:]]


async def answer_as_of(
    request: Request, caller: Caller, submission: Submission, role: ReaderRole, asked: str
) -> Response:
    """The public revision at that time, as it was public then."""
    position = await position_of(request, asked)
    async with dependencies.resources(request).db.read() as connection:
        was = then(await reading.history(connection, submission.current.id), position)
    if was is None:
        raise not_found()
    if was.state in ("withheld", "withdrawn"):
        raise errors.gone(submission.current.id, submission.current.reporter, was.state, was.at)
    if submission.current.state == "withheld" and role not in ("reporter", "reviewer"):
        raise errors.gone(
            submission.current.id,
            submission.current.reporter,
            "withheld",
            submission.current.updated_at,
        )
    return await _published(
        request,
        caller,
        submission,
        role,
        was.revision,
        confirmed=was.confirmed,
        as_of=asked,
        published_at=was.published_at,
    )


async def answer_revision(
    request: Request, caller: Caller, submission: Submission, role: ReaderRole, number: int
) -> Response:
    """One published revision; the reporter also reads those never published."""
    dependencies.refuse_gone(submission, role)
    return await _published(request, caller, submission, role, number)


async def _published(
    request: Request,
    caller: Caller,
    submission: Submission,
    role: ReaderRole,
    number: int,
    **instead: Any,
) -> Response:
    async with dependencies.resources(request).db.read() as connection:
        found = [
            (row, text)
            for row, text in await reading.revisions(connection, submission.current.id)
            if row["revision"] == number
        ]
    if not found or (found[0][0]["published_at"] is None and role != "reporter"):
        raise not_found()
    row, text = found[0]
    state = (
        "published"
        if row["published_at"]
        else "discarded"
        if row["discarded_at"]
        else submission.current.state
    )
    moment = {
        "published_at": row["published_at"],
        "updated_at": row["published_at"] or text.saved_at,
    }
    data = dependencies.view(
        submission,
        text,
        caller,
        role,
        [],
        **{"state": state, "revision": number, **moment, **instead},
    )
    return web.answer(request, data, private=True)
