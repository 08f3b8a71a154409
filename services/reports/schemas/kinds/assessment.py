"""The payload of `assessment`: what experts find of a public implementation."""

from typing import Annotated, Literal

from pydantic import Field

from kernel.web.bodies import Body
from services.reports.schemas.fields import Identity, LongText

Assessed = Literal["no_evidence_available", "not_started", "limited", "substantial", "complete"]


class Assessment(Body):
    """Which revision of which report is assessed, how, and why."""

    submission: Identity | None = None
    revision: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    status: Assessed | None = None
    reasons: LongText | None = None
    meeting: Identity | None = None


EXAMPLE = {
    "kind": "assessment",
    "reporter": "EXPERTS",
    "joint_reporters": [],
    "language": "en",
    "title": "Assessment of the training report",
    "payload": {
        "submission": "018f3c1e-0000-7000-8000-000000000001",
        "revision": 1,
        "status": "substantial",
        "reasons": "The evidence shows most of what was planned.",
    },
    "evidence": [],
}
