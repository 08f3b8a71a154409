"""Which codes the data of a dataflow have, as a constraint in SDMX-JSON 2.0.0 or SDMX-ML 3.0.0."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from contracts.codes import LANGUAGES
from services.aggregator.domain.dataflows import AGENCY, VERSION, Dataflow
from services.aggregator.formats.sdmx import heads
from services.aggregator.formats.sdmx.artefacts import name
from services.aggregator.formats.sdmx.structure_json import SCHEMA
from services.aggregator.formats.sdmx.structure_ml import NAMESPACE


@dataclass(frozen=True, slots=True)
class Available:
    """`codes`: by dimension, in their order; `count`: of observations."""

    flow: Dataflow
    codes: Mapping[str, Sequence[str]]
    count: int
    recorded: str | None


def as_json(found: Sequence[Available], lang: str) -> bytes:
    """The constraints in JSON."""
    meta = {"schema": SCHEMA, **heads.meta("availability", LANGUAGES, found[0].recorded)}
    constraints = [_constraint(one, lang) for one in found]
    return json.dumps({"meta": meta, "data": {"dataConstraints": constraints}}).encode()


def _constraint(found: Available, lang: str) -> dict[str, Any]:
    names = name(None, found.flow.id)
    count = {"id": "obs_count", "type": "sdmx_metrics", "title": str(found.count)}
    values = [
        {"id": one, "include": True, "values": list(codes)} for one, codes in found.codes.items()
    ]
    return {
        "id": found.flow.id,
        "agencyID": AGENCY,
        "version": VERSION,
        "name": names[lang],
        "names": dict(names),
        "annotations": [count],
        "role": "Actual",
        "constraintAttachment": {"dataflows": [heads.urn("dataflow", found.flow.id)]},
        "cubeRegions": [{"include": True, "keyValues": values}],
    }


def as_ml(found: Sequence[Available]) -> bytes:
    """The constraints in XML."""
    inside = "".join(map(_element, found))
    return (
        f"{heads.XML}<mes:Structure {heads.NAMESPACES} {NAMESPACE}>"
        f"{heads.header('availability', found[0].recorded)}<mes:Structures>"
        f"<str:DataConstraints>{inside}</str:DataConstraints></mes:Structures></mes:Structure>"
    ).encode()


def _element(found: Available) -> str:
    names = "".join(
        f'<com:Name xml:lang="{lang}">{escape(text)}</com:Name>'
        for lang, text in name(None, found.flow.id).items()
    )
    count = (
        '<com:Annotations><com:Annotation id="obs_count">'
        f"<com:AnnotationTitle>{found.count}</com:AnnotationTitle>"
        "<com:AnnotationType>sdmx_metrics</com:AnnotationType></com:Annotation></com:Annotations>"
    )
    values = "".join(_values(one, codes) for one, codes in found.codes.items())
    attached = f"<str:Dataflow>{heads.urn('dataflow', found.flow.id)}</str:Dataflow>"
    return (
        f'<str:DataConstraint id="{found.flow.id}" agencyID="{AGENCY}" version="{VERSION}" '
        f'role="Actual">{count}{names}'
        f"<str:ConstraintAttachment>{attached}</str:ConstraintAttachment>"
        f'<str:CubeRegion include="true">{values}</str:CubeRegion></str:DataConstraint>'
    )


def _values(component: str, codes: Sequence[str]) -> str:
    told = "".join(f"<str:Value>{escape(code)}</str:Value>" for code in codes)
    return f'<str:KeyValue id="{component}" include="true">{told}</str:KeyValue>'
