"""Crosswalks: which nodes of the programme correspond to which targets of another instrument."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from starlette.responses import Response

from contracts.codes import LinkStrength
from kernel import web
from kernel.web import Languages
from services.catalog.api.dependencies import (
    CatalogueRead,
    CurrentRead,
    FilterCode,
    Pages,
    PathCode,
    answers,
    or_not_found,
)
from services.catalog.domain.catalogue import OBJECTIVES, Entry
from services.catalog.errors import unknown_code
from services.catalog.schemas import answers as shapes
from services.catalog.schemas import crosswalks as rendered

router = web.router("/catalog", "programme")


@router.get(
    "/crosswalks",
    operation_id="listCrosswalks",
    summary="Crosswalks to other instruments",
    responses=answers(shapes.Page[rendered.Crosswalk]),
)
async def crosswalks(read: CurrentRead, pages: Pages, lang: Languages) -> Response:
    entries = read.edition.of("crosswalk")
    return pages.answer(entries, lambda entry: rendered.crosswalk(entry, lang), lang)


@router.get(
    "/crosswalks/{id}",
    operation_id="getCrosswalk",
    summary="A crosswalk, each correspondence with its rationale",
    responses=answers(rendered.CrosswalkPage, 404),
)
async def crosswalk(
    id: PathCode,
    read: CurrentRead,
    pages: Pages,
    lang: Languages,
    objective: FilterCode = None,
    activity: FilterCode = None,
    target: FilterCode = None,
    strength: LinkStrength | None = None,
) -> Response:
    """`gcm`: the objectives of the Global Compact for Migration; `sdg`: targets of the Sustainable
    Development Goals.
    """
    of_edition = read.edition.of("crosswalk")
    shown = or_not_found(next((entry for entry in of_edition if entry.code == id), None))
    _refuse_unknown(read, shown, objective, activity, target)
    wanted = {"node": (objective, activity), "target": (target,), "strength": (strength,)}
    entries = _fitting(read, {**wanted, "crosswalk": (id,)})
    about = rendered.crosswalk(shown, lang)
    render = partial(rendered.correspondence, read.catalogue, read.edition, lang=lang)
    return pages.answer(entries, render, lang, crosswalk=about)


def _fitting(read: CatalogueRead, wanted: dict[str, tuple[Any, ...]]) -> list[Entry]:
    """The correspondences of which these are codes; None: any."""
    return [entry for entry in read.edition.of("correspondence") if _fits(entry, wanted)]


def _fits(entry: Entry, wanted: dict[str, tuple[Any, ...]]) -> bool:
    pairs = ((entry.frozen[name], code) for name, codes in wanted.items() for code in codes)
    return all(code in (None, value) for value, code in pairs)


def _refuse_unknown(
    read: CatalogueRead,
    shown: Entry,
    objective: str | None,
    activity: str | None,
    target: str | None,
) -> None:
    """Raise 422 for a filter that names a code which is not there."""
    _refuse_unknown_node(read, "objective", objective, OBJECTIVES)
    _refuse_unknown_node(read, "activity", activity, ("activity",))
    if target is not None and target not in read.catalogue.codes[shown.frozen["targets"]]:
        raise unknown_code("/target", target, "target")


def _refuse_unknown_node(
    read: CatalogueRead, name: str, code: str | None, kinds: Sequence[str]
) -> None:
    known = (entry.code for kind in kinds for entry in read.edition.of(kind))
    if code is not None and code not in known:
        raise unknown_code(f"/{name}", code, name)
