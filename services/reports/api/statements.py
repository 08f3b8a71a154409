"""Statements beside a submission: made, listed, withdrawn, withheld."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, NamedTuple

from fastapi import Request
from pydantic import BaseModel
from starlette.responses import Response

from kernel import web
from kernel.auth import Caller
from kernel.errors import Invalid, Problem, conflict, forbidden, invalid, not_found
from kernel.web import Callers, Write
from kernel.web.idempotency import Command
from kernel.web.problems import documented
from services.reports.api import dependencies, pages
from services.reports.api.as_of import public_then, until
from services.reports.api.pages import Asked, AsOf, Parts
from services.reports.commands import statements as commands
from services.reports.domain.kinds import KINDS
from services.reports.domain.statements import Beside, Speaker, StatementRule
from services.reports.domain.submission import Submission
from services.reports.schemas.examples import ANSWERS
from services.reports.schemas.statements import (
    Statement,
    StatementBody,
    StatementPage,
    WithholdBody,
)
from services.reports.store import others, past_cycles, reading
from services.reports.store import statements as store

router = web.router("/reports/submissions/{id}/statements", "statements")
EXAMPLE = {
    "role": "follow_up",
    "language": "es",
    "status": "under_way",
    "text": "Se publicó la mitad de los hallazgos.",
}


class Opened(NamedTuple):
    """What the caller would speak beside, in which roles, and for whom in each of them."""

    beside: commands.Beside
    rules: Mapping[str, StatementRule]
    spoken_for: dict[str, list[str]]


class MakeStatement(Write[Opened, StatementBody, dict[str, Any]]):
    """An actor says something beside a public submission."""

    model = StatementBody

    def __init__(self, request: Request, caller: Caller, id_: str) -> None:
        super().__init__(request, caller, dependencies.resources(request).writes)
        self.id = id_

    async def load(self) -> Opened:
        """Raise 401 without a key, 404 for what the caller may not read."""
        dependencies.known(self.caller)
        submission, _ = await dependencies.find(self.request, self.caller, self.id)
        rules = KINDS[submission.current.kind].statements
        spoken_for = {
            role: await self._spoken_for(submission, rule) for role, rule in rules.items()
        }
        return Opened(submission, rules, spoken_for)

    async def _spoken_for(self, submission: Submission, rule: StatementRule) -> list[str]:
        public, actor = submission.public, self.caller.actor
        if public is None or actor is None:
            return []
        async with dependencies.snapshot(self.request) as connection:
            looked_at = await others.load(connection, rule.seeks(public.payload))
        return rule.spoken_for(
            Beside(public.payload, looked_at), Speaker(actor, self.caller.scopes)
        )

    def permit(self, loaded: Opened, body: StatementBody | None) -> None:
        """Raise 403 for a role that is not the caller's beside this submission."""
        if self.caller.actor is None:
            raise forbidden("This key speaks for no actor.")
        roles = list(loaded.spoken_for) if body is None else [body.role]
        known = [role for role in roles if role in loaded.spoken_for]
        if known and not any(loaded.spoken_for[role] for role in known):
            raise forbidden("This key may not make this statement here.", code="not_yours")

    def allow(self, loaded: Opened, body: StatementBody | None) -> None:
        """Raise 409 beside what is not public, or is decided."""
        assert isinstance(loaded.beside, Submission)
        if not loaded.beside.is_public:
            raise conflict("not_public", "Statements are made beside what is public.")
        rule = loaded.rules.get(body.role) if body is not None else None
        if rule is not None and rule.undecided and loaded.beside.current.decided:
            raise conflict("decided", "The Committee has decided: nothing is said on it any more.")

    async def prepare(self, loaded: Opened, body: StatementBody) -> Command[dict[str, Any]]:
        """Raise 422 for a role that has no place here, and for a status too many or too few."""
        rule = _rule_of(loaded, body.role)
        _refuse_status(rule, body.status)
        addressees = loaded.spoken_for[body.role] if rule.status else []
        said = commands.Said(body.role, body.language, body.text, body.status, addressees)
        return lambda tx: commands.make(tx, loaded.beside, said, self.caller)

    def show(self, done: dict[str, Any]) -> Response:
        """The statement as it is listed."""
        return web.answer(self.request, shown(done), status=201)


