"""The envelope every event travels in:

CloudEvents 1.0 attributes, and their Kafka binary-mode headers.
"""

from collections.abc import Callable, Mapping

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

SPEC_VERSION = "1.0"
PREFIX = "ce_"


class Envelope(BaseModel):
    """CloudEvents context attributes of one event, with this system's extensions.

    `position` is dense from 1 within a topic and given by the relay together with `recordedtime`,
    which never decreases. Times are RFC 3339 in UTC with microseconds. `typeversion` is the integer
    version of the type's data.
    """

    model_config = ConfigDict(
        extra="ignore", frozen=True, validate_by_name=True, alias_generator=PREFIX.__add__
    )

    id: str
    source: str
    type: str
    subject: str = Field(pattern=r"^[^\x00]*$")
    time: str
    typeversion: int = Field(ge=1)
    position: int = Field(ge=1)
    recordedtime: str = Field(max_length=27, pattern=r"^[^\x00]*$")
    revision: int | None = None
    traceparent: str | None = None

    def headers(self) -> dict[str, str]:
        """The attributes as `ce_*` headers, absent ones left out."""
        given = self.model_dump(by_alias=True, exclude_none=True)
        return {
            f"{PREFIX}specversion": SPEC_VERSION,
            **{name: str(value) for name, value in given.items()},
        }

    @staticmethod
    def from_headers(headers: Mapping[str, str]) -> "Envelope":
        """Read `ce_*` headers back; raises pydantic's ValidationError where a required one is
        missing or malformed.
        """
        return _read(headers, by_name=False)


_read: Callable[..., Envelope] = TypeAdapter(Envelope).validator.validate_python
