"""The payload of `recommendation`: what experts recommend to actors, or to a Summit."""

from typing import Annotated

from pydantic import AfterValidator, Field

from contracts.distinct import distinct
from kernel.web.bodies import Body
from services.reports.schemas.fields import (
    ActivityCodes,
    Actors,
    Identity,
    LongText,
    ObjectiveCodes,
)

Grounds = Annotated[list[Identity], Field(max_length=100), AfterValidator(distinct)]


class Recommendation(Body):
    """What is recommended, to whom, about which activities and objectives, on which grounds."""

    addressed_to: Actors = Field(default_factory=list)
    text: LongText | None = None
    activities: ActivityCodes = Field(default_factory=list)
    objectives: ObjectiveCodes = Field(default_factory=list)
    grounds: Grounds = Field(default_factory=list)
    meeting: Identity | None = None


EXAMPLE = {
    "kind": "recommendation",
    "reporter": "EXPERTS",
    "joint_reporters": [],
    "language": "en",
    "title": "Share what the training found",
    "payload": {
        "addressed_to": ["CIM", "SUMMIT"],
        "text": "Publish the findings of the training in all languages of the Organization.",
        "activities": ["ACT-12"],
        "objectives": [],
        "grounds": ["018f3c1e-0000-7000-8000-000000000001"],
    },
    "evidence": [],
}
