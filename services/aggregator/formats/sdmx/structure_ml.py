"""Structures as SDMX-ML 3.0.0."""

from collections.abc import Container, Sequence
from itertools import groupby
from xml.sax.saxutils import escape

from services.aggregator.domain.dataflows import MEASURE, TIME, VERSION, Component, Dataflow
from services.aggregator.formats.sdmx import heads
from services.aggregator.formats.sdmx.artefacts import Artefact, name

#: The elements of a kind: around all, of one, of its items.
ELEMENTS = {
    "agencyscheme": ("AgencySchemes", "AgencyScheme", "Agency"),
    "categorisation": ("Categorisations", "Categorisation", ""),
    "categoryscheme": ("CategorySchemes", "CategoryScheme", "Category"),
    "codelist": ("Codelists", "Codelist", "Code"),
    "conceptscheme": ("ConceptSchemes", "ConceptScheme", "Concept"),
    "dataflow": ("Dataflows", "Dataflow", ""),
    "datastructure": ("DataStructures", "DataStructure", ""),
}
NAMESPACE = f'xmlns:str="{heads.BASE}/structure"'


def message(
    artefacts: Sequence[Artefact], recorded: str | None, stubs: Container[Artefact]
) -> bytes:
    """A message of these; `stubs`: those that are named alone."""
    ordered = sorted(artefacts, key=lambda one: list(ELEMENTS).index(one.kind))
    parts = []
    for kind, some in groupby(ordered, lambda one: one.kind):
        around = ELEMENTS[kind][0]
        inside = "".join(_artefact(one, one in stubs) for one in some)
        parts.append(f"<str:{around}>{inside}</str:{around}>")
    head = f"{heads.XML}<mes:Structure {heads.NAMESPACES} {NAMESPACE}>"
    whole = f"<mes:Structures>{''.join(parts)}</mes:Structures></mes:Structure>"
    return f"{head}{heads.header('structures', recorded)}{whole}".encode()


def _names(codelist: str | None, code: str) -> str:
    return "".join(
        f'<com:Name xml:lang="{lang}">{escape(text)}</com:Name>'
        for lang, text in name(codelist, code).items()
    )


def _artefact(one: Artefact, stub: bool) -> str:
    element = f"str:{ELEMENTS[one.kind][1]}"
    version = "" if one.kind == "agencyscheme" else f' version="{VERSION}"'
    urn = heads.urn(one.kind, one.id, agency=one.agency)
    part = ' isPartial="true"' if one.partial else ""
    head = f'<{element} id="{one.id}" urn="{urn}" agencyID="{one.agency}"{version}{part}>'
    inside = _names(None, one.id) + ("" if stub else _content(one))
    return f"{head}{inside}</{element}>"


def _content(one: Artefact) -> str:
    if one.flow is None:
        item, list_ = f"str:{ELEMENTS[one.kind][2]}", one.id if one.kind == "codelist" else None
        return "".join(f'<{item} id="{code}">{_names(list_, code)}</{item}>' for code in one.items)
    if one.kind == "dataflow":
        return f"<str:Structure>{heads.urn('datastructure', one.id)}</str:Structure>"
    if one.kind == "categorisation":
        source = heads.urn("dataflow", one.flow.id)
        target = heads.urn("category", "THEMES", "MIGRANTS")
        return f"<str:Source>{source}</str:Source><str:Target>{target}</str:Target>"
    return _components(one.flow)


def _components(flow: Dataflow) -> str:
    everything = [*(one.id for one in flow.dimensions), TIME]
    related = "".join(f"<str:Dimension>{one}</str:Dimension>" for one in everything)
    relation = f"<str:AttributeRelationship>{related}</str:AttributeRelationship>"
    dimensions = "".join(
        _component("Dimension", one, position=n) for n, one in enumerate(flow.dimensions, 1)
    )
    time = Component(TIME, type="ObservationalTimePeriod")
    attributes = "".join(_component("Attribute", one, relation) for one in flow.attributes)
    measure = _component("Measure", Component(MEASURE, type="Decimal"))
    return (
        "<str:DataStructureComponents>"
        f'<str:DimensionList id="DimensionDescriptor">{dimensions}'
        f"{_component('TimeDimension', time)}</str:DimensionList>"
        f'<str:AttributeList id="AttributeDescriptor">{attributes}</str:AttributeList>'
        f'<str:MeasureList id="MeasureDescriptor">{measure}</str:MeasureList>'
        "</str:DataStructureComponents>"
    )


def _component(element: str, one: Component, more: str = "", position: int = 0) -> str:
    at = f' position="{position}"' if position else ""
    usage = ' usage="optional"' if element in ("Attribute", "Measure") else ""
    concept = heads.urn("concept", "CONCEPTS", one.id)
    represented = (
        f"<str:Enumeration>{heads.urn('codelist', one.codelist)}</str:Enumeration>"
        if one.codelist
        else f'<str:TextFormat textType="{one.type}"/>'
    )
    return (
        f'<str:{element} id="{one.id}"{at}{usage}>'
        f"<str:ConceptIdentity>{concept}</str:ConceptIdentity>"
        f"<str:LocalRepresentation>{represented}</str:LocalRepresentation>{more}</str:{element}>"
    )
