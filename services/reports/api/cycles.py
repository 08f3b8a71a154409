"""Cycles: the occasions of the program. Begun, changed, moved, listed, with their history."""

import json
from collections.abc import Sequence
from functools import partial
from typing import Annotated, Any, ClassVar

from fastapi import Query, Request
from starlette.responses import Response

from contracts.reports import CycleState, CycleType
from kernel import clock, web
from kernel.auth import Caller
from kernel.errors import Problem, conflict, forbidden, not_found
from kernel.web import Callers, Write
from kernel.web.idempotency import Command
from kernel.web.problems import documented
from services.reports.api import dependencies, etags, pages
from services.reports.api.as_of import until
from services.reports.api.pages import Asked, AsOf, Parts
from services.reports.commands import cycles as commands
from services.reports.domain import cycles as domain
from services.reports.domain.cycles import Cycle
from services.reports.schemas import cycles as schemas
from services.reports.schemas.examples import ANSWERS
from services.reports.store import cycles as store
from services.reports.store import dossiers, past_cycles
from services.reports.store.cycles import Placed
from services.reports.store.dossiers import Issued

router = web.router("/reports/cycles", "cycles")
BASE = "/reports/cycles"
STEP = ("at", "actor", "action", "from_state", "to_state", "position")
BESIDE = (
    "position",
    "dossiers",
    "allowed",
    "as_of",
)  # what is shown of a cycle that is no column of it
SHOWN = [name for name in schemas.Cycle.model_fields if name not in BESIDE]
SETTLED = ("type", "opens_on", "closes_on", "summit")  # what a change is checked together with


async def find(request: Request, id_: str) -> Placed:
    """A cycle: everybody reads it. Raises 404."""
    async with dependencies.snapshot(request) as connection:
        placed = await store.one(connection, id_) if len(id_) <= 36 else None
    if placed is None:
        raise not_found()
    return placed


async def find_then(request: Request, id_: str, as_of: str | None) -> tuple[Placed, int | None]:
    """A cycle as it stands, or as it stood at a moment, with the position of that. Raises 404."""
    placed = await find(request, id_)
    position = await until(request, as_of)
    if position is None:
        return placed, None
    async with dependencies.snapshot(request) as connection:
        then = await past_cycles.one(connection, id_, position)
    if then is None:
        raise not_found()
    return then, position


def refuse_closed(cycle: Cycle) -> None:
    """Raise 409 for a write to what is closed."""
    if cycle.state == domain.CLOSED:
        raise conflict("closed", "This cycle is closed: nothing of it changes any more.")


def permit_secretariat(caller: Caller) -> None:
    """Raise 403 without the scope, and for a key that speaks for nobody."""
    caller.require(domain.SCOPES["secretariat"])
    if caller.actor is None:
        raise forbidden("This key speaks for no actor.")


def _shown(
    placed: Placed, caller: Caller, issued: Sequence[Issued] = (), as_of: str | None = None
) -> dict[str, Any]:
    """A cycle for a caller: of a moment that is past nothing is open to it."""
    cycle = placed.cycle
    now = as_of is None
    return {
        **{name: getattr(cycle, name) for name in SHOWN},
        "position": placed.position,
        "dossiers": [_dossier(one) for one in issued if one.cycle == cycle.id],
        "allowed": domain.allowed(cycle.state, caller.actor, caller.scopes) if now else [],
        "as_of": as_of,
    }


def _listed(placed: Placed, caller: Caller, issued: Sequence[Issued]) -> dict[str, Any]:
    """A cycle in a list as it stands, with the ETag of its own answer."""
    data = _shown(placed, caller, issued)
    return {**data, "etag": _version(placed.cycle).tag(web.json_bytes(data))}


def _dossier(issued: Issued) -> dict[str, Any]:
    return {name: getattr(issued, name) for name in schemas.Dossier.model_fields}


def _answered(
    request: Request,
    placed: Placed,
    caller: Caller,
    status: int = 200,
    issued: Sequence[Issued] = (),
) -> Response:
    data = _shown(placed, caller, issued)
    tag = _version(placed.cycle).tag
    headers = {"Location": f"{BASE}/{placed.cycle.id}"} if status == 201 else {}
    return web.answer(request, data, status=status, etag=tag, private=True, headers=headers)


def _version(cycle: Cycle) -> etags.Version:
    return etags.Version(cycle.id, str(cycle.version))


