"""The payload of `practice`: a good practice that others may learn from."""

from pydantic import Field

from kernel.web.bodies import Body
from services.reports.schemas.fields import (
    ActivityCodes,
    Axes,
    LongText,
    ObjectiveCodes,
    Partners,
    Phases,
    Year,
)


class Practice(Body):
    """A practice: from what situation, what was done, what came of it, where it may work too."""

    context: LongText | None = None
    action: LongText | None = None
    results: LongText | None = None
    transferability: LongText | None = None
    activities: ActivityCodes = Field(default_factory=list)
    objectives: ObjectiveCodes = Field(default_factory=list)
    year: Year | None = None
    partners: Partners = Field(default_factory=list)
    axes: Axes = Field(default_factory=list)
    phases: Phases = Field(default_factory=list)


EXAMPLE = {
    "kind": "practice",
    "reporter": "CIM",
    "joint_reporters": [],
    "language": "es",
    "title": "Ventanilla de orientación para trabajadoras migrantes",
    "payload": {
        "context": "Muchas trabajadoras recién llegadas no conocían sus derechos laborales.",
        "action": "Se abrió una ventanilla con asesoras que hablan sus idiomas.",
        "results": "Creció el número de contratos escritos.",
        "transferability": "Sirve donde ya existe una oficina municipal de atención.",
        "activities": ["ACT-12"],
        "objectives": ["SO-07"],
        "year": 2024,
        "partners": [{"kind": "civil_society", "name": "Red de trabajadoras"}],
        "axes": ["gender"],
        "phases": ["destination"],
    },
    "evidence": [],
}
