"""The records of a submission: its revisions, its history, its comments."""

import json
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from fastapi import Request
from starlette.responses import Response

from kernel import web
from kernel.auth import Caller
from kernel.errors import forbidden
from kernel.outbox import positions
from kernel.web import Callers, Write
from kernel.web.idempotency import Command
from kernel.web.problems import documented
from services.reports import commands, errors, tables
from services.reports.api import as_of as then
from services.reports.api import dependencies, pages
from services.reports.api.pages import Asked, Parts
from services.reports.domain.lifecycle import HIDDEN
from services.reports.domain.submission import ReaderRole, Submission, TextVersion
from services.reports.domain.visibility import PUBLIC_STEPS, sees_step
from services.reports.schemas import Comment, CommentBody, CommentPage, RevisionPage, StepPage
from services.reports.schemas.examples import ANSWERS
from services.reports.store import reading
from services.reports.store.lists import Reader

router = web.router("/reports/submissions/{id}", "records")
STEP = (
    *("at", "actor", "action", "from_state", "to_state", "revision", "position"),
    *("key_id", "comment"),
)
COMMENT = ("id", "at", "actor", "text")
Placed = dict[str, tuple[int, str]]  # position and instant, by event


class AddComment(Write[Submission, CommentBody, dict[str, Any]]):
    """Something said beside a submission."""

    model = CommentBody

    def __init__(self, request: Request, caller: Caller, id_: str) -> None:
        super().__init__(request, caller, dependencies.resources(request).writes)
        self.id = id_

    async def load(self) -> Submission:
        """Raise 401, 404, and 403 for who reads it from outside."""
        submission = await _inside(self.request, self.id, self.caller)
        if self.caller.actor is None:
            raise errors.no_actor()
        return submission

    async def prepare(self, loaded: Submission, body: CommentBody) -> Command[dict[str, Any]]:
        """The comment as a row."""
        return lambda tx: commands.comment(tx, loaded, body.text, self.caller)

    def show(self, done: dict[str, Any]) -> Response:
        """The comment as it is listed."""
        return web.answer(self.request, {name: done[name] for name in COMMENT}, status=201)


@router.get(
    "/revisions",
    operation_id="listRevisions",
    summary="Every revision begun",
    response_model=RevisionPage,
    responses=documented(404, 410, example=ANSWERS[RevisionPage]),
)
async def revisions(
    request: Request,
    id: str,
    caller: Callers,
    asked: Parts,
) -> Response:
    """The public sees those that were published; the reporter also those under way or discarded.
    With `as_of`, those that had been published then.

    A page ends earlier where the texts are long.
    """
    return pages.answer(request, *await revisions_of(request, id, caller, asked))


async def revisions_of(
    request: Request,
    id_: str,
    caller: Caller,
    asked: Asked,
) -> pages.Part:
    """A page of the revisions that the caller sees."""
    submission, role = await dependencies.find(request, caller, id_)
    until = await then.until(request, asked.as_of)
    if until is None:
        dependencies.refuse_gone(submission, caller)
    else:
        await then.public_then(request, submission, role, until)
    page = (_shown(submission, role), pages.number(request, asked.cursor), asked.limit, until)
    async with dependencies.snapshot(request) as connection:
        begun, more = await reading.revisions(connection, id_, *page)
        placed = await positions(connection, tables.kernel, _publications(begun))
    items = [_revision(row, text, submission, caller, role, placed) for row, text in begun]
    return items, [begun[-1][0]["revision"]] if more else None


def _shown(submission: Submission, role: ReaderRole) -> int | None:
    """The number of the text that a role is shown; None for who sees every one."""
    return None if role == "reporter" else submission.shown(role).number


def _publications(begun: Iterable[tuple[Any, TextVersion]]) -> list[str]:
    """The events that published these revisions."""
    return [row["published_event"] for row, _ in begun if row["published_event"]]


def _revision(
    row: Any,
    text: TextVersion,
    submission: Submission,
    caller: Caller,
    role: ReaderRole,
    placed: Placed,
) -> dict[str, Any]:
    return {
        "revision": row["revision"],
        "state": dependencies.revision_state(row, submission),
        "begun_at": row["begun_at"],
        "published_at": row["published_at"],
        "position": placed.get(row["published_event"] or "", (None, ""))[0],
        **_content(text, submission, caller, role),
    }


def _content(
    text: TextVersion, submission: Submission, caller: Caller, role: ReaderRole
) -> dict[str, Any]:
    return {
        "title": text.title,
        "language": text.language,
        "payload": dependencies.payload(submission, text, role),
        "joint_reporters": list(text.joint),
        "evidence": dependencies.evidence(text.evidence, caller, role),
    }


@router.get(
    "/history",
    operation_id="listHistory",
    summary="Who did what, when, at which position",
    response_model=StepPage,
    responses=documented(404, 410, example=ANSWERS[StepPage]),
)
async def history(
    request: Request,
    id: str,
    caller: Callers,
    asked: Parts,
) -> Response:
    """In order. The public sees the steps that matter to it, with actor and time; saves and
    comments have no position. With `as_of`, those steps up to then.
    """
    return pages.answer(request, *await history_of(request, id, caller, asked))


