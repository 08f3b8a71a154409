"""Submissions: begin, change, read, list."""

from collections.abc import Collection, Sequence
from typing import Annotated, Any

from fastapi import Query, Request
from starlette.responses import Response

from kernel import web
from kernel.auth import Caller
from kernel.db import Profile
from kernel.errors import Invalid, forbidden, invalid
from kernel.web import Callers, Write
from kernel.web.idempotency import Command
from kernel.web.paging import Cursor, Limit
from kernel.web.problems import documented
from services.reports import commands, errors, schemas
from services.reports.api import as_of as then
from services.reports.api import beside_items, dependencies, pages
from services.reports.api.beside_items import Beside
from services.reports.api.listing import Listed
from services.reports.api.writes import Opened, SubmissionWrite
from services.reports.domain.kinds import KINDS
from services.reports.domain.lifecycle import EDITABLE
from services.reports.domain.submission import (
    ReaderRole,
    Submission,
    SubmissionState,
)
from services.reports.schemas import (
    EXAMPLES,
    Envelope,
    SubmissionBody,
    SubmissionPage,
)
from services.reports.schemas.examples import ANSWERS
from services.reports.schemas.submission import content as content_of
from services.reports.store import lists, reading, statements
from services.reports.store.lists import Wanted

router = web.router("/reports/submissions", "submissions")


class Begin(Write[None, SubmissionBody, Submission]):
    """A draft of the caller's own actor."""

    model = SubmissionBody

    def __init__(self, request: Request, caller: Caller) -> None:
        self.resources = dependencies.resources(request)
        super().__init__(request, caller, self.resources.writes)
        self.similar: list[str] = []

    async def load(self) -> None:
        """Raise 401 without a key."""
        dependencies.known(self.caller)

    def permit(self, loaded: None, body: SubmissionBody | None) -> None:
        """Raise 403 unless the key reports this kind, for the reporter that the body names."""
        actor = self.caller.actor
        self.caller.require(*_scopes(actor or "", body))
        if actor is None:
            raise errors.no_actor()
        if body is not None and body.root.reporter != actor:
            raise forbidden(f"This key reports for {actor} only.", code="not_yours")

    async def prepare(self, loaded: None, body: SubmissionBody) -> Command[Submission]:
        """Raise 422 for what the program does not allow, 503 before there is an edition."""
        catalogue = await self.resources.replica.catalogue()
        if catalogue.edition is None:
            raise errors.no_edition()
        edition, reporter, kind = catalogue.edition, body.root.reporter, KINDS[body.root.kind]
        content = content_of(body.root)
        await dependencies.check(self.request, catalogue, kind, reporter, content)
        self.similar = await dependencies.similar_to(self.request, kind, reporter, content.payload)
        return lambda tx: commands.draft(tx, kind.name, reporter, edition, content, self.caller)

    def show(self, done: Submission) -> Response:
        """The draft, with the reporter's submissions that look like it."""
        data = dependencies.view(
            self.request, done, done.newest, self.caller, "reporter", self.similar
        )
        return dependencies.answered(self.request, done, "reporter", data, status=201)


def _scopes(actor: str, body: SubmissionBody | None) -> list[str]:
    """The scopes of which a key of an actor needs one: of the kind of the body, or of any."""
    kinds = KINDS.values() if body is None else [KINDS[body.root.kind]]
    return sorted({kind.scope_of(actor) for kind in kinds})


class Replace(SubmissionWrite[SubmissionBody]):
    """Another text in place of a draft or returned one."""

    model = SubmissionBody

    def permit(self, loaded: Opened, body: SubmissionBody | None) -> None:
        """Raise 403 for everybody but the reporter."""
        current = loaded.submission.current
        scope = KINDS[current.kind].scope_of(current.reporter)
        if loaded.role != "reporter" or not self.caller.may(scope):
            raise self.refused(errors.not_allowed, "change", loaded.submission)

    def allow(self, loaded: Opened, body: SubmissionBody | None) -> None:
        """Raise 409 once it is submitted."""
        if loaded.submission.current.state not in EDITABLE:
            raise self.refused(errors.not_now, "change", loaded.submission)

    async def prepare(self, loaded: Opened, body: SubmissionBody) -> Command[Submission]:
        """Raise 422 for another kind or reporter, and for what the program does not allow."""
        submission, current = loaded.submission, loaded.submission.current
        _refuse_another(current, body.root)
        catalogue = await self.resources.replica.catalogue(current.edition)
        kind, content = KINDS[current.kind], content_of(body.root)
        await dependencies.check(
            self.request, catalogue, kind, current.reporter, content, current.id
        )
        self.similar = await dependencies.similar_to(
            self.request, kind, current.reporter, content.payload, current.id
        )
        return lambda tx: commands.save(tx, submission, content, self.caller)

    def show(self, done: Submission) -> Response:
        """The submission, with others of the reporter that look like it."""
        return self.show_as(done, "reporter", self.similar)


