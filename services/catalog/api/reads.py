"""Reads of the programme: editions, sections, nodes, links, defects, mandates, codes."""

from typing import Annotated, Any

from fastapi import Query
from starlette.responses import Response

from kernel import web
from kernel.errors import Invalid, invalid
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
from services.catalog.domain import differences
from services.catalog.domain.catalogue import OBJECTIVES, Entry
from services.catalog.errors import unknown_code
from services.catalog.schemas import answers as shapes
from services.catalog.schemas import rendered

router = web.router("/catalog", "programme")
#: Crosswalk → the code list of its targets.
TARGETS = {"gcm": "gcm_objective", "sdg": "sdg_target"}
#: Needed, but only where the edition of the path is there: 404 comes first.
OtherEdition = Annotated[str | None, Query(max_length=100, description="Edition; needed")]


@router.get(
    "/editions",
    operation_id="listEditions",
    summary="Editions of the programme",
    responses=answers(shapes.Page[shapes.Edition]),
)
async def editions(read: CurrentRead, pages: Pages, lang: Languages) -> Response:
    catalogue = read.catalogue
    return pages.answer(
        catalogue.shared_of("edition"),
        lambda entry: rendered.edition(catalogue.editions[entry.code], lang),
        lang,
    )


@router.get(
    "/editions/{id}",
    operation_id="getEdition",
    summary="An edition",
    responses=answers(shapes.Edition, 404),
)
async def edition(id: PathCode, read: CurrentRead, lang: Languages) -> Response:
    return read.answer(rendered.edition(or_not_found(read.catalogue.editions.get(id)), lang), lang)


@router.get(
    "/editions/{id}/diff",
    operation_id="diffEditions",
    summary="What another edition changed",
    responses=answers(shapes.Diff, 404),
)
async def diff(
    id: PathCode, read: CurrentRead, lang: Languages, to: OtherEdition = None
) -> Response:
    old = or_not_found(read.catalogue.editions.get(id))
    if to is None:
        raise invalid(Invalid("/to", "required", "Name the edition that changed something."))
    if to not in read.catalogue.editions:
        raise unknown_code("/to", to, "edition")
    new = read.catalogue.editions[to]
    return read.answer(differences.between(old, new, read.catalogue), lang)


@router.get(
    "/programme",
    operation_id="getProgramme",
    summary="The whole programme as a tree",
    responses=answers(shapes.Programme),
)
async def programme(read: CurrentRead, lang: Languages) -> Response:
    return read.answer(rendered.programme(read.catalogue, read.edition, lang), lang)


@router.get(
    "/sections",
    operation_id="listSections",
    summary="Chapters and their parts",
    responses=answers(shapes.Page[shapes.Section]),
)
async def sections(read: CurrentRead, pages: Pages, lang: Languages) -> Response:
    return pages.answer(
        read.edition.of("section"),
        lambda entry: rendered.section(read.edition, entry, lang),
        lang,
    )


@router.get(
    "/nodes",
    operation_id="listNodes",
    summary="Every node of the programme, in document order",
    responses=answers(shapes.Page[shapes.Node]),
)
async def nodes(read: CurrentRead, pages: Pages, lang: Languages) -> Response:
    every = [*read.edition.nodes.values()]
    return pages.answer(every, lambda entry: rendered.node(read.edition, entry, lang), lang)


@router.get(
    "/nodes/{code}",
    operation_id="getNode",
    summary="Any node of the programme",
    responses=answers(shapes.Node, 404),
)
async def node(code: PathCode, read: CurrentRead, lang: Languages) -> Response:
    return read.answer(rendered.node(read.edition, read.node(code), lang), lang)


@router.get(
    "/objectives",
    operation_id="listObjectives",
    summary="General and specific objectives",
    responses=answers(shapes.Page[shapes.Node]),
)
async def objectives(
    read: CurrentRead,
    pages: Pages,
    lang: Languages,
    gcm: FilterCode = None,
    sdg: FilterCode = None,
) -> Response:
    _refuse_unknown(read, gcm=gcm, sdg=sdg)
    entries = [
        entry
        for entry in read.edition.nodes.values()
        if entry.kind in OBJECTIVES and _corresponds(read, entry, gcm=gcm, sdg=sdg)
    ]
    return pages.answer(entries, lambda entry: rendered.node(read.edition, entry, lang), lang)


@router.get(
    "/objectives/{code}",
    operation_id="getObjective",
    summary="An objective",
    responses=answers(shapes.Node, 404),
)
async def objective(code: PathCode, read: CurrentRead, lang: Languages) -> Response:
    return read.answer(rendered.node(read.edition, read.node(code, OBJECTIVES), lang), lang)


