"""A submission as it was: at a position or an instant of the ledger, or one of its published
revisions.
"""

from typing import Annotated, Any

from fastapi import Query, Request
from starlette.responses import Response

from kernel import web
from kernel.auth import Caller
from kernel.db import THREADED
from kernel.errors import not_found
from kernel.web import moments
from services.reports.api import dependencies
from services.reports.domain.as_of import PublicVersion, public_at
from services.reports.domain.folding import folded, patterns
from services.reports.domain.kinds import KINDS
from services.reports.domain.submission import ReaderRole, Submission, TextVersion
from services.reports.store import ledger, reading, then
from services.reports.store.lists import Wanted
from services.reports.store.then import Version
from services.reports.store.writing import searchable

AsOf = Annotated[
    str | None, Query(max_length=40, description="A position, or an RFC 3339 instant that is past")
]
CHUNK = 100  # submissions that are looked at together


async def position_of(request: Request, as_of: str, name: str = "as_of") -> int:
    """A position from `as_of`: a number, or the last position not after an instant; `name`: of the
    parameter.

    Raises 422: unreadable, or beyond the end.
    """
    async with dependencies.resources(request).db.read() as connection:
        end = await ledger.end(connection)
        late = f"The ledger ends at position {end}."
        if not moments.is_position(as_of):
            return await ledger.position_at(connection, moments.past_instant(as_of, late))
    if len(as_of) >= 19 or int(as_of) > end:
        raise moments.out_of_range(late, name)
    return int(as_of)


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
    said = {
        "confirmed": version.confirmed,
        "as_of": as_of,
        "published_at": version.published_at,
        "decision": version.decision,
    }
    return await _revision(request, caller, submission, role, version.revision, **said)


async def _public_at(request: Request, submission: Submission, position: int) -> PublicVersion:
    """Raise 404 where nothing had been published."""
    async with dependencies.resources(request).db.read() as connection:
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
    async with dependencies.resources(request).db.read() as connection:
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
    decision, number = submission.current.standing_decision, row["revision"]
    was = {
        "state": dependencies.revision_state(row, submission),
        "revision": number,
        "published_at": row["published_at"],
        "updated_at": row["published_at"] or text.saved_at,
        "decision": decision if decision and decision.revision == number else None,
    }
    return dependencies.view(request, submission, text, caller, role, [], **{**was, **said})


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
    data, headers = web.page_links(request, items, [last] if last else None)
    return web.answer(request, data, private=True, headers=headers)


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
    while True:
        async with dependencies.resources(request).db.read(THREADED) as connection:
            rows = await then.public_ids(connection, position, wanted.kind, before, CHUNK)
            found = await then.versions(connection, [id_ for _, id_ in rows], position)
        for n, id_ in rows:
            if id_ in found and _keeps(wanted, *found[id_]):
                if len(items) == limit:
                    return items, before
                items.append(_item(request, caller, *found[id_]))
            before = n
        if len(rows) < CHUNK:
            return items, None


def _keeps(wanted: Wanted, submission: Submission, version: Version) -> bool:
    """Whether the filters leave a version."""
    current, text = submission.current, version.text
    terms = set(KINDS[current.kind].index(text.payload))
    search = f"{searchable(text)} {folded(current.code or '')}"
    return (
        wanted.reporter in (None, current.reporter, *version.public.confirmed)
        and wanted.state in (None, "published")
        and all(not terms.isdisjoint(some) for some in wanted.terms)
        and all(pattern in search for pattern in patterns(wanted.q or ""))
    )


def _item(
    request: Request, caller: Caller, submission: Submission, version: Version
) -> dict[str, Any]:
    role = submission.role(caller.actor, reviewer=dependencies.reviews(caller)) or "public"
    public = version.public
    said = {
        "confirmed": public.confirmed,
        "as_of": str(version.as_of),
        "published_at": public.published_at,
        "decision": public.decision,
        "state": "published",
        "allowed": [],
    }
    return _shown(request, caller, submission, role, version.row, version.text, **said)