def _refuse_another(current: SubmissionState, body: Envelope) -> None:
    """Raise 422 where a body changes what a submission is since it was begun."""
    changes = [
        Invalid(f"/{name}", "frozen", f"The {name} of a submission does not change.")
        for name, was, given in (
            ("kind", current.kind, body.kind),
            ("reporter", current.reporter, body.reporter),
        )
        if was != given
    ]
    if changes:
        raise invalid(*changes)


@router.post(
    "",
    operation_id="createSubmission",
    summary="Begin a submission",
    status_code=201,
    response_model=schemas.Submission,
    responses=documented(403, 409, 413, 415, example=ANSWERS[schemas.Submission], status=201),
    openapi_extra=web.documented(SubmissionBody, examples=EXAMPLES),
)
async def create(request: Request, caller: Callers) -> Response:
    """A draft of the caller's own actor; only its reporter sees it."""
    return await Begin(request, caller).run()


@router.put(
    "/{id}",
    operation_id="replaceSubmission",
    summary="Replace the text of a draft or returned submission",
    response_model=schemas.Submission,
    responses=documented(403, 404, 409, 412, 413, 415, 428, example=ANSWERS[schemas.Submission]),
    openapi_extra=web.documented(SubmissionBody, examples=EXAMPLES),
)
async def replace(request: Request, id: str, caller: Callers) -> Response:
    """The whole text anew.

    Confirmations of joint reporters were given to the text before and do not hold for this one.
    """
    return await Replace(request, caller, id).run()


@router.get(
    "/{id}",
    operation_id="getSubmission",
    summary="One submission",
    response_model=schemas.Submission | schemas.SubmissionAsOf,
    responses=documented(404, 410, example=ANSWERS[schemas.Submission | schemas.SubmissionAsOf]),
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
        return await then.answer_as_of(request, caller, submission, role, as_of)
    if revision is not None:
        return await then.answer_revision(request, caller, submission, role, revision)
    return await _now(request, caller, submission, role)


async def _now(
    request: Request, caller: Caller, submission: Submission, role: ReaderRole
) -> Response:
    dependencies.refuse_gone(submission, caller)
    text = submission.shown(role)
    similar = await dependencies.similar_for(request, caller, submission, text)
    data = dependencies.view(request, submission, text, caller, role, similar)
    return dependencies.answered(request, submission, role, data)


@router.get(
    "",
    operation_id="listSubmissions",
    summary="Submissions, newest change first",
    response_model=SubmissionPage,
    responses=documented(example=ANSWERS[SubmissionPage]),
)
async def listed(
    request: Request,
    caller: Callers,
    listing: Listed,
    limit: Limit = 50,
    cursor: Cursor = None,
    beside: Beside = None,
) -> Response:
    """Those this caller may see; with `as_of`, those that were public then.

    `reporter` includes confirmed joint reporters; `objective` goes by the editorial links. With
    `updated_after` what is withdrawn or withheld since is told without its text. A page ends
    earlier where the texts are long. `beside=etag,step,statements` adds what its own address, its
    history and its statements tell this caller now, all or some of that.
    """
    asked = beside_items.names(beside, listing)
    if listing.position is not None:
        return await then.page(request, caller, listing.wanted, listing.position, limit, cursor)
    after = web.decode_cursor(request, cursor, str, str)
    submissions, more = await _next(request, caller, listing.wanted, after, limit, asked)
    items = await beside_items.items(request, caller, submissions, asked)
    return pages.answer(request, items, more)


async def _next(
    request: Request,
    caller: Caller,
    wanted: Wanted,
    after: Sequence[Any] | None,
    limit: int,
    asked: Collection[str],
) -> tuple[list[Submission], Sequence[Any] | None]:
    """The next submissions, and where the page after them begins."""
    reader = dependencies.reader(caller)
    async with dependencies.snapshot(request, _profile(wanted)) as connection:
        rows = await lists.page(connection, reader, wanted, after, limit)
        ids = [id_ for _, id_ in rows[:limit]]
        ids = ids[: await reading.fitting(connection, reader, ids)]
        if "statements" in asked:
            ids = ids[: await statements.fitting(connection, ids)]
        submissions = await reading.get_submissions(connection, ids)
    return submissions, pages.last(rows, len(ids))


def _profile(wanted: Wanted) -> Profile:
    """A search compares whole texts: in a thread where the database has no process of its own."""
    return Profile.THREADED if wanted.q else Profile.SNAPSHOT