class BeginCycle(Write[None, schemas.CycleBody, Cycle]):
    """An occasion that is considered."""

    model = schemas.CycleBody

    def __init__(self, request: Request, caller: Caller) -> None:
        super().__init__(request, caller, dependencies.resources(request).writes)

    async def load(self) -> None:
        """Raise 401 without a key."""
        dependencies.known(self.caller)

    def permit(self, loaded: None, body: schemas.CycleBody | None) -> None:
        """Raise 403 for everybody but the Secretariat."""
        permit_secretariat(self.caller)

    async def prepare(self, loaded: None, body: schemas.CycleBody) -> Command[Cycle]:
        """Raise 422 for what the program does not allow."""
        fields = body.model_dump(mode="json")
        await _check(self.request, fields)
        return lambda tx: commands.begin(tx, fields, self.caller)

    def show(self, done: Cycle) -> Response:
        """The cycle; the ledger has not placed it yet."""
        return _answered(self.request, Placed(done, None), self.caller, 201)


async def _check(request: Request, fields: dict[str, Any]) -> None:
    catalogue = await dependencies.resources(request).replica.catalogue()
    dependencies.refuse(domain.violations(catalogue, fields))


class CycleWrite(Write[Cycle, Any, Cycle]):
    """A write to the cycle that the path names."""

    model: ClassVar[Any]

    def __init__(self, request: Request, caller: Caller, id_: str) -> None:
        super().__init__(request, caller, dependencies.resources(request).writes)
        self.id = id_

    async def load(self) -> Cycle:
        """Raise 401 without a key, 404."""
        dependencies.known(self.caller)
        return (await find(self.request, self.id)).cycle

    def match(self, loaded: Cycle) -> None:
        """`If-Match` is needed: these writes change the cycle."""
        _version(loaded).require(self.request)

    def allow(self, loaded: Cycle, body: Any) -> None:
        """Raise 409 once it is closed."""
        refuse_closed(loaded)

    def show(self, done: Cycle) -> Response:
        """The cycle after the write."""
        return _answered(self.request, Placed(done, None), self.caller)


class ChangeCycle(CycleWrite):
    """Its title, dates, place, Summit or items anew."""

    model = schemas.CycleChange

    def permit(self, loaded: Cycle, body: schemas.CycleChange | None) -> None:
        """Raise 403 for everybody but the Secretariat."""
        permit_secretariat(self.caller)

    async def prepare(self, loaded: Cycle, body: schemas.CycleChange) -> Command[Cycle] | Response:
        """Raise 422 for what the program does not allow; what says nothing new changes nothing."""
        changes = _changes(loaded, body)
        if not changes:
            return _answered(self.request, await find(self.request, self.id), self.caller)
        was = {name: getattr(loaded, name) for name in SETTLED}
        await _check(self.request, {**was, "items": [], **changes})
        return lambda tx: commands.change(tx, loaded, changes, self.caller)


def _changes(cycle: Cycle, body: schemas.CycleChange) -> dict[str, Any]:
    """What a body says that the cycle does not say yet."""
    given = body.model_dump(mode="json", include=body.model_fields_set)
    return {name: value for name, value in given.items() if getattr(cycle, name) != value}


class MoveCycle(CycleWrite):
    """One transition of the table."""

    model = schemas.CycleTransitionBody

    def permit(self, loaded: Cycle, body: schemas.CycleTransitionBody | None) -> None:
        """Raise 403 for a step that is somebody else's."""
        rows = domain.TABLE.values() if body is None else [domain.TABLE[body.action]]
        if not any(domain.entitled(row, self.caller.actor, self.caller.scopes) for row in rows):
            told = self._told(loaded)
            raise forbidden("This key may not take this step.", code="not_yours", **told)

    def allow(self, loaded: Cycle, body: schemas.CycleTransitionBody | None) -> None:
        """Raise 409 for a step that does not begin in this state."""
        refuse_closed(loaded)
        if body is not None and loaded.state not in domain.TABLE[body.action].starts:
            raise self._not_now(body.action, loaded)

    def _not_now(self, action: str, cycle: Cycle) -> Problem:
        detail = f"From {cycle.state}, a cycle does not {action}."
        return conflict("not_in_this_state", detail, **self._told(cycle))

    def _told(self, cycle: Cycle) -> dict[str, Any]:
        open_to = domain.allowed(cycle.state, self.caller.actor, self.caller.scopes)
        return {"allowed": open_to, "state": cycle.state}

    async def prepare(self, loaded: Cycle, body: schemas.CycleTransitionBody) -> Command[Cycle]:
        """The step. Raise 422 for a decision that cannot be."""
        told = body.model_dump(mode="json", exclude={"action"}, exclude_none=True)
        dependencies.refuse(domain.undecided(body.action, told, clock.today().isoformat()))
        row = domain.TABLE[body.action]
        return partial(commands.move, before=loaded, row=row, by=self.caller, told=told)


