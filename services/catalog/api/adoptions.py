"""Adopted proposals over HTTP: which there are, and taking one into a draft edition."""

from dataclasses import replace
from functools import partial
from typing import Annotated, Literal

from fastapi import Query, Request
from starlette.responses import Response

from kernel import clock, web
from kernel.errors import Invalid, Problem, invalid
from kernel.web import Callers, Languages, answer, documented
from kernel.web.idempotency import Command
from services.catalog import errors
from services.catalog.api.dependencies import CurrentRead, Pages, PathCode, answers
from services.catalog.api.nodes import EditionWrite, Place
from services.catalog.commands import adoptions as commands
from services.catalog.domain import adoptions
from services.catalog.domain.catalogue import Adoption, Catalogue, Edition
from services.catalog.schemas import answers as shapes
from services.catalog.schemas import bodies, rendered
from services.catalog.schemas.adoptions import Adoption as Shape

router = web.router("/catalog", "programme")
EXAMPLE = {"proposal": "0197c0de-0000-7000-8000-000000000001"}
Pending = Annotated[
    Literal["true", "false"] | None,
    Query(description="true: no edition has taken it in; false: one has"),
]


class Incorporate(EditionWrite[Place, bodies.AdoptedProposal]):
    """A draft edition takes in a change that the Committee has adopted."""

    model = bodies.AdoptedProposal
    taken_in: Adoption
    catalogue: Catalogue

    async def load(self) -> Place:
        """Raise 401 without a key, 404."""
        return await self.open()

    def allow(self, loaded: Place, body: bodies.AdoptedProposal | None) -> None:
        """Raise 409 for a published edition, and for what is not adopted, withheld or applied."""
        catalogue, edition = loaded
        if not edition.draft:
            raise errors.frozen(["nodes"])
        if body is not None:
            _adoption(catalogue, body.proposal)

    async def prepare(self, loaded: Place, body: bodies.AdoptedProposal) -> Command[Edition]:
        """Raise 422 for what does not fit the draft."""
        self.catalogue, edition = await self.open()
        self.allow((self.catalogue, edition), body)
        adoption = _adoption(self.catalogue, body.proposal)
        done = _incorporated(self.catalogue, edition, adoption)
        self.taken_in = replace(adoption, edition=edition.code, node=done.node)
        command = partial(commands.incorporate, edition=edition, adoption=adoption)
        return partial(command, done=done, by=self.caller.actor)

    def show(self, done: Edition) -> Response:
        """The adoption, with the node and the edition that has it."""
        after = replace(self.catalogue, editions={**self.catalogue.editions, done.code: done})
        data = rendered.adoption(after, self.taken_in)
        headers = {"Location": f"/catalog/nodes/{data['node']}?edition={done.code}"}
        return answer(self.request, data, status=201, headers=headers)

    def duplicate(self) -> Problem:
        """409: another draft was faster."""
        return errors.incorporated(self.taken_in.proposal, None)


def _incorporated(
    catalogue: Catalogue, edition: Edition, adoption: Adoption
) -> adoptions.Incorporation:
    """The change in a draft. Raises 422 where it does not fit."""
    done = adoptions.incorporate(catalogue, edition, adoption, clock.stamp())
    if isinstance(done, list):
        detail = "The change does not fit this draft; the pointers name fields of the proposal."
        raise invalid(*(Invalid(*flaw) for flaw in done), detail=detail)
    return done


def _adoption(catalogue: Catalogue, proposal: str) -> Adoption:
    """An adopted proposal that can be taken in. Raises 409."""
    adoption = catalogue.adoptions.get(proposal)
    if adoption is None:
        raise errors.not_adopted(proposal)
    if edition := adoptions.incorporated_in(catalogue, adoption):
        raise errors.incorporated(proposal, edition.code)
    if adoption.withheld:
        raise errors.withheld(proposal)
    return adoption


@router.get(
    "/adoptions",
    operation_id="listAdoptions",
    summary="Proposals that the Committee has adopted",
    responses=answers(shapes.Page[Shape]),
)
async def listed(
    read: CurrentRead, pages: Pages, lang: Languages, pending: Pending = None
) -> Response:
    """In the order of the decisions. `incorporated_in`: the edition that has taken it in; a draft
    is told to who edits or adopts editions.
    """
    catalogue = read.catalogue
    wanted = [each for each in catalogue.adoptions.values() if _fits(catalogue, each, pending)]
    return pages.answer(wanted, lambda adoption: rendered.adoption(catalogue, adoption), lang)


def _fits(catalogue: Catalogue, adoption: Adoption, pending: str | None) -> bool:
    """Whether no edition has taken it in (`true`), or one has (`false`); None: either."""
    waits = adoptions.incorporated_in(catalogue, adoption) is None
    return pending is None or waits == (pending == "true")


@router.post(
    "/editions/{id}/adoptions",
    operation_id="incorporateProposal",
    summary="Take an adopted proposal into a draft edition",
    status_code=201,
    openapi_extra=documented(bodies.AdoptedProposal, example=EXAMPLE),
    responses=answers(Shape, 403, 404, 409, 413, 415, status=201),
)
async def incorporate(request: Request, id: PathCode, caller: Callers, lang: Languages) -> Response:
    """What it adds gets the next free code of its kind; languages that it lacks stay `missing`."""
    return await Incorporate(request, caller, id).run()
