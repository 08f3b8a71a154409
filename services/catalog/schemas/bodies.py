"""What callers send."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from contracts.codes import Language
from kernel.web.bodies import Body

Code = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9-]{2,20}$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=r"\S")]
Acronym = Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=r"\S")]
Source = Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=r"\S")]


def _day(text: str) -> str:
    date.fromisoformat(text)
    return text


Day = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), AfterValidator(_day)]


class Membership(Body):
    """A period in which a state takes part; `to` is the first day out."""

    from_: Annotated[Day, Field(alias="from")]
    to: Day | None = None
    status: Annotated[str, StringConstraints(max_length=40)]
    note: dict[Language, Source] | None = None
    source: Source


class ActorChange(Body):
    """What may change of an actor. Lists and maps are given whole."""

    role: Annotated[str, StringConstraints(max_length=40)] | None = None
    parent: Code | None = None
    names: Annotated[dict[Language, Name], Field(min_length=1)] | None = None
    acronyms: dict[Language, Acronym] | None = None
    valid_from: Day | None = None
    valid_to: Day | None = None
    source: Source | None = None
    memberships: list[Membership] | None = None

    @model_validator(mode="after")
    def _what_must_stay(self) -> "ActorChange":
        for name in ("names", "acronyms", "memberships"):
            if name in self.model_fields_set and getattr(self, name) is None:
                raise ValueError(f"{name} cannot be null")
        return self


class NewActor(ActorChange):
    """A new actor. `kind` is any but group."""

    code: Code
    kind: Literal["organ", "state", "multilateral", "other"]
    names: Annotated[dict[Language, Name], Field(min_length=1)]


class Title(Body):
    """A title in one language."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"\S")]
    provenance: Literal["editorial", "machine"] = "editorial"


class Summary(Body):
    """A summary in one language."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=2000, pattern=r"\S")]
    provenance: Literal["editorial", "machine"] = "editorial"


class NodeChange(Body):
    """Titles and summaries of a node, per language; languages not named stay as they are."""

    title: Annotated[dict[Language, Title], Field(min_length=1)] | None = None
    summary: Annotated[dict[Language, Summary], Field(min_length=1)] | None = None

    @model_validator(mode="after")
    def _something(self) -> "NodeChange":
        if self.title is None and self.summary is None:
            raise ValueError("a title or a summary is needed")
        return self


class OfficialText(Body):
    """The official document of an edition in one language."""

    edition: Annotated[str, StringConstraints(max_length=40)]
    lang: Language
    text: Annotated[str, StringConstraints(min_length=1)]
