"""What is answered about crosswalks to other instruments."""

from typing import Any

from pydantic import Field

from contracts.codes import LinkStrength
from services.catalog.domain.catalogue import Catalogue, Edition, Entry
from services.catalog.schemas.answers import Answer, Page, Provenance, Texts
from services.catalog.schemas.rendered import rendered_texts

Rendered = dict[str, Any]


class Crosswalk(Answer):
    """Which nodes of an edition correspond to which targets of another instrument: this project's
    reading, of which `version` is the number. `targets`: the code list of what it leads to.
    """

    id: str = Field(examples=["gcm"])
    version: int
    source: str = Field(description="The act that adopted the other instrument")
    targets: str
    title: str
    note: str
    texts: Texts
    provenance: Provenance
    edition: str


class Correspondence(Answer):
    """An objective or activity and what it corresponds to. `label`: of the target, in a few words
    of ours.
    """

    node: str = Field(examples=["ACT-12"])
    kind: str
    target: str = Field(examples=["GCM-01"])
    label: str
    strength: LinkStrength = Field(
        description="direct: both are about the same thing; indirect: what the node yields helps "
        "to reach the target"
    )
    rationale: str
    texts: Texts
    provenance: Provenance
    edition: str


class CrosswalkPage(Page[Correspondence]):
    """A page of a crosswalk, in its own order."""

    crosswalk: Crosswalk


def crosswalk(entry: Entry, lang: str) -> Rendered:
    """A crosswalk, without its correspondences."""
    return {
        "id": entry.code,
        **{name: entry.frozen[name] for name in ("version", "source", "targets")},
        **rendered_texts(entry, lang),
        "provenance": "editorial",
        "edition": entry.edition,
    }


def correspondence(catalogue: Catalogue, shown: Edition, entry: Entry, lang: str) -> Rendered:
    """A correspondence with its rationale, and the label of its target."""
    f, why = entry.frozen, rendered_texts(entry, lang)
    label = _label(catalogue, f["target"], lang)
    return {
        "node": f["node"],
        "kind": shown.nodes[f["node"]].kind,
        "target": f["target"],
        "label": label["label"],
        "strength": f["strength"],
        "rationale": why["rationale"],
        "texts": {**why["texts"], **label["texts"]},
        "provenance": why["texts"]["rationale"]["provenance"],
        "edition": entry.edition,
    }


def _label(catalogue: Catalogue, target: str, lang: str) -> Rendered:
    """The code of a target, in whatever list it stands."""
    found = next(codes[target] for codes in catalogue.codes.values() if target in codes)
    return rendered_texts(found, lang)
