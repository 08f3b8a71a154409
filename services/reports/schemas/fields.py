"""Fields that the bodies of several kinds have in common."""

import re
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from contracts.codes import Axis, EvidenceAccess, PartnerKind, Phase
from contracts.distinct import distinct
from contracts.texts import EmptyIfBlank, NotBlank, WebAddress
from kernel.web.bodies import Body

LONGEST = 20_000
FIRST_YEAR = 1900
ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
DAY = {"type": "string", "format": "date"}


def _day(text: str) -> str:
    try:
        right = ISO_DAY.fullmatch(text) and date.fromisoformat(text).year >= FIRST_YEAR
    except ValueError:
        right = False
    if not right:
        raise PydanticCustomError("wrong_form", "a date as YYYY-MM-DD from 1900 on is needed")
    return text


class Partner(Body):
    """Somebody the work was done with."""

    kind: PartnerKind
    name: Annotated[str, Field(max_length=300), NotBlank()]


class Evidence(Body):
    """A link to evidence, and who may see it."""

    url: WebAddress
    title: Annotated[str, Field(max_length=300), EmptyIfBlank] = ""
    access: EvidenceAccess = "public"


Code = Annotated[str, Field(min_length=1, max_length=40)]
ActivityCode = Annotated[str, Field(min_length=1, max_length=60)]
ActivityCodes = Annotated[list[ActivityCode], Field(max_length=100), AfterValidator(distinct)]
ObjectiveCodes = Annotated[list[Code], Field(max_length=100), AfterValidator(distinct)]
Themes = Annotated[list[Code], Field(max_length=30), AfterValidator(distinct)]
Actors = Annotated[list[Code], Field(max_length=100), AfterValidator(distinct)]
Identity = Annotated[str, Field(min_length=1, max_length=36)]
Day = Annotated[str, Field(max_length=10), AfterValidator(_day), WithJsonSchema(DAY)]
ShortText = Annotated[str, Field(max_length=300), NotBlank()]
LongText = Annotated[str, Field(max_length=LONGEST), EmptyIfBlank]
Year = Annotated[int, Field(ge=0, le=9999)]
Partners = Annotated[list[Partner], Field(max_length=50)]
Axes = Annotated[list[Axis], Field(max_length=6), AfterValidator(distinct)]
Phases = Annotated[list[Phase], Field(max_length=4), AfterValidator(distinct)]
