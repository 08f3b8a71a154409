"""Editions over HTTP: begun as the copy of an earlier one, and published when CAM adopts them."""

from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from kernel import clock
from kernel.errors import DuplicateKey, Invalid, invalid
from kernel.web import Languages, Once, answer, documented, read_bytes, validated
from kernel.web.app import Callers
from services.catalog import tables
from services.catalog.api.dependencies import PathCode, answers, one, readable
from services.catalog.api.tags import matched, tag_of
from services.catalog.commands import editions as commands
from services.catalog.domain import drafts, soundness
from services.catalog.domain.catalogue import Catalogue, Edition
from services.catalog.errors import edition_exists, not_a_base, published, superseded, unknown_code
from services.catalog.schemas import answers as shapes
from services.catalog.schemas import bodies, rendered

router = APIRouter(prefix="/catalog/editions", tags=["programme"])
NEW = {
    "id": "2027",
    "from": "2016-draft",
    "title": {"es": {"text": "Programa Interamericano, edición de 2027"}},
}
ADOPTION = {
    "status": "adopted",
    "resolution": "AG/RES. 0000 (LVII-O/27)",
    "date": "2026-06-05",
    "in_force_from": "2026-07-01",
}


@router.post(
    "",
    operation_id="createEdition",
    summary="Begin a draft edition from an earlier one",
    status_code=201,
    openapi_extra=documented(bodies.NewEdition, example=NEW),
    responses=answers(shapes.Edition, 403, 409, 413, 415, status=201),
)
async def create(request: Request, caller: Callers, lang: Languages) -> Response:
    """A whole copy: structure, links, texts, fingerprints, official texts, defects.

    Only editors and adopters see it until it is published.
    """
    caller.require("programme:edit")
    body = await read_bytes(request)
    once = Once(request.app.state.needs.db, tables.kernel, request, caller, body)
    if kept := await once.replay():
        return kept
    new = validated(request, body, bodies.NewEdition)
    catalogue = await readable(request, caller)
    base = catalogue.editions.get(new.from_)
    if base is None:
        raise unknown_code("/from", new.from_, "edition")
    if new.id in catalogue.editions:
        raise edition_exists(new.id)
    if base.draft or base.entry.frozen["content"] != "full":
        raise not_a_base(
            base.code, "is a draft itself" if base.draft else "is known by its particulars only"
        )
    texts = new.model_dump(include={"title", "note"}, exclude_none=True)
    draft = drafts.copied(
        catalogue, base, new.id, texts.get("title"), texts.get("note"), clock.today().year
    )
    try:
        return await once.write(
            partial(commands.begin, draft=draft, by=caller.actor),
            lambda made: _answered(request, made, lang, status=201),
        )
    except DuplicateKey:
        raise edition_exists(new.id) from None


@router.post(
    "/{id}/publish",
    operation_id="publishEdition",
    summary="Publish a draft edition: CAM adopts it",
    openapi_extra=documented(bodies.Adoption, example=ADOPTION),
    responses=answers(shapes.Edition, 403, 404, 409, 412, 413, 415, 428),
)
async def publish(request: Request, id: PathCode, caller: Callers, lang: Languages) -> Response:
    """From now on it is frozen and the current one.

    Its ETag counts every change of its nodes, so what was read is what is published.
    """
    if caller.anonymous:
        caller.require("programme:adopt")
    one((await readable(request, caller)).editions.get(id))
    caller.require("programme:adopt")
    body = await read_bytes(request)
    once = Once(request.app.state.needs.db, tables.kernel, request, caller, body)
    if kept := await once.replay():
        return kept
    catalogue = await readable(request, caller)
    draft = one(catalogue.editions.get(id))
    matched(request, lambda lang: rendered.edition(draft, lang))
    _refuse_state(catalogue, draft)
    base = catalogue.editions[draft.based_on or ""]
    particulars = _particulars(
        validated(request, body, bodies.Adoption) if body.strip() else bodies.Adoption(), base
    )
    if flaws := soundness.of_edition(catalogue, draft):
        raise invalid(
            *(Invalid(*flaw) for flaw in flaws),
            detail="The edition is not complete; the pointers name its nodes.",
        )
    command = partial(
        commands.publish,
        draft=draft,
        before=catalogue.current,
        particulars=particulars,
        by=caller.actor,
    )
    return await once.write(command, lambda after: _answered(request, after, lang))


def _refuse_state(catalogue: Catalogue, draft: Edition) -> None:
    if not draft.draft:
        raise published(draft.code)
    current = catalogue.current
    if current is not None and current.code != draft.entry.frozen["succeeds"]:
        raise superseded(draft.code, current.code)


def _particulars(given: bodies.Adoption, base: Edition) -> dict[str, Any]:
    """What the edition says of itself once it is published.

    Raises 422 for a date that has not come, or before that of its base.
    """
    today = clock.today().isoformat()
    date = given.date or today
    if not (base.entry.frozen["date"] or "") <= date <= today:
        raise invalid(
            Invalid(
                "/date",
                "out_of_range",
                f"The day of its adoption is from that of edition {base.code} to today.",
            )
        )
    return {
        "status": given.status,
        "resolution": given.resolution,
        "date": date,
        "year": int(date[:4]),
        "in_force_from": given.in_force_from or date,
        "published_at": clock.stamp(),
    }


def _answered(request: Request, edition: Edition, lang: str, status: int = 200) -> Response:
    data = rendered.edition(edition, lang)
    headers = {"Location": f"/catalog/editions/{edition.code}"} if status == 201 else {}
    return answer(request, data, status=status, lang=lang, etag=tag_of(data), headers=headers)
