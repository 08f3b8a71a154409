"""The modalities of the fund: adopted by the Committee, never changed, read by everybody."""

from typing import Any

from fastapi import Request
from starlette.responses import Response

from kernel import clock, web
from kernel.auth import Caller
from kernel.errors import Invalid, Problem, conflict, forbidden, invalid, not_found
from kernel.web import Callers, Write
from kernel.web.idempotency import Command
from kernel.web.problems import documented
from services.reports.api import dependencies
from services.reports.api.as_of import until
from services.reports.api.pages import AsOf, Parts
from services.reports.commands import modalities as commands
from services.reports.domain.cycles import COMMITTEE
from services.reports.schemas.examples import ANSWERS
from services.reports.schemas.modalities import Modalities, ModalitiesBody, ModalitiesPage
from services.reports.store import modalities as store

router = web.router("/reports/fund/modalities", "fund")
BASE = "/reports/fund/modalities"
EXAMPLE = {
    "version": "2026-1",
    "text": {
        "es": "El fondo recibe contribuciones voluntarias y las asigna a actividades de órganos.",
        "en": "The fund takes in voluntary contributions and allocates them to organs' activities.",
    },
    "adopted_on": "2026-03-01",
}


class AdoptModalities(Write[None, ModalitiesBody, dict[str, Any]]):
    """A version of the modalities."""

    model = ModalitiesBody

    def __init__(self, request: Request, caller: Caller) -> None:
        super().__init__(request, caller, dependencies.resources(request).writes)

    async def load(self) -> None:
        """Raise 401 without a key."""
        dependencies.known(self.caller)

    def permit(self, loaded: None, body: ModalitiesBody | None) -> None:
        """Raise 403 for everybody but the Committee."""
        self.caller.require("programme:adopt")
        if self.caller.actor != COMMITTEE:
            raise forbidden("The modalities are the Committee's to adopt.", code="not_yours")

    async def prepare(self, loaded: None, body: ModalitiesBody) -> Command[dict[str, Any]]:
        """Raise 409 for a version that is there, 422 for a day that has not come."""
        if await _found(self.request, body.version) is not None:
            raise self.duplicate()
        _refuse_future(body.adopted_on)
        text = {str(lang): words for lang, words in body.text.items()}
        return lambda tx: commands.adopt(tx, body.version, text, body.adopted_on, self.caller)

    def show(self, done: dict[str, Any]) -> Response:
        """The version as it is listed."""
        headers = {"Location": f"{BASE}/{done['version']}"}
        return web.answer(self.request, _shown(done), status=201, headers=headers)

    def duplicate(self) -> Problem:
        """409: a version is never changed."""
        return conflict("append_only", "This version is adopted already, and never changes.")


async def _found(request: Request, version: str) -> dict[str, Any] | None:
    async with dependencies.snapshot(request) as connection:
        return await store.one(connection, version)


def _told(row: dict[str, Any], end: int | None) -> bool:
    """Whether a version had been told by a position."""
    return end is None or (row["position"] is not None and row["position"] <= end)


def _refuse_future(day: str) -> None:
    if day > clock.today().isoformat():
        raise invalid(Invalid("/adopted_on", "out_of_range", f"{day} has not come yet."))


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in Modalities.model_fields}


@router.get(
    "",
    operation_id="listModalities",
    summary="The modalities of the fund",
    response_model=ModalitiesPage,
    responses=documented(example=ANSWERS[ModalitiesPage]),
)
async def listed(
    request: Request,
    _caller: Callers,
    asked: Parts,
) -> Response:
    """Every version, or those that the ledger had `as_of`, the earliest adopted first."""
    after = web.decode_cursor(request, asked.cursor, str, str)
    position = await until(request, asked.as_of)
    async with dependencies.snapshot(request) as connection:
        rows = await store.page(connection, after, asked.limit + 1, position)
    page, following = web.cut(rows, asked.limit, "adopted_on", "version")
    data, headers = web.page_links(request, [_shown(row) for row in page], following)
    return web.answer(request, data, headers=headers)


@router.get(
    "/{version}",
    operation_id="getModalities",
    summary="One version of the modalities",
    response_model=Modalities,
    responses=documented(404, example=ANSWERS[Modalities]),
)
async def read(request: Request, version: str, _caller: Callers, as_of: AsOf = None) -> Response:
    """Its texts as they were adopted, with the position of the event that tells them. With `as_of`,
    404 for one that was adopted since.
    """
    row = await _found(request, version)
    end = await until(request, as_of)
    if row is None or not _told(row, end):
        raise not_found()
    return web.answer(request, _shown(row))


@router.post(
    "",
    operation_id="adoptModalities",
    summary="Adopt a version of the modalities",
    status_code=201,
    response_model=Modalities,
    responses=documented(403, 409, 413, 415, example=ANSWERS[Modalities], status=201),
    openapi_extra=web.documented(ModalitiesBody, example=EXAMPLE),
)
async def adopt(request: Request, caller: Callers) -> Response:
    """By the Committee, for ever: another version may follow, none is changed or withdrawn. Entries
    of the fund name one by its `version`.
    """
    return await AdoptModalities(request, caller).run()
