"""The import of an official document over HTTP: what matches is stored, the rest is named."""

import asyncio
from functools import partial
from typing import Any

from fastapi import Request
from starlette.responses import Response

from kernel import web
from kernel.auth import Caller
from kernel.web import Callers, Write, answer, documented
from kernel.web.idempotency import Command
from services.catalog.api.dependencies import answers, resources
from services.catalog.commands import texts as commands
from services.catalog.schemas import answers as shapes
from services.catalog.schemas import bodies

router = web.router("/catalog/official-texts", "programme")
EXAMPLE = {"edition": "2016-draft", "lang": "fr", "text": "I. INTRODUCTION\n…"}


class ImportText(Write[None, bodies.OfficialText, None]):
    """An official document, compared node by node with the fingerprints of an edition."""

    model = bodies.OfficialText
    attempts = 10

    def __init__(self, request: Request, caller: Caller) -> None:
        self.resources = resources(request)
        super().__init__(request, caller, self.resources.writes)
        self.limit = self.resources.settings.import_limit
        self.answer: dict[str, Any] = {}

    async def load(self) -> None:
        """Raise 401, and 403 for who does not edit the program."""
        self.caller.require("programme:edit")

    async def prepare(self, loaded: None, body: bodies.OfficialText) -> Command[None]:
        """Raise 422 for an edition or a language without fingerprints."""
        catalogue = await self.resources.snapshots.current()
        read = (catalogue, body.edition, body.lang, body.text)
        examined = await asyncio.to_thread(commands.examine, *read)
        self.answer, by = examined.answer, self.caller.actor
        return partial(commands.store, edition=examined.edition, officials=examined.fresh, by=by)

    def show(self, done: None) -> Response:
        """What matched, what differed and what is missing."""
        return answer(self.request, self.answer)


@router.post(
    "",
    operation_id="importOfficialText",
    summary="Import the official document of an edition",
    openapi_extra=documented(bodies.OfficialText, example=EXAMPLE),
    responses=answers(shapes.Imported, 403, 409, 412, 413, 415),
)
async def import_document(request: Request, caller: Callers) -> Response:
    """What matches is stored, the rest is named."""
    return await ImportText(request, caller).run()
