"""Structures as SDMX-JSON 2.0.0."""

import json
from collections.abc import Container, Sequence
from typing import Any

from contracts.codes import LANGUAGES
from services.aggregator.domain.dataflows import MEASURE, TIME, VERSION, Component, Dataflow
from services.aggregator.formats.sdmx import heads
from services.aggregator.formats.sdmx.artefacts import Artefact, name

SCHEMA = f"{heads.JSON_SCHEMAS}/sdmx-json-structure-schema.json"
#: The member of a message in which a kind stands, and that of its items.
MEMBERS = {
    "agencyscheme": ("agencySchemes", "agencies", "agency"),
    "categorisation": ("categorisations", "", ""),
    "categoryscheme": ("categorySchemes", "categories", "category"),
    "codelist": ("codelists", "codes", "code"),
    "conceptscheme": ("conceptSchemes", "concepts", "concept"),
    "dataflow": ("dataflows", "", ""),
    "datastructure": ("dataStructures", "", ""),
}


def message(
    artefacts: Sequence[Artefact], recorded: str | None, lang: str, stubs: Container[Artefact]
) -> bytes:
    """A message of these; `stubs`: those that are named alone."""
    data: dict[str, list[Any]] = {}
    for one in artefacts:
        data.setdefault(MEMBERS[one.kind][0], []).append(_artefact(one, lang, one in stubs))
    meta = {"schema": SCHEMA, **heads.meta("structures", LANGUAGES, recorded)}
    text = json.dumps({"meta": meta, "data": data}, ensure_ascii=False, separators=(",", ":"))
    return text.encode()


def _names(codelist: str | None, code: str, lang: str) -> dict[str, Any]:
    names = name(codelist, code)
    return {"name": names[lang], "names": dict(names)}


def _artefact(one: Artefact, lang: str, stub: bool) -> dict[str, Any]:
    head = {"id": one.id, "agencyID": one.agency, **_version(one), **_names(None, one.id, lang)}
    return head if stub else head | _content(one, lang)


def _version(one: Artefact) -> dict[str, str]:
    return {} if one.kind == "agencyscheme" else {"version": VERSION}


def _content(one: Artefact, lang: str) -> dict[str, Any]:
    if one.flow is None:
        list_ = one.id if one.kind == "codelist" else None
        items = [{"id": code, **_names(list_, code, lang)} for code in one.items]
        part = {"isPartial": True} if one.partial else {}
        return {**part, MEMBERS[one.kind][1]: items}
    if one.kind == "dataflow":
        return {"structure": heads.urn("datastructure", one.id)}
    if one.kind == "categorisation":
        target = heads.urn("category", "THEMES", "MIGRANTS")
        return {"source": heads.urn("dataflow", one.flow.id), "target": target}
    return {"dataStructureComponents": _components(one.flow)}


def _components(flow: Dataflow) -> dict[str, Any]:
    everything = [*(one.id for one in flow.dimensions), TIME]
    time = {
        **_component(Component(TIME, type="ObservationalTimePeriod")),
        "position": len(everything) - 1,
    }
    return {
        "dimensionList": {
            "id": "DimensionDescriptor",
            "dimensions": [
                {**_component(one), "position": n} for n, one in enumerate(flow.dimensions)
            ],
            "timeDimension": time,
        },
        "attributeList": {
            "id": "AttributeDescriptor",
            "attributes": [
                {**_component(one), "attributeRelationship": {"dimensions": everything}}
                for one in flow.attributes
            ],
        },
        "measureList": {
            "id": "MeasureDescriptor",
            "measures": [_component(Component(MEASURE, type="Decimal"))],
        },
    }


def _component(one: Component) -> dict[str, Any]:
    concept, how = heads.urn("concept", "CONCEPTS", one.id), _representation(one)
    return {"id": one.id, "conceptIdentity": concept, "localRepresentation": how}


def _representation(one: Component) -> dict[str, Any]:
    if one.codelist:
        return {"enumeration": heads.urn("codelist", one.codelist)}
    return {"format": {"dataType": one.type}}
