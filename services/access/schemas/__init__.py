"""HTTP shapes of access."""

import ipaddress
from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field
from pydantic_core import PydanticCustomError

from contracts.codes import Scope
from contracts.texts import EmptyIfBlank
from kernel.web.bodies import Body


def _network(text: str) -> str:
    try:
        ipaddress.ip_network(text)
    except ValueError:
        raise PydanticCustomError("wrong_form", "a network in CIDR form is needed") from None
    return text


def _distinct(scopes: list[str]) -> list[str]:
    if len(set(scopes)) != len(scopes):
        raise PydanticCustomError("repeated", "a scope stands twice")
    return scopes


class KeyBody(Body):
    """A key to be issued.

    Without `expires_at` it lives 365 days; with `networks` it works from there only.
    """

    actor: Annotated[str, Field(min_length=1, max_length=40)] | None = None
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=10), AfterValidator(_distinct)]
    expires_at: Annotated[str, Field(max_length=40)] | None = None
    label: Annotated[str, Field(max_length=200), EmptyIfBlank] = ""
    networks: list[Annotated[str, Field(max_length=50), AfterValidator(_network)]] = Field(
        default_factory=list, max_length=20
    )


class RotateBody(Body):
    """How long the old key stays valid beside the new one, and when the new one ends.

    Without `expires_at` it ends when the old one would have; only an administrator may say so.
    """

    overlap_hours: Annotated[int, Field(ge=0, le=168)] = 24
    expires_at: str | None = None


class Key(BaseModel):
    """A key as its administrators see it; never the key itself."""

    id: str
    actor: str | None
    scopes: list[str]
    label: str
    networks: list[str]
    state: str
    created_at: str
    expires_at: str | None
    revoked_at: str | None
    last_used_at: str | None = Field(
        description="last use seen by access itself, to the minute; other services do not report "
        "theirs"
    )


class Issued(BaseModel):
    """A key with its text, shown this once."""

    id: str
    key: str
    actor: str | None
    scopes: list[str]
    expires_at: str | None
    label: str
    networks: list[str]
    created_at: str


class Ending(BaseModel):
    id: str
    expires_at: str


class Rotated(Issued):
    replaces: Ending


class KeyPage(BaseModel):
    items: list[Key]
    next: str | None


class Me(BaseModel):
    """Who a key is."""

    id: str
    actor: str | None
    scopes: list[str]
    expires_at: str | None


class AuditEntry(BaseModel):
    """One change; without `by_key` it came from the command line or the first start.

    A rotation is `rotate` of the old key and `issue` of the new.
    """

    at: str
    by_key: str | None
    by_actor: str | None
    action: str
    key_id: str


class AuditPage(BaseModel):
    items: list[AuditEntry]
    next: str | None
