"""Translations that no longer follow the text they stand beside: a list of them, and the word that
one still holds.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Any, get_args

from fastapi import Request
from starlette.responses import Response

from contracts.codes import Language
from kernel import clock, web
from kernel.auth import Caller
from kernel.errors import not_found
from kernel.web import Callers, Languages
from kernel.web.idempotency import Command
from services.catalog.api.dependencies import (
    CurrentRead,
    EditionCode,
    Pages,
    PathCode,
    answers,
)
from services.catalog.api.nodes import NodeWrite, node_answer
from services.catalog.commands import editions as commands
from services.catalog.domain import drafts, translations
from services.catalog.domain.catalogue import Edition, Entry
from services.catalog.domain.filing import READ
from services.catalog.schemas import answers as shapes

router = web.router("/catalog", "programme")
EDITION = 10**9  # more than any entry's place: lines go by edition, then by place


@dataclass(frozen=True, slots=True)
class Line:
    """An outdated text, with its place in the list."""

    n: int
    code: str
    shown: dict[str, Any]


class Confirm(NodeWrite[None]):
    """The texts of a node in one language still say what the others say."""

    def __init__(
        self, request: Request, caller: Caller, id_: str, code: str, language: str, lang: str
    ) -> None:
        super().__init__(request, caller, id_, code, lang)
        self.language = language

    async def load(self) -> Entry:
        """Raise 401 without a key, 404; also for a language that there is not."""
        node = await super().load()
        if self.language not in get_args(Language):
            raise not_found()
        return node

    async def prepare(self, loaded: Entry, body: None) -> Command[Edition] | Response:
        """What follows the others already is answered as it is."""
        node = await self.reload(loaded)
        edit = drafts.confirm(self.edition, node, self.language, clock.stamp())
        if not edit.changed:
            return node_answer(self.request, self.edition, node, self.lang)
        return partial(commands.edit, edition=self.edition, done=edit, by=self.caller.actor)

    def show(self, done: Edition) -> Response:
        """The node as it is now."""
        return node_answer(self.request, done, done.nodes[self.code], self.lang)


@router.post(
    "/editions/{id}/nodes/{code}/texts/{language}/confirm",
    operation_id="confirmTranslation",
    summary="Say that the texts of a node in one language still follow the others",
    responses=answers(shapes.Node, 403, 404, 409, 412, 413, 428),
)
async def confirm(
    request: Request,
    id: PathCode,
    code: PathCode,
    language: PathCode,
    caller: Callers,
    lang: Languages,
) -> Response:
    """Title, summary, and the rationales of its links. Whose the text is stays as it was: what a
    machine wrote is not editorial by being confirmed.
    """
    return await Confirm(request, caller, id, code, language, lang).run()


@router.get(
    "/outdated",
    operation_id="listOutdated",
    summary="Translations that no longer follow the text they stand beside",
    responses=answers(shapes.Page[shapes.Outdated]),
)
async def outdated(
    read: CurrentRead,
    pages: Pages,
    lang: Languages,
    edition: EditionCode = None,
    language: Language | None = None,
) -> Response:
    """Of every edition, or of `edition`; in every language, or in `language`."""
    editions = [read.edition] if edition else read.catalogue.editions.values()
    lines = [line for each in editions for line in _lines(each, language)]
    lines.sort(key=lambda line: (line.n, line.code))
    return pages.answer(lines, lambda line: line.shown, lang)


def _lines(edition: Edition, language: str | None) -> Iterator[Line]:
    """The outdated texts of an edition's nodes and of what is read in them, in document order."""
    readings = (edition.of(kind) for kind in READ)
    entries = enumerate(chain(edition.nodes.values(), *readings), edition.entry.n * EDITION)
    for place, entry in entries:
        for name, lang in translations.outdated(entry.texts, language):
            yield Line(place, f"{entry.code} {name} {lang}", _shown(entry, name, lang))


def _shown(entry: Entry, name: str, lang: str) -> dict[str, Any]:
    """A text with its entry. `node`: under which node it is confirmed."""
    return {
        "edition": entry.edition,
        "kind": entry.kind,
        "code": entry.code,
        "node": entry.code.partition(":")[0],
        "field": name,
        "lang": lang,
        **entry.texts[name][lang],
    }