@router.get(
    "/activities",
    operation_id="listActivities",
    summary="Activities, filtered and searched",
    responses=answers(shapes.Page[shapes.Node]),
)
async def activities(
    read: CurrentRead,
    pages: Pages,
    lang: Languages,
    addressee: FilterCode = None,
    objective: FilterCode = None,
    axis: FilterCode = None,
    theme: FilterCode = None,
    gcm: FilterCode = None,
    sdg: FilterCode = None,
    q: Annotated[
        str | None,
        Query(
            max_length=200,
            description="Words, or their beginnings, in any language, accents folded",
        ),
    ] = None,
) -> Response:
    _refuse_unknown(read, addressee=addressee, objective=objective, axis=axis, theme=theme)
    _refuse_unknown(read, gcm=gcm, sdg=sdg)
    entries = [
        entry
        for entry in read.edition.nodes.values()
        if entry.kind == "activity" and _fits(read, entry, addressee, objective, axis, theme)
    ]
    entries = [entry for entry in entries if _corresponds(read, entry, gcm=gcm, sdg=sdg)]
    if q is not None and q.strip():
        entries = [entry for entry in entries if read.edition.index.matches(entry.code, q)]
    return pages.answer(entries, lambda entry: rendered.node(read.edition, entry, lang), lang)


@router.get(
    "/activities/{code}",
    operation_id="getActivity",
    summary="An activity",
    responses=answers(shapes.Node, 404),
)
async def activity(code: PathCode, read: CurrentRead, lang: Languages) -> Response:
    return read.answer(rendered.node(read.edition, read.node(code, ("activity",)), lang), lang)


@router.get(
    "/links",
    operation_id="listLinks",
    summary="Editorial links, each with its rationale",
    responses=answers(shapes.Page[shapes.Link]),
)
async def links(
    read: CurrentRead,
    pages: Pages,
    lang: Languages,
    activity: FilterCode = None,
    objective: FilterCode = None,
) -> Response:
    _refuse_unknown(read, activity=activity, objective=objective)
    entries = [
        entry
        for entry in read.edition.of("link")
        if activity in (None, entry.frozen["activity"])
        and objective in (None, entry.frozen["objective"])
    ]
    return pages.answer(entries, lambda entry: rendered.link(entry, lang), lang)


@router.get(
    "/defects",
    operation_id="listDefects",
    summary="Defects of the document",
    responses=answers(shapes.Page[shapes.Defect]),
)
async def defects(read: CurrentRead, pages: Pages, lang: Languages) -> Response:
    return pages.answer(read.edition.of("defect"), lambda entry: rendered.defect(entry, lang), lang)


@router.get(
    "/mandates",
    operation_id="listMandates",
    summary="The chain of mandates",
    responses=answers(shapes.Page[shapes.Mandate]),
)
async def mandates(read: CurrentRead, pages: Pages, lang: Languages) -> Response:
    return pages.answer(
        read.catalogue.shared_of("mandate"), lambda entry: rendered.mandate(entry, lang), lang
    )


@router.get(
    "/codelists",
    operation_id="listCodeLists",
    summary="Code lists with their labels",
    responses=answers(shapes.Page[shapes.CodeList]),
)
async def codelists(read: CurrentRead, pages: Pages, lang: Languages) -> Response:
    entries = read.catalogue.shared_of("codelist")
    return pages.answer(
        entries, lambda entry: rendered.codelist(read.catalogue, read.edition, entry, lang), lang
    )


@router.get(
    "/codelists/{id}",
    operation_id="getCodeList",
    summary="A code list",
    responses=answers(shapes.CodeList, 404),
)
async def codelist(id: PathCode, read: CurrentRead, lang: Languages) -> Response:
    entry = read.entry("codelist", id)
    return read.answer(rendered.codelist(read.catalogue, read.edition, entry, lang), lang)


def _refuse_unknown(read: CatalogueRead, **codes: str | None) -> None:
    """Raise 422 for a filter that names a code which is not there."""
    known = _known_codes(read)
    for name, code in codes.items():
        if code is not None and code not in known[name]:
            raise unknown_code(f"/{name}", code, name)


def _known_codes(read: CatalogueRead) -> dict[str, Any]:
    """Filter → the codes it may name."""
    nodes, lists = read.edition.nodes, read.catalogue.codes
    return {
        "addressee": read.catalogue.actors,
        "axis": lists.get("axis", {}),
        "theme": lists.get("theme", {}),
        **{name: lists.get(listed, {}) for name, listed in TARGETS.items()},
        "objective": {code for code, entry in nodes.items() if entry.kind in OBJECTIVES},
        "activity": {code for code, entry in nodes.items() if entry.kind == "activity"},
    }


def _corresponds(read: CatalogueRead, entry: Entry, **targets: str | None) -> bool:
    """Whether a node corresponds to these targets; None: to whatever."""
    own = read.edition.corresponding.get(entry.code, {})
    return all(code is None or code in own.get(name, ()) for name, code in targets.items())


def _fits(
    read: CatalogueRead,
    entry: Entry,
    addressee: str | None,
    objective: str | None,
    axis: str | None,
    theme: str | None,
) -> bool:
    wanted = (
        (addressee, entry.frozen["addressees"]),
        (objective, read.edition.linked.get(entry.code, [])),
        (axis, entry.frozen["axes"]),
        (theme, entry.frozen["themes"]),
    )
    return all(code is None or code in codes for code, codes in wanted)
