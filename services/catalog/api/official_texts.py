"""The import of an official document, over HTTP and for the command line: what matches is stored,
the rest is named.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from contracts.codes import LANGUAGES
from kernel.db import Database
from kernel.web import Once, answer, documented, read_bytes, validated
from kernel.web.app import Callers
from services.catalog import tables
from services.catalog.api.dependencies import again, answers, snapshots
from services.catalog.commands import texts as commands
from services.catalog.domain import official
from services.catalog.domain.catalogue import Catalogue, Edition, Official
from services.catalog.errors import no_fingerprints, unknown_code
from services.catalog.schemas import answers as shapes
from services.catalog.schemas import bodies
from services.catalog.store.reading import Snapshots

router = APIRouter(prefix="/catalog/official-texts", tags=["programme"])
EXAMPLE = {"edition": "2016-draft", "lang": "fr", "text": "I. INTRODUCTION\n…"}


@dataclass(frozen=True)
class Import:
    """What an import found, and what of it is not stored yet."""

    edition: Edition
    answer: dict[str, Any]
    fresh: Sequence[Official]


def examine(catalogue: Catalogue, edition: str, lang: str, text: str) -> Import:
    """Look for every node of an edition in a document.

    Raises 422: unknown edition, a language without fingerprints.
    """
    if edition not in catalogue.editions:
        raise unknown_code("/edition", edition, "edition")
    if lang not in LANGUAGES:
        raise unknown_code("/lang", lang, "language")
    shown = catalogue.editions[edition]
    fingerprints = {
        code: by[lang] for code in shown.nodes if lang in (by := shown.fingerprints.get(code, {}))
    }
    if not fingerprints:
        raise no_fingerprints(edition, lang)
    report = official.compare(text, fingerprints, _outline(shown))
    said = {
        "edition": edition,
        "lang": lang,
        "matched": [{"code": code, "line": line.number} for code, line in report.matched.items()],
        "differed": [
            {"code": d.code, "line": d.line, "expected": d.expected, "found": d.found}
            for d in report.differed
        ],
        "missing": report.missing,
    }
    return Import(shown, said, _fresh(shown, lang, report))


def _outline(edition: Edition) -> official.Outline:
    def numbered(kind: str) -> dict[int, str]:
        return {
            number: entry.code
            for entry in edition.kinds.get(kind, ())
            if (number := entry.frozen["number"]) is not None
        }

    def listed(kind: str) -> list[str]:
        return [entry.code for entry in edition.kinds.get(kind, ())]

    return official.Outline(
        numbered("general_objective"),
        listed("specific_objective"),
        numbered("activity"),
        listed("exhortation"),
        listed("follow_up"),
        listed("financing"),
    )


def _fresh(edition: Edition, lang: str, report: official.Report) -> list[Official]:
    """The matched paragraphs that are not stored just so already."""
    status = "official-draft" if edition.entry.frozen["status"] == "draft" else "official"
    found = [
        Official(
            edition.code,
            code,
            lang,
            line.text,
            line.number,
            edition.fingerprints[code][lang],
            status,
        )
        for code, line in report.matched.items()
    ]
    return [each for each in found if edition.officials.get(each.code, {}).get(lang) != each]


async def import_text(
    db: Database, held: Snapshots, edition: str, lang: str, text: str
) -> dict[str, Any]:
    """The command line's door: import, and answer what was found."""
    found = await asyncio.to_thread(examine, await held.current(), edition, lang, text)
    if found.fresh:
        await db.write(commands.store, found.edition, found.fresh, None)
    return found.answer


@router.post(
    "",
    operation_id="importOfficialText",
    summary="Import the official document of an edition",
    openapi_extra=documented(bodies.OfficialText, example=EXAMPLE),
    responses=answers(shapes.Imported, 403, 409, 412, 413, 415),
)
async def import_document(request: Request, caller: Callers) -> Response:
    caller.require("programme:edit")
    needs = request.app.state.needs
    body = await read_bytes(request, needs.settings.import_limit)
    once = Once(needs.db, tables.kernel, request, caller, body)
    if kept := await once.replay():
        return kept
    given = validated(request, body, bodies.OfficialText)

    async def attempt() -> Response:
        found = await asyncio.to_thread(
            examine, await snapshots(request).current(), given.edition, given.lang, given.text
        )
        command = partial(
            commands.store, edition=found.edition, officials=found.fresh, by=caller.actor
        )
        return await once.write(command, lambda _: answer(request, found.answer))

    return await again(attempt)
