"""The payload of `proposal`: to add, amend or retire a node of the catalogue."""

from typing import Annotated, Literal

from pydantic import Field

from contracts.codes import Language
from contracts.texts import NotBlank
from kernel.web.bodies import Body
from services.reports.schemas.fields import (
    ActivityCode,
    Actors,
    Identity,
    LongText,
    ObjectiveCodes,
)

Title = Annotated[str, Field(max_length=90), NotBlank()]
Summary = Annotated[str, Field(max_length=2_000), NotBlank()]


class ProposedText(Body):
    """What a node is to be called, and what is to be said of it, in one language."""

    title: Title
    summary: Summary


class Proposal(Body):
    """What is to change in the catalogue, and why."""

    change: Literal["add", "amend", "retire"] | None = None
    node: ActivityCode | None = None
    node_kind: Literal["activity", "objective"] | None = None
    addressees: Actors = Field(default_factory=list)
    objectives: ObjectiveCodes = Field(default_factory=list)
    texts: dict[Language, ProposedText] = Field(default_factory=dict)
    reason: LongText | None = None
    meeting: Identity | None = None


EXAMPLE = {
    "kind": "proposal",
    "reporter": "COL",
    "joint_reporters": [],
    "language": "es",
    "title": "Una actividad sobre remesas",
    "payload": {
        "change": "add",
        "node_kind": "activity",
        "addressees": ["STATES"],
        "objectives": ["SO-07"],
        "texts": {
            "es": {
                "title": "Abaratar el envío de remesas",
                "summary": "Acordar con los bancos costos menores para enviar dinero.",
            }
        },
        "reason": "El costo de enviar dinero pesa sobre las familias.",
    },
    "evidence": [],
}
