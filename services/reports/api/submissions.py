"""Submissions: begin, change, read, list."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from contracts.codes import State
from kernel import clock, web
from kernel.auth import Caller
from kernel.errors import Invalid, StaleWrite, forbidden, invalid, not_found
from kernel.web.app import Callers
from kernel.web.paging import Cursor, Limit
from kernel.web.problems import documented
from services.reports import commands, errors, schemas, tables
from services.reports.api import dependencies
from services.reports.api.as_of import answer_as_of, answer_revision
from services.reports.domain.kind import Term
from services.reports.domain.kinds import KINDS
from services.reports.domain.lifecycle import EDITABLE
from services.reports.domain.programme import Catalogue
from services.reports.domain.submission import Submission
from services.reports.schemas import EXAMPLE, KindName, SubmissionBody, SubmissionPage
from services.reports.store import reading

router = APIRouter(prefix="/reports/submissions", tags=["submissions"])
Instant = Annotated[str | None, Query(max_length=40, description="RFC 3339 instant")]


@router.post(
    "",
    operation_id="createSubmission",
    summary="Begin a submission",
    status_code=201,
    response_model=schemas.Submission,
    responses=documented(403, 409, 413, 415),
    openapi_extra=web.documented(SubmissionBody, example=EXAMPLE),
)
async def create(request: Request, caller: Callers) -> Response:
    """A draft of the caller's own actor; only its reporter sees it."""
    caller.require("reports:write")
    if caller.actor is None:
        raise forbidden("This key speaks for no actor, so it cannot report.")
    raw = await web.read_bytes(request)
    once = web.Once(dependencies.resources(request).db, tables.kernel, request, caller, raw)
    return await once.first(lambda: _begun(request, caller, raw, once))


async def _begun(request: Request, caller: Caller, raw: bytes, once: web.Once) -> Response:
    resources = dependencies.resources(request)
    body = web.validated(request, raw, SubmissionBody).root
    if body.reporter != caller.actor:
        raise forbidden(f"This key reports for {caller.actor} only.", code="not_yours")
    catalogue = await resources.replica.catalogue()
    if catalogue.edition is None:
        raise errors.no_edition()
    content = dependencies.content(body)
    edition, kind, reporter = catalogue.edition, KINDS[body.kind], body.reporter
    dependencies.check(catalogue, kind, reporter, content)
    similar = await dependencies.similar_to(request, kind, reporter, content.payload)

    def respond(submission: Submission) -> Response:
        return dependencies.answered(
            request,
            submission,
            dependencies.view(submission, submission.newest, caller, "reporter", similar),
            status=201,
        )

    return await once.write(
        lambda tx: commands.draft(tx, kind.name, reporter, edition, content, caller), respond
    )


@router.put(
    "/{id}",
    operation_id="replaceSubmission",
    summary="Replace the text of a draft or returned submission",
    response_model=schemas.Submission,
    responses=documented(403, 404, 409, 412, 413, 415, 428),
    openapi_extra=web.documented(SubmissionBody, example=EXAMPLE),
)
async def replace(request: Request, id: str, caller: Callers) -> Response:
    """The whole text anew.

    Confirmations of joint reporters were given to the text before and do not hold for this one.
    """
    dependencies.known(caller)
    submission, role = await dependencies.find(request, caller, id)
    if role != "reporter" or not caller.may("reports:write"):
        raise errors.not_allowed(
            "change", dependencies.allowed(submission, caller), submission.current.state
        )
    raw = await web.read_bytes(request)
    resources = dependencies.resources(request)
    once = web.Once(resources.db, tables.kernel, request, caller, raw)
    if (kept := await once.replay()) is not None:
        return kept
    dependencies.require_version(request, submission)
    if submission.current.state not in EDITABLE:
        raise errors.not_now(
            "change", dependencies.allowed(submission, caller), submission.current.state
        )
    body = web.validated(request, raw, SubmissionBody).root
    if body.reporter != submission.current.reporter:
        raise invalid(
            Invalid("/reporter", "frozen", "The reporter of a submission does not change.")
        )
    catalogue = await resources.replica.catalogue(submission.current.edition)
    content = dependencies.content(body)
    kind = KINDS[submission.current.kind]
    dependencies.check(catalogue, kind, body.reporter, content)
    similar = await dependencies.similar_to(
        request, kind, body.reporter, content.payload, submission.current.id
    )

    def respond(after: Submission) -> Response:
        return dependencies.answered(
            request, after, dependencies.view(after, after.newest, caller, "reporter", similar)
        )

    try:
        return await once.write(lambda tx: commands.save(tx, submission, content, caller), respond)
    except StaleWrite as stale:
        raise dependencies.lost_race(stale) from None


