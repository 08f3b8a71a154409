"""The modalities of the fund: what is sent, and how they are shown."""

from typing import Annotated

from pydantic import BaseModel, Field

from contracts.codes import Language
from contracts.texts import NotBlank
from kernel.web.bodies import Body
from services.reports.schemas.fields import LONGEST, Day

Version = Annotated[
    str, Field(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")
]
Text = Annotated[str, Field(max_length=LONGEST), NotBlank()]


class ModalitiesBody(Body):
    """A version of the modalities as the Committee adopts it, in at least one language."""

    version: Version
    text: Annotated[dict[Language, Text], Field(min_length=1)]
    adopted_on: Day


class Modalities(BaseModel):
    """A version of the modalities, which never changes; `position`: of its event in the ledger,
    null until it is placed.
    """

    version: str
    text: dict[str, str]
    adopted_on: str
    actor: str
    recorded_at: str
    position: int | None


class ModalitiesPage(BaseModel):
    items: list[Modalities]
    next: str | None
