"""Decisions of the Committee: what is sent, and how they are shown."""

from typing import Annotated

from pydantic import BaseModel, Field

from contracts.reports.decisions import Decision as Word
from contracts.texts import NotBlank
from kernel.web.bodies import Body
from services.reports.schemas.fields import LONGEST, Identity


class DecisionBody(Body):
    """What the Committee decides on the public revision, and why."""

    decision: Word
    reason: Annotated[str, Field(max_length=LONGEST), NotBlank()]
    meeting: Identity | None = None


class Decision(BaseModel):
    """The decision that stands: on which revision, why, by whom, when."""

    decision: Word
    revision: int
    reason: str
    meeting: str | None
    actor: str
    decided_at: str