async def history_of(
    request: Request,
    id_: str,
    caller: Caller,
    asked: Asked,
) -> pages.Part:
    """A page of the steps that the caller may know of; those of a moment as the public does."""
    submission, role = await dependencies.find(request, caller, id_)
    _refuse_gone_for_ever(submission, caller)
    until = await then.until(request, asked.as_of)
    if until is not None:
        await then.public_at_position(request, submission, until)
        role = "public"
    after = pages.number(request, asked.cursor)
    async with dependencies.snapshot(request) as connection:
        steps = await reading.history(connection, id_, after, asked.limit + 1, until)
        published = (await reading.published_revisions(connection, [id_]))[id_]
    page, following = web.cut(steps, asked.limit, "n")
    seen = Seen(submission, role, dependencies.reader(caller), published)
    return seen.items(page), following


def _refuse_gone_for_ever(submission: Submission, caller: Caller) -> None:
    if submission.current.hidden_for_ever:
        dependencies.refuse_gone(submission, caller)


class Seen(NamedTuple):
    """A submission as a reader sees its steps; `published`: the revisions that were public."""

    submission: Submission
    role: ReaderRole
    reader: Reader
    published: Collection[int]

    def items(self, steps: Iterable[Any]) -> list[dict[str, Any]]:
        """Inside all steps, outside those that the reader may know of."""
        if self.role in ("reporter", "reviewer"):
            return [_step(step) for step in steps]
        return [step for step in map(_outside, steps) if self._knows(step)]

    def _knows(self, step: dict[str, Any]) -> bool:
        action, told = step["action"], (step["action"], step["revision"], self.published)
        reader = self.reader
        return action in PUBLIC_STEPS and sees_step(
            self.submission, reader.actor, *told, reviewer=reader.reviewer
        )


def _step(step: Any) -> dict[str, Any]:
    """Inside, everything."""
    return {name: step[name] for name in STEP} | _marks(step)


def _marks(step: Any) -> dict[str, Any]:
    """What everybody is told of a step besides: a decision with its reason."""
    marks: dict[str, Any] = {"own_report": bool(step["own_report"])}
    if step["decided"] is None:
        return marks
    return {
        **marks,
        "decision": json.loads(step["decided"])["decision"],
        "comment": step["comment"],
    }


def _outside(step: Any) -> dict[str, Any]:
    """Outside, as its event tells it: no state before, no key and no comment, and where a
    correction was under way nothing of that.
    """
    return {
        **{name: step[name] for name in ("at", "actor", "action", "position")},
        "to_state": _state_outside(step),
        "revision": step["told_revision"],
        **_marks(step),
    }


def _state_outside(step: Any) -> str:
    told = step["to_state"] in HIDDEN or step["told_revision"] == step["revision"]
    return str(step["to_state"]) if told else "published"


@router.get(
    "/comments",
    operation_id="listComments",
    summary="What was said beside it",
    response_model=CommentPage,
    responses=documented(403, 404, 410, example=ANSWERS[CommentPage]),
)
async def comments(
    request: Request,
    id: str,
    caller: Callers,
    asked: Parts,
) -> Response:
    """For the reporter, reviewers and named joint reporters. With `as_of`, those made by then."""
    await _inside(request, id, caller)
    return pages.answer(request, *await comments_of(request, id, asked))


async def comments_of(request: Request, id_: str, asked: Asked) -> pages.Part:
    """A page of the comments, for who is `inside`."""
    until, after = await then.instant(request, asked.as_of), pages.number(request, asked.cursor)
    async with dependencies.snapshot(request) as connection:
        rows = await reading.comments(connection, id_, after, asked.limit + 1, until)
    page, following = web.cut(rows, asked.limit, "n")
    return [{name: row[name] for name in COMMENT} for row in page], following


def inside(submission: Submission, role: ReaderRole, caller: Caller) -> bool:
    """Whether the caller reads the comments."""
    return role != "public" or submission.takes_part(caller.actor)


async def _inside(request: Request, id_: str, caller: Caller) -> Submission:
    dependencies.known(caller)
    submission, role = await dependencies.find(request, caller, id_)
    if not inside(submission, role, caller):
        raise forbidden("Comments are for the reporter, reviewers and named joint reporters.")
    dependencies.refuse_gone(submission, caller)
    return submission


@router.post(
    "/comments",
    operation_id="addComment",
    summary="Say something beside it",
    status_code=201,
    response_model=Comment,
    responses=documented(403, 404, 409, 410, 413, 415, example=ANSWERS[Comment], status=201),
    openapi_extra=web.documented(CommentBody, example={"text": "Gracias, lo corregimos."}),
)
async def add_comment(request: Request, id: str, caller: Callers) -> Response:
    """The submission itself does not change, nor its ETag."""
    return await AddComment(request, caller, id).run()