@router.get(
    "",
    operation_id="listCycles",
    summary="The occasions of the program, the latest year first",
    response_model=schemas.CyclePage,
    responses=documented(example=ANSWERS[schemas.CyclePage]),
)
async def listed(
    request: Request,
    caller: Callers,
    asked: Parts,
    type: CycleType | None = None,
    year: Annotated[int | None, Query(ge=2016, le=2100)] = None,
    state: CycleState | None = None,
) -> Response:
    """Also those that are only considered, and those that were not convened; each with the `etag`
    that its own address answers with. With `as_of`, as they stood then, without.
    """
    after = web.decode_cursor(request, asked.cursor, int, str)
    filters = {"type": type, "year": year, "state": state}
    position = await until(request, asked.as_of)
    async with dependencies.snapshot(request) as connection:
        page = (connection, filters, after, asked.limit + 1)
        rows = await (store.page(*page) if position is None else past_cycles.page(*page, position))
        issued = await dossiers.current(connection, [one.cycle.id for one in rows], position)
    show = partial(_shown, as_of=asked.as_of) if asked.as_of is not None else _listed
    items = [show(placed, caller, issued) for placed in rows[: asked.limit]]
    last = pages.last(rows, asked.limit)
    return pages.answer(request, items, [last.cycle.year, last.cycle.id] if last else None)


@router.post(
    "",
    operation_id="createCycle",
    summary="Consider an occasion",
    status_code=201,
    response_model=schemas.Cycle,
    responses=documented(403, 409, 413, 415, example=ANSWERS[schemas.Cycle], status=201),
    openapi_extra=web.documented(schemas.CycleBody, example=schemas.EXAMPLE),
)
async def create(request: Request, caller: Callers) -> Response:
    """It is `considered` until the Committee convenes it or declines."""
    return await BeginCycle(request, caller).run()


@router.get(
    "/{id}",
    operation_id="getCycle",
    summary="One occasion",
    response_model=schemas.Cycle,
    responses=documented(404, example=ANSWERS[schemas.Cycle]),
)
async def read(request: Request, id: str, caller: Callers, as_of: AsOf = None) -> Response:
    """Everybody reads it. `position` is that of its last change: of a closed one, its closing. With
    `as_of`, as it stood then.
    """
    placed, position = await find_then(request, id, as_of)
    async with dependencies.snapshot(request) as connection:
        issued = await dossiers.current(connection, [id], position)
    if as_of is not None:
        return web.answer(request, _shown(placed, caller, issued, as_of), private=True)
    return _answered(request, placed, caller, issued=issued)


@router.patch(
    "/{id}",
    operation_id="changeCycle",
    summary="Change its title, dates, place or items",
    response_model=schemas.Cycle,
    responses=documented(403, 404, 409, 412, 413, 415, 428, example=ANSWERS[schemas.Cycle]),
    openapi_extra=web.documented(schemas.CycleChange, example=schemas.CHANGE),
)
async def change(request: Request, id: str, caller: Callers) -> Response:
    """What is left out stays; `items` are replaced as a whole. Its type and year do not change."""
    return await ChangeCycle(request, caller, id).run()


@router.post(
    "/{id}/transitions",
    operation_id="transitionCycle",
    summary="Take a step of its life",
    response_model=schemas.Cycle,
    responses=documented(403, 404, 409, 412, 413, 415, 428, example=ANSWERS[schemas.Cycle]),
    openapi_extra=web.documented(schemas.CycleTransitionBody, example=schemas.DECISION),
)
async def transition(request: Request, id: str, caller: Callers) -> Response:
    """The Committee convenes and declines; the Secretariat opens and closes, which is final."""
    return await MoveCycle(request, caller, id).run()


@router.get(
    "/{id}/history",
    operation_id="listCycleHistory",
    summary="Who changed what of it, when, at which position",
    response_model=schemas.CycleStepPage,
    responses=documented(404, example=ANSWERS[schemas.CycleStepPage]),
)
async def history(
    request: Request,
    id: str,
    caller: Callers,
    asked: Parts,
) -> Response:
    """In order, each step with the data of its event: the whole cycle as it was then. With `as_of`,
    the steps up to then.
    """
    return pages.answer(request, *await history_of(request, id, caller, asked))


async def history_of(
    request: Request,
    id_: str,
    caller: Caller,
    asked: Asked,
) -> pages.Part:
    """A page of the steps of a cycle."""
    _, position = await find_then(request, id_, asked.as_of)
    after = pages.number(request, asked.cursor)
    async with dependencies.snapshot(request) as connection:
        rows = await store.steps(connection, id_, after, asked.limit + 1, position)
    page, following = web.cut(rows, asked.limit, "n")
    reviews = dependencies.reviews(caller)
    return [_step(row, commented=reviews) for row in page], following


def _step(row: Any, *, commented: bool) -> dict[str, Any]:
    return {
        **{name: row[name] for name in STEP},
        "data": json.loads(row["payload"]),
        "comment": row["comment"] if commented else None,
    }
