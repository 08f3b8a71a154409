"""Nodes of an edition: titles and summaries may always change; of a draft everything may, and nodes
may come and go.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from kernel.auth import Caller
from kernel.errors import Invalid, invalid, precondition_failed
from kernel.web import Languages, Once, answer, documented, read_bytes, validated
from kernel.web.app import Callers
from kernel.web.bodies import parse
from kernel.web.problems import documented as problems
from services.catalog import tables
from services.catalog.api.dependencies import PathCode, again, answers, one, readable
from services.catalog.api.tags import matched, tag_of
from services.catalog.commands import editions as commands
from services.catalog.domain import drafts, soundness
from services.catalog.domain.catalogue import Catalogue, Edition, Entry
from services.catalog.errors import frozen, node_exists
from services.catalog.schemas import answers as shapes
from services.catalog.schemas import bodies, rendered

router = APIRouter(prefix="/catalog/editions", tags=["programme"])
FROZEN = (
    "code",
    "kind",
    "number",
    "section",
    "addressees",
    "optional",
    "strength",
    "conditions",
    "axes",
    "themes",
    "line",
    "source",
    "objectives",
    "activities",
    "official",
    "edition",
    "replaces",
    "links",
)
EXAMPLE = {
    "title": {"pt": {"text": "Pesquisar a migração das mulheres", "provenance": "editorial"}}
}
NEW = {
    "code": "ACT-43",
    "kind": "activity",
    "number": 43,
    "section": "V.A",
    "addressees": ["CIM"],
    "strength": "promote",
    "axes": ["gender"],
    "title": {"es": {"text": "Intercambiar estudios sobre las mujeres migrantes"}},
    "summary": {
        "es": {"text": "Facilitar el intercambio de estudios sobre la migración de las mujeres."}
    },
    "links": [
        {
            "objective": "SO-07",
            "rationale": {
                "es": {"text": "Los estudios compartidos dan base a la perspectiva de género."}
            },
        }
    ],
}


@router.post(
    "/{id}/nodes",
    operation_id="addNode",
    summary="Add a node to a draft edition",
    status_code=201,
    openapi_extra=documented(bodies.NewNode, example=NEW),
    responses=answers(shapes.Node, 403, 404, 409, 412, 413, 415, status=201),
)
async def add(request: Request, id: PathCode, caller: Callers, lang: Languages) -> Response:
    """A code is never given twice; one that the draft retired may come back."""
    await _edition(request, caller, id)
    caller.require("programme:edit")
    body = await read_bytes(request)
    once = Once(request.app.state.needs.db, tables.kernel, request, caller, body)
    if kept := await once.replay():
        return kept

    async def attempt() -> Response:
        catalogue, edition = await _edition(request, caller, id)
        if not edition.draft:
            raise frozen(["nodes"])
        given = validated(request, body, bodies.NewNode).model_dump(exclude_none=True)
        kind, code = given["kind"], given["code"]
        _refuse_taken(catalogue, edition, code)
        edit = drafts.add(edition, given)
        links = soundness.of_links(edition, kind, code, given["links"]) if "links" in given else []
        _refuse(
            [
                *soundness.of_code(kind, code),
                *links,
                *soundness.of_node(catalogue, drafts.applied(edition, edit), edit.new[0]),
            ]
        )
        command = partial(commands.edit, edition=edition, done=edit, by=caller.actor)
        return await once.write(
            command, lambda after: _answered(request, after, after.nodes[code], lang, status=201)
        )

    return await again(attempt)


@router.patch(
    "/{id}/nodes/{code}",
    operation_id="changeNode",
    summary="Change a node's titles and summaries; of a draft edition, anything of it",
    openapi_extra=documented(bodies.NodeChange, example=EXAMPLE),
    responses=answers(shapes.Node, 403, 404, 409, 412, 413, 415, 428),
)
async def change(
    request: Request, id: PathCode, code: PathCode, caller: Callers, lang: Languages
) -> Response:
    """In a published edition everything but titles and summaries is frozen; what CAM amends is the
    draft of the next one.
    """
    _, _, seen = await _node(request, caller, id, code)
    caller.require("programme:edit")
    body = await read_bytes(request)
    once = Once(request.app.state.needs.db, tables.kernel, request, caller, body)
    if kept := await once.replay():
        return kept

    async def attempt() -> Response:
        catalogue, edition, before = await _node(request, caller, id, code)
        _match(request, edition, before, seen)
        if not edition.draft:
            _refuse_frozen(edition, before, body)
        given: Mapping[str, Any] = validated(request, body, bodies.NodeChange).model_dump(
            exclude_none=True
        )
        edit = drafts.change(edition, before, given)
        links = (
            soundness.of_links(edition, before.kind, code, given["links"])
            if "links" in given
            else []
        )
        flaws = soundness.of_node(catalogue, drafts.applied(edition, edit), edit.changed[0])
        _refuse([*links, *(flaw for flaw in flaws if flaw[0].split("/")[1] in given)])
        command = partial(commands.edit, edition=edition, done=edit, by=caller.actor)
        return await once.write(
            command, lambda after: _answered(request, after, after.nodes[code], lang)
        )

    return await again(attempt)


@router.delete(
    "/{id}/nodes/{code}",
    operation_id="retireNode",
    summary="Retire a node from a draft edition",
    status_code=204,
    responses=problems(403, 404, 409, 412, 428),
)
async def retire(request: Request, id: PathCode, code: PathCode, caller: Callers) -> Response:
    """Its links go with it, and its fingerprint and official texts."""
    _, _, seen = await _node(request, caller, id, code)
    caller.require("programme:edit")

    async def attempt() -> Response:
        _, edition, before = await _node(request, caller, id, code)
        _match(request, edition, before, seen)
        if not edition.draft:
            raise frozen(["nodes"])
        await request.app.state.needs.db.write(
            commands.edit, edition, drafts.retire(edition, before), caller.actor
        )
        return Response(None, 204)

    return await again(attempt)


async def _edition(request: Request, caller: Caller, id_: str) -> tuple[Catalogue, Edition]:
    """The catalogue and an edition of it. Raises 401 for a caller without a key, 404."""
    if caller.anonymous:
        caller.require("programme:edit")
    catalogue = await readable(request, caller)
    return catalogue, one(catalogue.editions.get(id_))


async def _node(
    request: Request, caller: Caller, id_: str, code: str
) -> tuple[Catalogue, Edition, Entry]:
    """The same with a node of the edition."""
    catalogue, edition = await _edition(request, caller, id_)
    return catalogue, edition, one(edition.nodes.get(code))


def _match(request: Request, edition: Edition, node: Entry, seen: Entry) -> None:
    """Raise 428 or 412; 412 too where somebody has changed the node since this request came in."""
    matched(request, lambda lang: rendered.node(edition, node, lang))
    if node.revision != seen.revision:
        raise precondition_failed()


def _refuse_frozen(edition: Edition, node: Entry, body: bytes) -> None:
    """Raise 409 for what is frozen in a published edition.

    One that was made here may still come by further fingerprints.
    """
    given = parse(body)
    if not isinstance(given, dict):
        return
    fields = [name for name in FROZEN if name in given]
    held, marks = edition.fingerprints.get(node.code, {}), given.get("fingerprints")
    if "fingerprints" in given and (
        edition.based_on is None or not isinstance(marks, dict) or not held.items() <= marks.items()
    ):
        fields.append("fingerprints")
    if fields:
        raise frozen(fields)


def _refuse_taken(catalogue: Catalogue, draft: Edition, code: str) -> None:
    """Raise 409 for a code that another node has, or had in an edition other than the one the draft
    was made from.
    """
    base = catalogue.editions.get(draft.based_on or "")
    if code in draft.nodes:
        raise node_exists(code, draft.code)
    for edition in catalogue.published.editions.values():
        if code in edition.nodes and not (base and code in base.nodes):
            raise node_exists(code, edition.code)


def _refuse(flaws: Sequence[soundness.Flaw]) -> None:
    if flaws:
        raise invalid(*(Invalid(*flaw) for flaw in flaws))


def _answered(
    request: Request, edition: Edition, entry: Entry, lang: str, status: int = 200
) -> Response:
    data = rendered.node(edition, entry, lang)
    headers = (
        {"Location": f"/catalog/nodes/{entry.code}?edition={edition.code}"} if status == 201 else {}
    )
    return answer(request, data, status=status, lang=lang, etag=tag_of(data), headers=headers)
