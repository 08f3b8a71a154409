"""Which codes the data of a dataflow have, as a constraint in SDMX-JSON 2.0.0 or SDMX-ML 3.0.0."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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


def as_json(found: Available, lang: str) -> bytes:
    """The constraint in JSON."""
    names = name(None, found.flow.id)
    count = {"id": "obs_count", "type": "sdmx_metrics", "title": str(found.count)}
    constraint = {
        "id": found.flow.id,
        "agencyID": AGENCY,
        "version": VERSION,
        "name": names[lang],
        "names": dict(names),
        "annotations": [count],
        "role": "Actual",
        "constraintAttachment": {"dataflows": [heads.urn("dataflow", found.flow.id)]},
        "cubeRegions": [
            {
                "include": True,
                "keyValues": [
                    {"id": one, "include": True, "values": list(codes)}
                    for one, codes in found.codes.items()
                ],
            }
        ],
    }
    meta = {"schema": SCHEMA, **heads.meta("availability", LANGUAGES, found.recorded)}
    return json.dumps({"meta": meta, "data": {"dataConstraints": [constraint]}}).encode()


def as_ml(found: Available) -> bytes:
    """The constraint in XML."""
    names = "".join(
        f'<com:Name xml:lang="{lang}">{escape(text)}</com:Name>'
        for lang, text in name(None, found.flow.id).items()
    )
    count = (
        '<com:Annotations><com:Annotation id="obs_count">'
        f"<com:AnnotationTitle>{found.count}</com:AnnotationTitle>"
        "<com:AnnotationType>sdmx_metrics</com:AnnotationType></com:Annotation></com:Annotations>"
    )
    values = "".join(
        f'<str:KeyValue id="{one}" include="true">'
        + "".join(f"<str:Value>{escape(code)}</str:Value>" for code in codes)
        + "</str:KeyValue>"
        for one, codes in found.codes.items()
    )
    attached = f"<str:Dataflow>{heads.urn('dataflow', found.flow.id)}</str:Dataflow>"
    constraint = (
        f'<str:DataConstraint id="{found.flow.id}" agencyID="{AGENCY}" version="{VERSION}" '
        f'role="Actual">{count}{names}'
        f"<str:ConstraintAttachment>{attached}</str:ConstraintAttachment>"
        f'<str:CubeRegion include="true">{values}</str:CubeRegion></str:DataConstraint>'
    )
    inside = f"<str:DataConstraints>{constraint}</str:DataConstraints>"
    return (
        f"{heads.XML}<mes:Structure {heads.NAMESPACES} {NAMESPACE}>"
        f"{heads.header('availability', found.recorded)}"
        f"<mes:Structures>{inside}</mes:Structures></mes:Structure>"
    ).encode()
