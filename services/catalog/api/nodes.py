"""Nodes of an edition: titles and summaries may always change; of a draft everything may, and nodes
may come and go.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, TypeVar

from fastapi import Request
from pydantic import BaseModel
from starlette.responses import Response

from kernel import clock, web
from kernel.auth import Caller
from kernel.errors import Invalid, invalid, precondition_failed
from kernel.web import Callers, Languages, Write, answer, documented
from kernel.web.bodies import parse
from kernel.web.idempotency import Command
from kernel.web.problems import documented as problems
from kernel.web.writes import Loaded
from services.catalog.api.dependencies import PathCode, answers, or_not_found, readable, resources
from services.catalog.api.etags import etag_of, require_if_match
from services.catalog.commands import editions as commands
from services.catalog.domain import coverage, drafts, soundness
from services.catalog.domain.catalogue import NODES, Catalogue, Edition, Entry
from services.catalog.errors import frozen, node_exists
from services.catalog.schemas import answers as shapes
from services.catalog.schemas import bodies, rendered

router = web.router("/catalog/editions", "programme")
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


Place = tuple[Catalogue, Edition]
B = TypeVar("B", bound=BaseModel | None)


class EditionWrite(Write[Loaded, B, Edition]):
    """A write to a draft edition, decided anew when another one came between."""

    attempts = 10

    def __init__(self, request: Request, caller: Caller, id_: str, lang: str = "en") -> None:
        self.id, self.lang = id_, lang
        super().__init__(request, caller, resources(request).writes)

    async def open(self) -> Place:
        """The catalogue and the edition. Raises 401 without a key, 404."""
        if self.caller.anonymous:
            self.caller.require("programme:edit")
        catalogue = await readable(self.request, self.caller)
        return catalogue, or_not_found(catalogue.editions.get(self.id))

    def command(
        self, catalogue: Catalogue, edition: Edition, edit: drafts.Edit, node: Entry
    ) -> Command[Edition]:
        """The edit, in which the node covers what the activities covered that it replaces."""

        coverage.inherit(edit, edition, _base(catalogue, edition), node)
        return partial(commands.edit, edition=edition, done=edit, by=self.caller.actor)

    def permit(self, loaded: Loaded, body: B | None) -> None:
        """Raise 403 for who does not edit the program."""
        self.caller.require("programme:edit")


class AddNode(EditionWrite[Place, bodies.NewNode]):
    """Another node of a draft edition."""

    model = bodies.NewNode

    async def load(self) -> Place:
        """Raise 401 without a key, 404."""
        return await self.open()

    def allow(self, loaded: Place, body: bodies.NewNode | None) -> None:
        """Raise 409 for a published edition."""
        if not loaded[1].draft:
            raise frozen(["nodes"])

    async def prepare(self, loaded: Place, body: bodies.NewNode) -> Command[Edition]:
        """Raise 409 for a code that was given already, 422 for what does not fit."""
        catalogue, edition = await self.open()
        self.allow((catalogue, edition), body)
        fields = body.model_dump(exclude_none=True)
        self.code = fields["code"]
        _refuse_taken(catalogue, edition, self.code)
        edit = drafts.add(edition, fields, clock.stamp())
        _refuse(_flaws_of_new(catalogue, edition, edit, fields))
        return self.command(catalogue, edition, edit, edit.new[0])

    def show(self, done: Edition) -> Response:
        """The node, with its address."""
        return node_answer(self.request, done, done.nodes[self.code], self.lang, status=201)


class NodeWrite(EditionWrite[Entry, B]):
    """A write to one node of an edition."""

    def __init__(
        self, request: Request, caller: Caller, id_: str, code: str, lang: str = "en"
    ) -> None:
        super().__init__(request, caller, id_, lang)
        self.code = code

    async def load(self) -> Entry:
        """The node as it was when the request came. Raises 401 without a key, 404."""
        self.catalogue, self.edition = await self.open()
        return or_not_found(self.edition.nodes.get(self.code))

    def match(self, loaded: Entry) -> None:
        """`If-Match` may name the node in any language."""
        require_if_match(self.request, lambda lang: rendered.node(self.edition, loaded, lang))

    async def reload(self, seen: Entry) -> Entry:
        """The node as it is now; the edition may have changed around it. Raises 404, 412."""
        node = await self.load()
        if node.revision != seen.revision:
            raise precondition_failed()
        return node


class ChangeNode(NodeWrite[bodies.NodeChange]):
    """Titles and summaries anew; of a draft edition, anything."""

    model = bodies.NodeChange

    def allow(self, loaded: Entry, body: bodies.NodeChange | None) -> None:
        """Raise 409 for what is frozen in a published edition."""
        if not self.edition.draft:
            _refuse_frozen(self.edition, loaded, self.raw)

    async def prepare(self, loaded: Entry, body: bodies.NodeChange) -> Command[Edition]:
        """Raise 422 for what does not fit."""
        before = await self.reload(loaded)
        self.allow(before, body)
        fields = body.model_dump(exclude_none=True)
        edit = drafts.change(self.edition, before, fields, clock.stamp())
        _refuse(_flaws_of_changed(self.catalogue, self.edition, edit, fields))
        return self.command(self.catalogue, self.edition, edit, edit.changed[0])

    def show(self, done: Edition) -> Response:
        """The node as it is now."""
        return node_answer(self.request, done, done.nodes[self.code], self.lang)


class RetireNode(NodeWrite[None]):
    """A node leaves a draft edition."""

    def allow(self, loaded: Entry, body: None) -> None:
        """Raise 409 for a published edition."""
        if not self.edition.draft:
            raise frozen(["nodes"])

    async def prepare(self, loaded: Entry, body: None) -> Command[Edition]:
        """Its links go with it."""
        before = await self.reload(loaded)
        self.allow(before, None)
        edit = drafts.retire(self.edition, before, clock.stamp())
        return partial(commands.edit, edition=self.edition, done=edit, by=self.caller.actor)

    def show(self, done: Edition) -> Response:
        """Nothing is left to show."""
        return Response(None, 204)


def _flaws_of_new(
    catalogue: Catalogue, edition: Edition, edit: drafts.Edit, fields: Mapping[str, Any]
) -> list[soundness.Flaw]:
    node, after = edit.new[0], drafts.applied(edition, edit)
    flaws = [*_link_flaws(edition, node, fields), *soundness.of_node(catalogue, after, node)]
    return [*soundness.of_code(node.kind, node.code), *flaws, *_wordless(edit)]


def _flaws_of_changed(
    catalogue: Catalogue, edition: Edition, edit: drafts.Edit, fields: Mapping[str, Any]
) -> list[soundness.Flaw]:
    """Flaws of the fields that were sent; older ones are left to the publication."""
    node, after = edit.changed[0], drafts.applied(edition, edit)
    flaws = soundness.of_node(catalogue, after, node)
    changed = [flaw for flaw in flaws if flaw[0].split("/")[1] in fields]
    return [*_link_flaws(edition, node, fields), *changed, *_wordless(edit)]


def _wordless(edit: drafts.Edit) -> list[soundness.Flaw]:
    """Texts without words in any language: of the node, and of links that were sent."""
    places = {**dict.fromkeys(NODES, ""), "link": "/links"}
    entries = [entry for entry in (*edit.new, *edit.changed) if entry.kind in places]
    return [flaw for each in entries for flaw in soundness.of_texts(each, places[each.kind])]


def _link_flaws(
    edition: Edition, node: Entry, fields: Mapping[str, Any]
) -> Sequence[soundness.Flaw]:
    if "links" not in fields:
        return []
    return soundness.of_links(edition, node.kind, node.code, fields["links"])


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
    return await AddNode(request, caller, id, lang).run()


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
    """In a published edition everything but titles and summaries is frozen.

    What CAM amends is the draft of the next one.
    """
    return await ChangeNode(request, caller, id, code, lang).run()


@router.delete(
    "/{id}/nodes/{code}",
    operation_id="retireNode",
    summary="Retire a node from a draft edition",
    status_code=204,
    responses=problems(403, 404, 409, 412, 428),
)
async def retire(request: Request, id: PathCode, code: PathCode, caller: Callers) -> Response:
    """Its links go with it, and its fingerprint and official texts."""
    return await RetireNode(request, caller, id, code).run()


def _refuse_frozen(edition: Edition, node: Entry, body: bytes) -> None:
    """Raise 409 for what is frozen in a published edition."""
    given = parse(body)
    if not isinstance(given, dict):
        return
    fields = [name for name in FROZEN if name in given]
    if "fingerprints" in given and not _only_more(edition, node, given["fingerprints"]):
        fields.append("fingerprints")
    if fields:
        raise frozen(fields)


def _only_more(edition: Edition, node: Entry, marks: Any) -> bool:
    """Whether further fingerprints come to a node of an edition that was made here."""
    held = edition.fingerprints.get(node.code, {})
    return (
        edition.based_on is not None and isinstance(marks, dict) and held.items() <= marks.items()
    )


def _base(catalogue: Catalogue, draft: Edition) -> Edition | None:
    """The edition that a draft was made from."""
    return catalogue.editions.get(draft.based_on or "")


def _refuse_taken(catalogue: Catalogue, draft: Edition, code: str) -> None:
    """Raise 409 for a code that another node has, or had in an edition other than the one the draft
    was made from.
    """
    if code in draft.nodes:
        raise node_exists(code, draft.code)
    base = _base(catalogue, draft)
    if base is not None and code in base.nodes:
        return
    for edition in catalogue.published.editions.values():
        if code in edition.nodes:
            raise node_exists(code, edition.code)


def _refuse(flaws: Sequence[soundness.Flaw]) -> None:
    if flaws:
        raise invalid(*(Invalid(*flaw) for flaw in flaws))


def node_answer(
    request: Request, edition: Edition, entry: Entry, lang: str, status: int = 200
) -> Response:
    """A node as a write answers it."""
    data = rendered.node(edition, entry, lang)
    place = {"Location": f"/catalog/nodes/{entry.code}?edition={edition.code}"}
    headers = place if status == 201 else {}
    return answer(request, data, status=status, lang=lang, etag=etag_of(data), headers=headers)
