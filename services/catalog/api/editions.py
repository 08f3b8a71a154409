"""Editions over HTTP: begun as the copy of an earlier one, and published when CAM adopts them."""

from functools import partial
from typing import Any

from fastapi import Request
from starlette.responses import Response

from kernel import clock, web
from kernel.auth import Caller
from kernel.errors import Invalid, Problem, invalid
from kernel.web import Callers, Languages, Write, answer, documented
from kernel.web.idempotency import Command
from services.catalog.api.dependencies import PathCode, answers, or_not_found, readable, resources
from services.catalog.api.etags import etag_of, require_if_match
from services.catalog.commands import editions as commands
from services.catalog.domain import copies, soundness
from services.catalog.domain.catalogue import Catalogue, Edition
from services.catalog.errors import edition_exists, not_a_base, published, superseded, unknown_code
from services.catalog.schemas import answers as shapes
from services.catalog.schemas import bodies, rendered

router = web.router("/catalog/editions", "programme")
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


class Create(Write[None, bodies.NewEdition, Edition]):
    """A draft edition as the copy of an earlier one."""

    model = bodies.NewEdition

    def __init__(self, request: Request, caller: Caller, lang: str) -> None:
        self.lang, self.id = lang, ""
        super().__init__(request, caller, resources(request).writes)

    async def load(self) -> None:
        """Raise 401, and 403 for who does not edit the program."""
        self.caller.require("programme:edit")

    async def prepare(self, loaded: None, body: bodies.NewEdition) -> Command[Edition]:
        """Raise 422 for an edition that is not there, 409 for one that exists or is no base."""
        catalogue, self.id = await readable(self.request, self.caller), body.id
        base = _base(catalogue, body)
        texts = body.model_dump(include={"title", "note"}, exclude_none=True)
        given = (body.id, texts.get("title"), texts.get("note"), clock.today().year)
        draft = copies.copied(catalogue, base, copies.Particulars(*given))
        return partial(commands.begin, draft=draft, by=self.caller.actor)

    def show(self, done: Edition) -> Response:
        """The draft, with its address."""
        return _answered(self.request, done, self.lang, status=201)

    def duplicate(self) -> Problem:
        """409: another process has begun it meanwhile."""
        return edition_exists(self.id)


def _base(catalogue: Catalogue, body: bodies.NewEdition) -> Edition:
    base = catalogue.editions.get(body.from_)
    if base is None:
        raise unknown_code("/from", body.from_, "edition")
    if body.id in catalogue.editions:
        raise edition_exists(body.id)
    _refuse_base(base)
    return base


def _refuse_base(base: Edition) -> None:
    """Raise 409 for an edition that none can be made from."""
    if base.draft:
        raise not_a_base(base.code, "is a draft itself")
    if base.entry.frozen["content"] != "full":
        raise not_a_base(base.code, "is known by its particulars only")


class Publish(Write[tuple[Catalogue, Edition], bodies.Adoption, Edition]):
    """A draft edition becomes the current one."""

    model = bodies.Adoption
    optional = True

    def __init__(self, request: Request, caller: Caller, lang: str, id_: str) -> None:
        self.lang, self.id = lang, id_
        super().__init__(request, caller, resources(request).writes)

    async def load(self) -> tuple[Catalogue, Edition]:
        """Raise 401 without a key, 404."""
        if self.caller.anonymous:
            self.caller.require("programme:adopt")
        catalogue = await readable(self.request, self.caller)
        return catalogue, or_not_found(catalogue.editions.get(self.id))

    def permit(self, loaded: tuple[Catalogue, Edition], body: bodies.Adoption | None) -> None:
        """Raise 403 for who does not adopt editions."""
        self.caller.require("programme:adopt")

    def match(self, loaded: tuple[Catalogue, Edition]) -> None:
        """`If-Match` counts every change of the draft's nodes."""
        require_if_match(self.request, lambda lang: rendered.edition(loaded[1], lang))

    def allow(self, loaded: tuple[Catalogue, Edition], body: bodies.Adoption | None) -> None:
        """Raise 409 for what is published, or follows an edition that is not current any more."""
        _refuse_state(*loaded)

    async def prepare(
        self, loaded: tuple[Catalogue, Edition], body: bodies.Adoption
    ) -> Command[Edition]:
        """Raise 422 for an edition that is not complete."""
        catalogue, draft = loaded
        particulars = _particulars(body, catalogue.editions[draft.based_on or ""])
        _refuse_incomplete(catalogue, draft)
        publish = partial(commands.publish, draft=draft, before=catalogue.current)
        return partial(publish, by=self.caller.actor, particulars=particulars)

    def show(self, done: Edition) -> Response:
        """The edition as it is now."""
        return _answered(self.request, done, self.lang)


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
    return await Create(request, caller, lang).run()


@router.post(
    "/{id}/publish",
    operation_id="publishEdition",
    summary="Publish a draft edition: CAM adopts it",
    openapi_extra=documented(bodies.Adoption, example=ADOPTION, required=False),
    responses=answers(shapes.Edition, 403, 404, 409, 412, 413, 415, 428),
)
async def publish(request: Request, id: PathCode, caller: Callers, lang: Languages) -> Response:
    """From now on it is frozen and the current one.

    Its ETag counts every change of its nodes, so what was read is what is published.
    """
    return await Publish(request, caller, lang, id).run()


def _refuse_state(catalogue: Catalogue, draft: Edition) -> None:
    if not draft.draft:
        raise published(draft.code)
    current = catalogue.current
    if current is not None and current.code != draft.entry.frozen["succeeds"]:
        raise superseded(draft.code, current.code)


def _refuse_incomplete(catalogue: Catalogue, draft: Edition) -> None:
    if flaws := soundness.of_edition(catalogue, draft):
        detail = "The edition is not complete; the pointers name its nodes."
        raise invalid(*(Invalid(*flaw) for flaw in flaws), detail=detail)


def _particulars(adoption: bodies.Adoption, base: Edition) -> dict[str, Any]:
    """What the edition says of itself once it is published. Raises 422."""
    date = _date(adoption, base)
    return {
        "status": adoption.status,
        "resolution": adoption.resolution,
        "date": date,
        "year": int(date[:4]),
        "in_force_from": adoption.in_force_from or date,
        "published_at": clock.stamp(),
    }


def _date(adoption: bodies.Adoption, base: Edition) -> str:
    """The day of the adoption. Raises 422 for one that has not come, or before that of its base."""
    today = clock.today().isoformat()
    date = adoption.date or today
    if not (base.entry.frozen["date"] or "") <= date <= today:
        detail = f"The day of its adoption is from that of edition {base.code} to today."
        raise invalid(Invalid("/date", "out_of_range", detail))
    return date


def _answered(request: Request, edition: Edition, lang: str, status: int = 200) -> Response:
    data = rendered.edition(edition, lang)
    headers = {"Location": f"/catalog/editions/{edition.code}"} if status == 201 else {}
    return answer(request, data, status=status, lang=lang, etag=etag_of(data), headers=headers)
