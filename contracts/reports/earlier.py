"""Earlier versions of a publication, and how each becomes the next one.

In versions 1 and 2 a cell of beneficiaries had its count whatever that was.
"""

from typing import Annotated, Any

from pydantic import BaseModel, Field

from contracts.events import event, upcast
from contracts.reports.kinds import implementation
from contracts.reports.kinds.implementation import SMALL
from contracts.reports.kinds.practice import Practice
from contracts.reports.life import Moved, Reporter
from contracts.reports.published import Evidence, Published


class Beneficiaries(BaseModel):
    """A count of persons of one sex and age group; never a person."""

    sex: str
    age_group: str
    count: Annotated[int, Field(ge=0, le=10**9)]


class Implementation(implementation.Implementation):
    """What an `implementation` submission contributes to the indicators."""

    beneficiaries: list[Beneficiaries] = []  # type: ignore[assignment]


@event("reports.submission_published", version=1)
class PublishedV1(Moved):
    """Version 1: only `implementation` had a field for its content, whatever the kind."""

    title: str
    language: str
    reporters: Annotated[list[Reporter], Field(min_length=1)]
    implementation: Implementation | None
    evidence: list[Evidence]


@event("reports.submission_published", version=2)
class PublishedV2(Moved):
    """Version 2: a field for the content of each kind."""

    title: str
    language: str
    reporters: Annotated[list[Reporter], Field(min_length=1)]
    implementation: Implementation | None = None
    practice: Practice | None = None
    evidence: list[Evidence]


@upcast(Published.type, 1)
def with_kinds(data: dict[str, Any]) -> dict[str, Any]:
    """Version 1 as version 2: the same fields, those of the later kinds are null."""
    return data


@upcast(Published.type, 2)
def without_small_counts(data: dict[str, Any]) -> dict[str, Any]:
    """Version 2 as version 3: a count of 1 to 4 becomes `small`. Raises ValidationError."""
    told = PublishedV2.model_validate(data).model_dump()
    for cell in (told["implementation"] or {}).get("beneficiaries", ()):
        if 1 <= cell["count"] <= SMALL:
            cell |= {"count": None, "small": True}
    return told
