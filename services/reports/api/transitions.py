"""Steps of a submission's life, and the confirmations of its joint reporters."""

from collections.abc import Callable
from functools import partial

from fastapi import APIRouter, Request
from starlette.responses import Response

from kernel import clock, web
from kernel.auth import Caller
from kernel.db import Tx
from kernel.errors import Invalid, Problem, StaleWrite, invalid
from kernel.web.app import Callers
from kernel.web.problems import documented
from services.reports import commands, errors, schemas, tables
from services.reports.api import dependencies
from services.reports.domain import lifecycle, rules
from services.reports.domain.kind import Draft
from services.reports.domain.kinds import KINDS
from services.reports.domain.programme import Catalogue
from services.reports.domain.submission import ReaderRole, Submission
from services.reports.schemas import TransitionBody

router = APIRouter(prefix="/reports/submissions", tags=["life"])


@router.post(
    "/{id}/transitions",
    operation_id="transitionSubmission",
    summary="Take a step of its life",
    response_model=schemas.Submission,
    responses=documented(403, 404, 409, 412, 413, 415, 428),
    openapi_extra=web.documented(
        TransitionBody, example={"action": "return", "comment": "¿Con qué universidades?"}
    ),
)
async def transition(request: Request, id: str, caller: Callers) -> Response:
    """The table of the programme's follow-up: who may do what from which state. 403 and 409 name
    what is open to this key.
    """
    dependencies.known(caller)
    submission, role = await dependencies.find(request, caller, id)
    raw = await web.read_bytes(request)
    body, unreadable = _body(request, raw)
    row = lifecycle.TABLE[body.action] if body else None
    current = submission.current
    if row is not None and not lifecycle.entitled(
        row, KINDS[current.kind], current.reporter, caller.actor, caller.scopes
    ):
        raise errors.not_allowed(
            row.action, dependencies.allowed(submission, caller), current.state
        )
    resources = dependencies.resources(request)
    once = web.Once(resources.db, tables.kernel, request, caller, raw)
    if (kept := await once.replay()) is not None:
        return kept
    dependencies.require_version(request, submission)
    if row is None or body is None:
        raise unreadable or AssertionError
    kind = KINDS[current.kind]
    if not lifecycle.possible(row, kind, current.state, was_public=current.was_public):
        raise errors.not_now(row.action, dependencies.allowed(submission, caller), current.state)
    comment = (body.comment or "").strip() or None
    if row.comment and comment is None:
        raise invalid(Invalid("/comment", "required", f"To {row.action} a submission, say why."))
    catalogue = await resources.replica.catalogue(current.edition)
    if row.action == "submit":
        _complete(submission, catalogue)
    move = partial(
        commands.move, before=submission, row=row, catalogue=catalogue, comment=comment, by=caller
    )
    return await _write(request, once, move, caller, role)


def _body(request: Request, raw: bytes) -> tuple[TransitionBody | None, Problem | None]:
    """The body, or what is wrong with it, to be said in its turn."""
    try:
        return web.validated(request, raw, TransitionBody), None
    except Problem as problem:
        return None, problem


def _complete(submission: Submission, catalogue: Catalogue) -> None:
    """Raise 422 for what the text lacks, or for what the programme has come to refuse since it was
    saved.
    """
    kind, text = KINDS[submission.current.kind], submission.newest
    dependencies.refuse(rules.missing(kind, text.payload))
    draft = Draft(submission.current.reporter, text.joint, text.payload)
    dependencies.refuse(rules.violations(kind, catalogue, draft, clock.today()))


async def _write(
    request: Request,
    once: web.Once,
    command: Callable[[Tx], Submission],
    caller: Caller,
    role: ReaderRole,
) -> Response:
    def respond(after: Submission) -> Response:
        seen = after.role(caller.actor, reviewer=dependencies.reviews(caller)) or role
        return dependencies.answered(
            request, after, dependencies.view(after, after.shown(seen), caller, seen, [])
        )

    try:
        return await once.write(command, respond)
    except StaleWrite as stale:
        raise dependencies.lost_race(stale) from None


@router.put(
    "/{id}/confirmation",
    operation_id="confirmSubmission",
    summary="A named joint reporter confirms",
    response_model=schemas.Submission,
    responses=documented(403, 404, 409, 412, 428),
)
async def confirm(request: Request, id: str, caller: Callers) -> Response:
    """From now on the state counts as reporting, for the text that stands before it.

    Saying so twice changes nothing.
    """
    return await _confirmation(request, id, caller, given=True)


@router.delete(
    "/{id}/confirmation",
    operation_id="withdrawConfirmation",
    summary="A joint reporter takes its confirmation back",
    response_model=schemas.Submission,
    responses=documented(403, 404, 409, 412, 428),
)
async def take_back(request: Request, id: str, caller: Callers) -> Response:
    """The state is named again, not reporting."""
    return await _confirmation(request, id, caller, given=False)


async def _confirmation(request: Request, id_: str, caller: Caller, *, given: bool) -> Response:
    dependencies.known(caller)
    submission, role = await dependencies.find(request, caller, id_)
    current, actor = submission.current, caller.actor
    if actor is None or not caller.may(KINDS[current.kind].scope) or not submission.names(actor):
        raise errors.not_allowed("confirm", dependencies.allowed(submission, caller), current.state)
    resources = dependencies.resources(request)
    once = web.Once(resources.db, tables.kernel, request, caller, b"")
    if (kept := await once.replay()) is not None:
        return kept
    dependencies.require_version(request, submission)
    open_to = submission.open_to(actor)
    if current.state == "withdrawn":
        raise errors.not_now("confirm", dependencies.allowed(submission, caller), current.state)
    if not open_to:
        raise errors.not_allowed("confirm", dependencies.allowed(submission, caller), current.state)
    confirmed = [text for text in open_to if (actor, text.number) in submission.confirmations]
    if (given and open_to[0] in confirmed) or (not given and not confirmed):
        return dependencies.answered(
            request,
            submission,
            dependencies.view(submission, submission.shown(role), caller, role, []),
        )
    catalogue = await resources.replica.catalogue()
    act = commands.confirm if given else commands.take_back
    return await _write(
        request, once, lambda tx: act(tx, submission, actor, catalogue, caller), caller, role
    )
