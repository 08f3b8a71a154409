"""HTTP shapes of access."""

import ipaddress
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field
from pydantic_core import PydanticCustomError

from contracts.codes import Language, Scope
from contracts.distinct import distinct
from contracts.texts import EmptyIfBlank, NotBlank
from kernel.web.bodies import Body
from services.access.domain.addresses import is_email
from services.access.domain.keys import Grant
from services.access.domain.notices import Kind as NoticeKind
from services.access.domain.notices import State as NoticeState


def _network(text: str) -> str:
    try:
        ipaddress.ip_network(text)
    except ValueError:
        raise PydanticCustomError("wrong_form", "a network in CIDR form is needed") from None
    return text


class KeyBody(Body):
    """A key to be issued.

    Without `expires_at` it lives 365 days; with `networks` it works from there only.
    """

    actor: Annotated[str, Field(min_length=1, max_length=40)] | None = None
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=10), AfterValidator(distinct)]
    expires_at: Annotated[str, Field(max_length=40)] | None = None
    label: Annotated[str, Field(max_length=200), EmptyIfBlank] = ""
    networks: list[Annotated[str, Field(max_length=50), AfterValidator(_network)]] = Field(
        default_factory=list, max_length=20
    )

    def asked(self) -> Grant:
        """What the key is to be allowed."""
        scopes = list[str](self.scopes)
        return Grant(self.actor, scopes, self.networks, self.expires_at, self.label)


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


def _one_line(text: str) -> str:
    if set(text) & set("\t\n\r"):
        raise PydanticCustomError("wrong_form", "one line is needed")
    return text


def _email(text: str) -> str:
    if not is_email(text):
        raise PydanticCustomError("wrong_form", "an address like name@example.org is needed")
    return text


def _day(text: str) -> str:
    try:
        date.fromisoformat(text)
    except ValueError:
        raise PydanticCustomError("wrong_form", "a day like 2026-11-28 is needed") from None
    return text


OneLine = AfterValidator(_one_line)
Day = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), AfterValidator(_day)]
PersonName = Annotated[str, Field(max_length=200), NotBlank(), OneLine]
Email = Annotated[
    str, Field(max_length=254, json_schema_extra={"format": "email"}), AfterValidator(_email)
]
Role = Annotated[str, Field(max_length=200), EmptyIfBlank, OneLine]
Kinds = Annotated[list[NoticeKind], Field(max_length=20), AfterValidator(distinct)]


class FocalPointBody(Body):
    """A new focal point of an actor. `from` is its first day, today unless given; `to` the first
    day on which it is one no longer.
    """

    actor: Annotated[str, Field(min_length=1, max_length=40)]
    name: PersonName
    email: Email
    language: Language
    role: Role = ""
    from_day: Annotated[Day | None, Field(alias="from")] = None
    to_day: Annotated[Day | None, Field(alias="to")] = None
    unsubscribed: Kinds = Field(default_factory=list)
    replaces: Annotated[str, Field(max_length=36)] | None = Field(
        default=None, description="the focal point that hands over: it ends when this one begins"
    )


class FocalPointChange(Body):
    """What changes of a focal point: only the fields that are sent."""

    name: PersonName = ""
    email: Email = ""
    language: Language = "en"
    role: Role = ""
    from_day: Annotated[Day, Field(alias="from")] = ""
    to_day: Annotated[Day | None, Field(alias="to")] = None
    unsubscribed: Kinds = Field(default_factory=list)


class FocalPointFields(BaseModel):
    """Who reads the notices of an actor, from its first day to the first day out. Some time after
    that name and address are empty: they are kept no longer.
    """

    name: str
    email: str
    language: Language
    role: str
    from_day: Annotated[str, Field(alias="from")]
    to_day: Annotated[str | None, Field(alias="to")]
    unsubscribed: list[NoticeKind]


class FocalPoint(FocalPointFields):
    """A focal point of an actor, for that actor and administrators alone."""

    id: str
    actor: str


class FocalPointPage(BaseModel):
    items: list[FocalPoint]
    next: str | None


class FocalPointStep(BaseModel):
    """What was done to a focal point, and how it stood after that. Without `by_key` the link in a
    notice was followed, or it had ended long enough ago (`forget`): name and address are empty.
    """

    at: str
    by_key: str | None
    by_actor: str | None
    action: Literal["begin", "change", "hand_over", "end", "unsubscribe", "forget"]
    stood: FocalPointFields


class FocalPointHistory(BaseModel):
    items: list[FocalPointStep]


class Notice(BaseModel):
    """A notice and what became of it; neither its text nor the address that it went to."""

    id: str
    kind: NoticeKind
    actor: str
    focal_point: str
    submission: str | None = None
    cycle: str | None = None
    state: NoticeState = Field(
        description="queued, sending, sent; uncertain: a mail server may have had it when it was "
        "lost, it is not sent again; undeliverable: refused, or given up; cancelled: its focal "
        "point ended or unsubscribed before"
    )
    attempts: int
    reason: str | None = None
    created_at: str
    next_at: str | None = None
    sent_at: str | None = None


class NoticePage(BaseModel):
    items: list[Notice]
    next: str | None