@router.get(
    "/{id}",
    operation_id="getSubmission",
    summary="One submission",
    response_model=schemas.Submission,
    responses=documented(404, 410),
)
async def read(
    request: Request,
    id: str,
    caller: Callers,
    as_of: Annotated[str | None, Query(max_length=40)] = None,
    revision: Annotated[int | None, Query(ge=1, le=1_000_000)] = None,
) -> Response:
    """What this caller may see of it, now, as of a position or an instant, or one published
    revision.
    """
    submission, role = await dependencies.find(request, caller, id)
    if as_of is not None:
        return await answer_as_of(request, caller, submission, role, as_of)
    if revision is not None:
        return await answer_revision(request, caller, submission, role, revision)
    dependencies.refuse_gone(submission, role)
    text = submission.shown(role)
    mine = caller.actor == submission.current.reporter
    similar = (
        await dependencies.similar_to(
            request,
            KINDS[submission.current.kind],
            submission.current.reporter,
            text.payload,
            submission.current.id,
        )
        if mine
        else []
    )
    return dependencies.answered(
        request, submission, dependencies.view(submission, text, caller, role, similar)
    )


@router.get(
    "",
    operation_id="listSubmissions",
    summary="Submissions, newest change first",
    response_model=SubmissionPage,
    responses=documented(),
)
async def listed(
    request: Request,
    caller: Callers,
    kind: KindName | None = None,
    reporter: Annotated[str | None, Query(max_length=40)] = None,
    activity: Annotated[str | None, Query(max_length=60)] = None,
    objective: Annotated[str | None, Query(max_length=20)] = None,
    year: Annotated[int | None, Query(ge=2016, le=2100)] = None,
    state: State | None = None,
    q: Annotated[str | None, Query(max_length=200)] = None,
    updated_after: Instant = None,
    waiting: Literal["me"] | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """Those this caller may see.

    `reporter` includes confirmed joint reporters; `objective` goes by the editorial links.
    """
    after = web.decode_cursor(request, cursor, str, str)
    resources = dependencies.resources(request)
    catalogue = await resources.replica.catalogue()
    _known(catalogue, reporter, activity, objective)
    terms = _terms(catalogue, activity, objective, year)
    wanted = reading.Wanted(
        kind, reporter, terms, state, q, _instant(updated_after), waiting == "me"
    )
    async with resources.db.read() as connection:
        rows = await reading.page(
            connection,
            reading.Reader(caller.actor, dependencies.reviews(caller)),
            wanted,
            after,
            limit,
        )
        cases = await reading.get_submissions(connection, [id_ for _, id_ in rows[:limit]])
    items = [_item(submission, caller) for submission in cases]
    more: Sequence[Any] | None = rows[limit - 1] if len(rows) > limit else None
    data, headers = web.page_links(request, items, more)
    return web.answer(request, data, private=True, headers=headers)


def _item(submission: Submission, caller: Caller) -> dict[str, Any]:
    role = submission.role(caller.actor, reviewer=dependencies.reviews(caller))
    if role is None:
        raise not_found()
    return dependencies.view(submission, submission.shown(role), caller, role, [])


def _known(
    catalogue: Catalogue, reporter: str | None, activity: str | None, objective: str | None
) -> None:
    """Raise 422 for codes of a filter that are unknown."""
    unknown = [
        Invalid(f"/{name}", "unknown_code", f"There is no {name} {code}.")
        for name, code, known in (
            ("reporter", reporter, reporter in catalogue.actors),
            ("activity", activity, activity in catalogue.addressees),
            (
                "objective",
                objective,
                objective is not None and catalogue.knows_objective(objective),
            ),
        )
        if code is not None and not known
    ]
    if unknown:
        raise invalid(*unknown)


def _terms(
    catalogue: Catalogue, activity: str | None, objective: str | None, year: int | None
) -> list[list[Term]]:
    """The terms that these filters ask for. An objective is named itself, or by an activity that is
    linked to it.
    """
    asked: list[list[Term]] = []
    if activity is not None:
        asked.append([("activity", activity)])
    if objective is not None:
        linked = [("activity", code) for code in catalogue.linked(objective)]
        asked.append([("objective", objective), *linked])
    if year is not None:
        asked.append([("year", str(year))])
    return asked


def _instant(text: str | None) -> str | None:
    if text is None:
        return None
    try:
        return clock.stamp(clock.parse(text))
    except (ValueError, OverflowError):
        raise invalid(
            Invalid(
                "/updated_after", "wrong_form", "An RFC 3339 date-time with an offset is needed."
            )
        ) from None
