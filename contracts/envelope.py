"""The envelope every event travels in: CloudEvents 1.0 attributes, and their Kafka binary-mode headers."""

from collections.abc import Mapping
from operator import itemgetter
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

SPEC_VERSION = "1.0"
PREFIX = "ce_"


class Envelope(BaseModel):
    """CloudEvents context attributes of one event, with this system's extensions.

    `position` is dense from 1 within a topic and given by the relay together with `recordedtime`, which never decreases.
    Times are RFC 3339 in UTC with microseconds. `typeversion` is the integer version of the type's data.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str
    source: str
    type: str
    subject: str
    time: str
    typeversion: int = Field(ge=1)
    position: int = Field(ge=1)
    recordedtime: str
    revision: int | None = None
    traceparent: str | None = None

    def headers(self) -> dict[str, str]:
        """The attributes as `ce_*` headers, absent ones left out."""
        given = {name: str(value) for name, value in self.model_dump(exclude_none=True).items()}
        return {PREFIX + name: value for name, value in {"specversion": SPEC_VERSION, **given}.items()}

    @classmethod
    def from_headers(cls, headers: Mapping[str, str]) -> Self:
        """Read `ce_*` headers back; raises pydantic's ValidationError where a required one is missing or malformed."""
        return cls.model_validate({name[len(PREFIX):]: value for name, value in headers.items() if name.startswith(PREFIX)})


_needed = itemgetter(*(PREFIX + name for name in ("position", "typeversion", "id", "source", "type", "subject", "time", "recordedtime")))


def is_plain(headers: Mapping[str, str]) -> bool:
    """Whether headers are plainly those of an envelope, as a relay writes them; what is not may be one still, `from_headers` decides."""
    try:
        position, version, *_ = _needed(headers)
    except KeyError:
        return False
    revision = headers.get("ce_revision", "1")
    numbers = position + version + revision
    return numbers.isdecimal() and numbers.isascii() and position[:1] > "0" and version[:1] > "0" and revision != ""
