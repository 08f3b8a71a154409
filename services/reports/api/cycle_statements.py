"""Statements beside a cycle: presentations in an open one, consultation beside a work plan."""

from typing import Any

from fastapi import Request
from starlette.responses import Response

from kernel import web
from kernel.errors import Problem, conflict
from kernel.web import Callers
from kernel.web.problems import documented
from services.reports.api import cycles, dependencies
from services.reports.api.pages import AsOf, Parts
from services.reports.api.statements import (
    EndStatement,
    MakeStatement,
    Opened,
    Said,
    WithholdStatement,
    answer_one,
    answer_page,
    one_of,
)
from services.reports.domain.cycles import SAID_IN, Cycle
from services.reports.domain.statements import Beside, Speaker
from services.reports.schemas.examples import ANSWERS
from services.reports.schemas.statements import (
    Statement,
    StatementBody,
    StatementPage,
    WithholdBody,
)

router = web.router("/reports/cycles/{id}/statements", "statements")
EXAMPLE = {"role": "presentation", "language": "es", "text": "Presentamos lo aprendido."}


class MakeBesideCycle(MakeStatement):
    """An actor says something beside a cycle."""

    async def load(self) -> Opened:
        """Raise 401 without a key, 404."""
        dependencies.known(self.caller)
        cycle = (await cycles.find(self.request, self.id)).cycle
        speaker = Speaker(self.caller.name, self.caller.scopes)
        rules = cycle.statements
        spoken_for = {role: rule.spoken_for(Beside({}), speaker) for role, rule in rules.items()}
        return Opened(cycle, rules, spoken_for)

    def allow(self, loaded: Opened, body: StatementBody | None) -> None:
        """Raise 409 once it is closed, and in a state in which this is not said."""
        cycle = loaded.beside
        assert isinstance(cycle, Cycle)
        cycles.refuse_closed(cycle)
        if body is not None and cycle.state not in SAID_IN.get(body.role, (cycle.state,)):
            detail = f"Beside a cycle that is {cycle.state} there is no {body.role}."
            raise conflict("not_in_this_state", detail, state=cycle.state)

    def overtaken(self) -> Problem:
        """It has been closed meanwhile."""
        return conflict("closed", "This cycle has just been closed.")


class EndBesideCycle(EndStatement):
    """Its maker withdraws a statement; also when the cycle is closed."""

    async def load(self) -> Said:
        """Raise 401, and 404 for a statement that is not there."""
        return await _load(self)


class WithholdBesideCycle(WithholdStatement):
    """The Secretariat withholds a statement; also when the cycle is closed."""

    async def load(self) -> Said:
        """Raise 401, and 404 for a statement that is not there."""
        return await _load(self)


async def _load(write: EndStatement) -> Said:
    dependencies.known(write.caller)
    cycle: Any = (await cycles.find(write.request, write.id)).cycle
    return cycle, await one_of(write.request, write.id, write.statement)


@router.get(
    "",
    operation_id="listCycleStatements",
    summary="What actors say in public beside it",
    response_model=StatementPage,
    responses=documented(404, example=ANSWERS[StatementPage]),
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
    _, position = await cycles.find_then(request, id, asked.as_of)
    return await answer_page(request, id, asked, position)


@router.get(
    "/{statement}",
    operation_id="getCycleStatement",
    summary="One statement",
    response_model=Statement,
    responses=documented(404, 410, example=ANSWERS[Statement]),
)
async def read(
    request: Request, id: str, statement: str, caller: Callers, as_of: AsOf = None
) -> Response:
    """410 where it is withdrawn or withheld. With `as_of`, 404 where it was made since."""
    _, position = await cycles.find_then(request, id, as_of)
    return await answer_one(request, await one_of(request, id, statement), position)


@router.post(
    "",
    operation_id="makeCycleStatement",
    summary="Say something in public beside it",
    status_code=201,
    response_model=Statement,
    responses=documented(403, 404, 409, 413, 415, example=ANSWERS[Statement], status=201),
    openapi_extra=web.documented(StatementBody, example=EXAMPLE),
)
async def make(request: Request, id: str, caller: Callers) -> Response:
    """`presentation`: while it is open. `consultation`: beside a work plan of the Committee that is
    convened or open.
    """
    return await MakeBesideCycle(request, caller, id).run()


@router.delete(
    "/{statement}",
    operation_id="withdrawCycleStatement",
    summary="Withdraw a statement",
    response_model=Statement,
    responses=documented(403, 404, 409, example=ANSWERS[Statement]),
)
async def withdraw(request: Request, id: str, statement: str, caller: Callers) -> Response:
    """Its place stays, without text. Only its maker withdraws it."""
    return await EndBesideCycle(request, caller, id, statement).run()


@router.post(
    "/{statement}/withhold",
    operation_id="withholdCycleStatement",
    summary="Withhold a statement",
    response_model=Statement,
    responses=documented(403, 404, 409, 413, 415, example=ANSWERS[Statement]),
    openapi_extra=web.documented(WithholdBody, example={"comment": "Nombra a una persona."}),
)
async def withhold(request: Request, id: str, statement: str, caller: Callers) -> Response:
    """Its text is gone from the public at every position; the comment says why."""
    return await WithholdBesideCycle(request, caller, id, statement).run()
