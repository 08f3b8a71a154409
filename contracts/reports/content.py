"""The types that the published contents of all kinds use."""

from typing import Annotated

from pydantic import BaseModel, Field

Code = Annotated[str, Field(max_length=40, pattern=r"^[^\x00]*$")]
ActivityCode = Annotated[str, Field(max_length=60, pattern=r"^[^\x00]*$")]
Day = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
Year = Annotated[int, Field(ge=1, le=9999)]


class Content(BaseModel):
    """What a submission of one kind contributes to the indicators once it is published."""