def _rule_of(loaded: Opened, role: str) -> StatementRule:
    rule = loaded.rules.get(role)
    if rule is None:
        detail = f"What can be said here: {', '.join(loaded.rules) or 'nothing'}."
        raise invalid(Invalid("/role", "not_here", detail))
    return rule


def _refuse_status(rule: StatementRule, status: str | None) -> None:
    if rule.status != (status is not None):
        code = "required" if rule.status else "unexpected"
        raise invalid(Invalid("/status", code, "A status belongs to a follow-up alone."))


Said = tuple[commands.Beside, dict[str, Any]]


class EndStatement(Write[Said, Any, dict[str, Any]]):
    """A statement that does not stand any more."""

    action = "withdraw"

    def __init__(self, request: Request, caller: Caller, id_: str, statement: str) -> None:
        super().__init__(request, caller, dependencies.resources(request).writes)
        self.id, self.statement = id_, statement

    async def load(self) -> Said:
        """Raise 401, and 404 for a statement that is not there or not for this caller; its maker
        finds it also beside what is not public.
        """
        dependencies.known(self.caller)
        submission, row = await _statement(self.request, self.id, self.statement)
        if self.caller.actor != row["actor"]:
            await dependencies.find(self.request, self.caller, self.id)
        return submission, row

    def permit(self, loaded: Said, body: Any) -> None:
        """Raise 403 for everybody but its maker."""
        if self.caller.actor != loaded[1]["actor"]:
            raise forbidden("Only its maker withdraws a statement.", code="not_yours")

    def allow(self, loaded: Said, body: Any) -> None:
        """Raise 409 for what does not stand any more."""
        state = loaded[1]["state"]
        if state != store.STANDING:
            raise conflict("not_in_this_state", f"This statement is {state}.")

    async def prepare(self, loaded: Said, body: Any) -> Command[dict[str, Any]]:
        """The end of the statement."""
        beside, row = loaded
        comment = body.comment if body is not None else None
        return lambda tx: commands.end(tx, beside, row, self.action, comment, self.caller)

    def show(self, done: dict[str, Any]) -> Response:
        """What is left of it."""
        return web.answer(self.request, shown(done))

    def overtaken(self) -> Problem:
        """Somebody else has ended it."""
        return conflict("not_in_this_state", "This statement does not stand any more.")


class WithholdStatement(EndStatement):
    """The Secretariat withholds a statement."""

    model: ClassVar[Any] = WithholdBody
    action = "withhold"

    def permit(self, loaded: Said, body: BaseModel | None) -> None:
        """Raise 403 without the scope, and for a key that speaks for nobody."""
        self.caller.require("reports:publish")
        if self.caller.actor is None:
            raise forbidden("This key speaks for no actor.")


async def _statement(
    request: Request, id_: str, statement: str
) -> tuple[Submission, dict[str, Any]]:
    """A submission and one of the statements beside it. Raises 404."""
    row = await one_of(request, id_, statement)
    async with dependencies.snapshot(request) as connection:
        submission = await reading.get_submission(connection, id_)
    if submission is None:
        raise not_found()
    return submission, row


async def one_of(request: Request, subject: str, statement: str) -> dict[str, Any]:
    """One of the statements beside a submission or a cycle. Raises 404."""
    if max(len(subject), len(statement)) > 36:
        raise not_found()
    async with dependencies.snapshot(request) as connection:
        row = await store.one(connection, statement)
    if row is None or row["subject"] != subject:
        raise not_found()
    return _read(row)


def _read(row: Any) -> dict[str, Any]:
    return {**row, "addressees": json.loads(row["addressees"])}


def answered_with(row: Any) -> dict[str, Any]:
    """A row of the statements as it is listed."""
    return shown(_read(row))


async def answer_page(request: Request, subject: str, asked: Asked, until: int | None) -> Response:
    """A page of the statements beside something, oldest first; `until`: as they stood at that
    position.
    """
    after = pages.number(request, asked.cursor)
    async with dependencies.snapshot(request) as connection:
        rows: Sequence[Any] = await store.page(connection, subject, after, asked.limit + 1)
        if until is not None:
            rows = await past_cycles.stood(connection, rows, [subject], until)
    page, following = web.cut(rows, asked.limit, "n")
    return pages.answer(request, [answered_with(row) for row in page], following)


