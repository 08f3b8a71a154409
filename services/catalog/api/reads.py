"""Reads of the programme: editions, sections, nodes, links, defects, mandates, codes."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

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
from services.catalog.domain.catalogue import OBJECTIVES, Catalogue, Entry
from services.catalog.errors import unknown_code
from services.catalog.schemas import answers as shapes
from services.catalog.schemas import rendered
from services.catalog.schemas.editions import ListedEdition
from services.catalog.schemas.rendered import Rendered

router = web.router("/catalog", "programme")
#: Filter → the code list that it names a code of; a crosswalk's: that of its targets.
LISTS = {"axis": "axis", "theme": "theme", "gcm": "gcm_objective", "sdg": "sdg_target"}
#: Needed, but only where the edition of the path is there: 404 comes first.
OtherEdition = Annotated[str | None, Query(max_length=100, description="Edition; needed")]


@router.get(
    "/editions",
    operation_id="listEditions",
    summary="Editions of the programme",
    responses=answers(shapes.Page[ListedEdition]),
)
async def editions(
    read: CurrentRead, pages: Pages, lang: Languages, beside: Literal["diff"] | None = None
) -> Response:
    """With `beside=diff` a draft, which few see, tells what it changes of the edition in force, and
    its nodes that are new or changed.
    """
    show = _compared if beside else _edition
    entries = read.catalogue.shared_of("edition")
    return pages.answer(entries, lambda entry: show(read.catalogue, entry.code, lang), lang)


def _edition(catalogue: Catalogue, code: str, lang: str) -> Rendered:
    return rendered.edition(catalogue.editions[code], lang)


def _compared(catalogue: Catalogue, code: str, lang: str) -> Rendered:
    """An edition, a draft beside its difference from the edition in force."""
    told, draft = _edition(catalogue, code, lang), catalogue.editions[code]
    if catalogue.current is None or not draft.draft:
        return told
    diff = differences.between(catalogue.current, draft, catalogue)
    return {**told, "beside": rendered.compared(draft, diff, lang)}


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
    editions = read.catalogue.editions
    old = or_not_found(editions.get(id))
    if to is None:
        raise invalid(Invalid("/to", "required", "Name the edition that changed something."))
    if to not in editions:
        raise unknown_code("/to", to, "edition")
    return read.answer(differences.between(old, editions[to], read.catalogue), lang)


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
    entries = _nodes(read, OBJECTIVES, gcm=gcm, sdg=sdg)
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
    own = {"addressee": addressee, "objective": objective, "axis": axis, "theme": theme}
    filters = {**own, "gcm": gcm, "sdg": sdg}
    _refuse_unknown(read, **filters)
    entries = _nodes(read, ("activity",), **filters)
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
    entries = [link for link in read.edition.of("link") if _leads(link, activity, objective)]
    return pages.answer(entries, lambda entry: rendered.link(entry, lang), lang)


def _leads(link: Entry, activity: str | None, objective: str | None) -> bool:
    """Whether a link leads from an activity to an objective; None: from or to any."""
    f = link.frozen
    return activity in (None, f["activity"]) and objective in (None, f["objective"])


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
    lists, edition = read.catalogue.codes, read.edition
    return {
        "addressee": read.catalogue.actors,
        **{name: lists.get(listed, {}) for name, listed in LISTS.items()},
        "objective": {entry.code for kind in OBJECTIVES for entry in edition.of(kind)},
        "activity": {entry.code for entry in edition.of("activity")},
    }


def _nodes(read: CatalogueRead, kinds: Sequence[str], **filters: str | None) -> list[Entry]:
    """The nodes of these kinds that the filters leave."""
    wanted = {name: code for name, code in filters.items() if code is not None}
    nodes = (entry for kind in kinds for entry in read.edition.of(kind))
    return [entry for entry in nodes if _fits(_named(read, entry), wanted)]


def _named(read: CatalogueRead, entry: Entry) -> dict[str, Any]:
    """Filter → the codes that a node names."""
    f = entry.frozen
    own = {"addressee": f["addressees"], "axis": f["axes"], "theme": f["themes"]}
    linked = {"objective": read.edition.linked.get(entry.code, [])}
    return {**own, **linked, **read.edition.corresponding.get(entry.code, {})}


def _fits(named: Mapping[str, Any], wanted: Mapping[str, str]) -> bool:
    return all(code in named.get(name, ()) for name, code in wanted.items())
