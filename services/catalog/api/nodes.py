"""Change the titles and summaries of a node; its structure is frozen with its edition."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from kernel.errors import Stale, precondition_failed
from kernel.web import Languages, Once, answer, documented, read_bytes, validated
from kernel.web.app import Callers
from kernel.web.bodies import parse
from services.catalog import tables
from services.catalog.api.asking import PathCode, answers, one, snapshots
from services.catalog.api.tags import matched, tag_of
from services.catalog.commands import texts as commands
from services.catalog.domain.catalogue import Edition, Entry
from services.catalog.errors import frozen
from services.catalog.schemas import answers as shapes
from services.catalog.schemas import bodies, rendered

router = APIRouter(prefix="/catalog/editions", tags=["programme"])
FROZEN = (
    "code", "kind", "number", "section", "addressees", "optional", "strength", "conditions", "axes", "themes", "line", "source", "objectives",
    "activities", "official", "edition",
)
EXAMPLE = {"title": {"pt": {"text": "Pesquisar a migração das mulheres", "provenance": "editorial"}}}


@router.patch(
    "/{id}/nodes/{code}", operation_id="changeNode", summary="Change a node's titles and summaries",
    openapi_extra=documented(bodies.NodeChange, example=EXAMPLE), responses=answers(shapes.Node, 403, 404, 409, 412, 413, 415, 428),
)
async def change(request: Request, id: PathCode, code: PathCode, caller: Callers, lang: Languages) -> Response:
    if caller.anonymous:
        caller.require("programme:edit")
    edition: Edition = one((await snapshots(request).current()).editions.get(id))
    before: Entry = one(edition.nodes.get(code))
    caller.require("programme:edit")
    body = await read_bytes(request)
    once = Once(request.app.state.needs.db, tables.kernel, request, caller, body)
    if kept := await once.replay():
        return kept
    matched(request, lambda lang: rendered.node(edition, before, lang))
    _refuse_frozen(body)
    fresh: Mapping[str, Any] = validated(request, body, bodies.NodeChange).model_dump(exclude_none=True)
    try:
        command = partial(commands.change, before=before, fresh=fresh, by=caller.actor)
        return await once.write(command, lambda entry: _answered(request, edition, entry, lang))
    except Stale:
        raise precondition_failed() from None


def _refuse_frozen(body: bytes) -> None:
    given = parse(body)
    if isinstance(given, dict) and (fields := [name for name in FROZEN if name in given]):
        raise frozen(fields)


def _answered(request: Request, edition: Edition, entry: Entry, lang: str) -> Response:
    data = rendered.node(edition, entry, lang)
    return answer(request, data, lang=lang, etag=tag_of(data))