async def answer_one(request: Request, row: dict[str, Any], until: int | None = None) -> Response:
    """A statement. Raises 410 where it does not stand any more, 404 where it had not been made by
    that position.
    """
    if until is not None:
        async with dependencies.snapshot(request) as connection:
            told = await past_cycles.statements(connection, [row["subject"]], until)
        if row["id"] not in told:
            raise not_found()
    if row["state"] != store.STANDING:
        detail = f"This statement was {row['state']} on {row['changed_at']}."
        raise Problem(410, row["state"], detail)
    return web.answer(request, shown(row), private=True)


def shown(row: dict[str, Any]) -> dict[str, Any]:
    """A statement as everybody sees it: what does not stand any more has no text."""
    standing = row["state"] == store.STANDING
    hidden = {} if standing else {"text": None, "salt": None}
    return {name: row[name] for name in Statement.model_fields} | hidden


@router.get(
    "",
    operation_id="listStatements",
    summary="What actors say in public beside it",
    response_model=StatementPage,
    responses=documented(404, 410, example=ANSWERS[StatementPage]),
)
async def listed(
    request: Request,
    id: str,
    caller: Callers,
    asked: Parts,
) -> Response:
    """Oldest first. What is withdrawn or withheld keeps its place, without its text. With `as_of`,
    those that had been made then, without texts that are hidden now.
    """
    position = await _moment(request, id, caller, asked.as_of)
    return await answer_page(request, id, asked, position)


@router.get(
    "/{statement}",
    operation_id="getStatement",
    summary="One statement",
    response_model=Statement,
    responses=documented(404, 410, example=ANSWERS[Statement]),
)
async def read(
    request: Request, id: str, statement: str, caller: Callers, as_of: AsOf = None
) -> Response:
    """410 where it is withdrawn or withheld. With `as_of`, 404 where it was made since."""
    position = await _moment(request, id, caller, as_of)
    return await answer_one(request, await one_of(request, id, statement), position)


async def _moment(request: Request, id_: str, caller: Caller, as_of: str | None) -> int | None:
    """The position of `as_of`, None: now. Raises 404 and 410 for a submission that the caller may
    not read then.
    """
    submission, role = await dependencies.find(request, caller, id_)
    position = await until(request, as_of)
    if position is None:
        dependencies.refuse_gone(submission, caller)
    else:
        await public_then(request, submission, role, position)
    return position


@router.post(
    "",
    operation_id="makeStatement",
    summary="Say something in public beside it",
    status_code=201,
    response_model=Statement,
    responses=documented(403, 404, 409, 413, 415, example=ANSWERS[Statement], status=201),
    openapi_extra=web.documented(StatementBody, example=EXAMPLE),
)
async def make(request: Request, id: str, caller: Callers) -> Response:
    """Under the caller's name, in one language; never changed, only withdrawn.

    `reply`: to an assessment, by who reports what is assessed. `follow_up`, with a status: to a
    recommendation, by its addressees. `consultation`: beside a proposal without a final decision.
    """
    return await MakeStatement(request, caller, id).run()


@router.delete(
    "/{statement}",
    operation_id="withdrawStatement",
    summary="Withdraw a statement",
    response_model=Statement,
    responses=documented(403, 404, 409, example=ANSWERS[Statement]),
)
async def withdraw(request: Request, id: str, statement: str, caller: Callers) -> Response:
    """Its place stays, without text. Only its maker withdraws it, also beside what is hidden."""
    return await EndStatement(request, caller, id, statement).run()


@router.post(
    "/{statement}/withhold",
    operation_id="withholdStatement",
    summary="Withhold a statement",
    response_model=Statement,
    responses=documented(403, 404, 409, 413, 415, example=ANSWERS[Statement]),
    openapi_extra=web.documented(WithholdBody, example={"comment": "Nombra a una persona."}),
)
async def withhold(request: Request, id: str, statement: str, caller: Callers) -> Response:
    """Its text is gone from the public at every position; the comment says why."""
    return await WithholdStatement(request, caller, id, statement).run()
