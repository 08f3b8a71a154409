"""What stands beside each submission of a list, where that is asked for: read for all of them at
once, and told as the submission's own address, its history and its statements tell it.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from typing import Annotated, Any, NamedTuple

from fastapi import Query, Request

from kernel import web
from kernel.auth import Caller
from kernel.errors import Invalid, invalid
from services.reports.api import dependencies, etags
from services.reports.api.listing import Listing
from services.reports.api.records import Seen
from services.reports.api.statements import answered_with
from services.reports.domain.submission import ReaderRole, Submission
from services.reports.store import reading, statements
from services.reports.store.fragments import grouped

NAME = "(etag|step|statements)"
Beside = Annotated[
    str | None,
    Query(pattern=f"^{NAME}(,{NAME})*$", description="etag, step, statements, or some of them"),
]
MOST = 100  # statements beside a submission
Item = dict[str, Any]


class Shown(NamedTuple):
    """A submission, the caller's role to it, and what is shown of it."""

    submission: Submission
    role: ReaderRole
    item: Item


def names(given: str | None, listing: Listing) -> Collection[str]:
    """What is asked for. Raises 422 together with a moment: these are told as they stand."""
    if given is not None and listing.position is not None:
        detail = "This cannot be asked together with as_of."
        raise invalid(Invalid("/beside", "not_together", detail))
    return given.split(",") if given else ()


async def items(
    request: Request, caller: Caller, submissions: Sequence[Submission], asked: Collection[str]
) -> list[Item]:
    """The submissions as they are listed, each with what is asked for; what is gone without."""
    listed = [dependencies.item(request, each, caller) for each in submissions]
    if not asked:
        return listed
    shown = [*_shown(caller, zip(submissions, listed, strict=True))]
    told = {name: await READS[name](request, caller, shown) for name in READS if name in asked}
    for one in shown:
        one.item["beside"] = {name: each[one.item["id"]] for name, each in told.items()}
    return listed


def _shown(caller: Caller, pairs: Iterable[tuple[Submission, Item]]) -> Iterable[Shown]:
    """Those that are not gone."""
    reviewer = dependencies.reviews(caller)
    for submission, item in pairs:
        role = submission.role(caller.actor, reviewer=reviewer)
        if role is not None and "gone" not in item:
            yield Shown(submission, role, item)


async def _etags(request: Request, caller: Caller, shown: Sequence[Shown]) -> dict[str, str]:
    """The ETags of their own answers, which name the reporter's similar ones too."""
    similar = await asyncio.gather(*(_similar(request, caller, one) for one in shown))
    return {one.item["id"]: _etag(one, some) for one, some in zip(shown, similar, strict=True)}


async def _similar(request: Request, caller: Caller, one: Shown) -> list[str]:
    text = one.submission.shown(one.role)
    return await dependencies.similar_for(request, caller, one.submission, text)


def _etag(one: Shown, similar: list[str]) -> str:
    answer = web.json_bytes({**one.item, "similar": similar})
    return etags.version(one.submission, one.role).tag(answer)


async def _steps(
    request: Request, caller: Caller, shown: Sequence[Shown]
) -> dict[str, Item | None]:
    """The last step that led to the state that each is told to be in."""
    ids, reader = [one.item["id"] for one in shown], dependencies.reader(caller)
    async with dependencies.snapshot(request) as connection:
        moves = await reading.last_moves(connection, ids)
        published = await reading.published_revisions(connection, ids)
    by_id = grouped((row["submission"], row) for row in moves)
    return {
        id_: _step(one, Seen(one.submission, one.role, reader, published[id_]).items(by_id[id_]))
        for id_, one in zip(ids, shown, strict=True)
    }


def _step(one: Shown, steps: Iterable[Item]) -> Item | None:
    """The last of these steps that ends where the submission is told to be."""
    led = [step for step in steps if step["to_state"] == one.item["state"]]
    return led[-1] if led else None


async def _statements(
    request: Request, caller: Caller, shown: Sequence[Shown]
) -> Mapping[str, list[Item]]:
    """The first statements beside each: who reads a submission reads them."""
    ids = [one.item["id"] for one in shown]
    async with dependencies.snapshot(request) as connection:
        rows = await statements.beside_each(connection, ids, MOST)
    return grouped((row["subject"], answered_with(row)) for row in rows)


Read = Callable[[Request, Caller, Sequence[Shown]], Awaitable[Mapping[str, Any]]]
READS: dict[str, Read] = {"etag": _etags, "step": _steps, "statements": _statements}
