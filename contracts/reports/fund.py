"""The modalities under which the fund of voluntary contributions works."""

from typing import Annotated

from pydantic import Field

from contracts.codes import Language
from contracts.events import Data, event
from contracts.reports.content import Code, Day

#: What these events are about.
SUBJECT = "modalities"


@event("reports.modalities_adopted")
class ModalitiesAdopted(Data):
    """The Committee has adopted a version of the modalities, whole: it never changes.

    `modality` is `version` in the data.
    """

    modality: Annotated[Code, Field(alias="version")]
    text: Annotated[dict[Language, str], Field(min_length=1)]
    adopted_on: Day
    actor: Code
