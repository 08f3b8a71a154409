"""All that stands beside a submission or an occasion in one answer, for who shows it as a page."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from fastapi import Request
from starlette.responses import Response

from kernel import web
from kernel.auth import Caller
from kernel.web import Callers
from kernel.web.problems import documented
from services.reports.api import contributions, cycles, dependencies, listed, records
from services.reports.api.as_of import until
from services.reports.api.pages import Asked, AsOf
from services.reports.api.statements import answered_with
from services.reports.domain.kind import Kind, Term
from services.reports.domain.kinds.assessment import KIND as ASSESSED
from services.reports.domain.kinds.recommendation import KIND as RECOMMENDED
from services.reports.schemas.examples import ANSWERS
from services.reports.schemas.statements import BesideCycle, BesideSubmission
from services.reports.store import others, past_cycles, statements
from services.reports.store.lists import Wanted

router = web.router("/reports", "beside")
MOST = 500  # of each list


@router.get(
    "/submissions/{id}/beside",
    operation_id="getBesideSubmission",
    summary="Its history, its revisions, and what is said beside it",
    response_model=BesideSubmission,
    responses=documented(404, 410, example=ANSWERS[BesideSubmission]),
)
async def submission(request: Request, id: str, caller: Callers, as_of: AsOf = None) -> Response:
    """As their lists tell them, the first 500 of each; `statements` by what they stand beside: this
    submission and those that assess it; `assessed_by`: those that this caller may see; `comments`:
    null for who may not read them.
    """
    found, role = await dependencies.find(request, caller, id)
    asked = Asked(MOST, as_of=as_of)
    history, _ = await records.history_of(request, id, caller, asked)
    revisions, _ = await records.revisions_of(request, id, caller, asked)
    inside = records.inside(found, role, caller)
    data = {
        "history": history,
        "revisions": revisions,
        "comments": (await records.comments_of(request, id, asked))[0] if inside else None,
        "statements": await _said(request, id, "submission", as_of) if found.is_public else {},
        "assessed_by": await _naming(request, caller, ASSESSED, ("submission", id), as_of),
    }
    return web.answer(request, data, private=True)


@router.get(
    "/cycles/{id}/beside",
    operation_id="getBesideCycle",
    summary="Its history, its contributions, and what is said beside it",
    response_model=BesideCycle,
    responses=documented(404, example=ANSWERS[BesideCycle]),
)
async def cycle(request: Request, id: str, caller: Callers, as_of: AsOf = None) -> Response:
    """As their lists tell them, the first 500 of each; `statements` by what they stand beside: this
    occasion and what was recommended at it; `recommended`: those that this caller may see.
    """
    asked = Asked(MOST, as_of=as_of)
    history, _ = await cycles.history_of(request, id, caller, asked)
    contributed, _ = await contributions.contributions_of(request, id, asked)
    data = {
        "history": history,
        "contributions": contributed,
        "statements": await _said(request, id, "meeting", as_of),
        "recommended": await _naming(request, caller, RECOMMENDED, ("meeting", id), as_of),
    }
    return web.answer(request, data, private=True)


async def _naming(
    request: Request, caller: Caller, kind: Kind, term: Term, as_of: str | None
) -> list[dict[str, Any]]:
    """The submissions of a kind whose text has a term."""
    wanted = Wanted(kind.name, terms=[[term]])
    return await listed.first(request, caller, wanted, await until(request, as_of))


async def _said(
    request: Request, id_: str, name: str, as_of: str | None
) -> dict[str, list[dict[str, Any]]]:
    """The statements beside something, and beside the public submissions that name it."""
    by_subject: dict[str, list[dict[str, Any]]] = defaultdict(list)
    position = await until(request, as_of)
    async with dependencies.resources(request).db.read() as connection:
        subjects = [id_, *await others.naming(connection, name, id_)]
        rows: Sequence[Any] = await statements.beside_any(connection, subjects, MOST)
        if position is not None:
            rows = await past_cycles.stood(connection, rows, subjects, position)
        for row in rows:
            by_subject[row["subject"]].append(answered_with(row))
    return by_subject
