"""What callers send."""

import re
from datetime import date
from typing import Annotated, Any, Literal, Self, TypeVar

from babel.core import get_global
from pydantic import (
    AfterValidator,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from contracts.codes import Language, LinkStrength
from contracts.texts import NotBlank
from kernel.web.bodies import Body

#: Codes of three letters that are no country's (any more): withdrawn (ISO 3166-3), reserved for
#: something else, or left to users.
NOT_IN_FORCE = re.compile(
    "ANT|BUR|DDR|FXX|NTZ|SCG|SUN|TMP|YMD|YUG|ZAR|ASC|CPT|DGA|TAA|AA.|Q[M-Z].|X..|ZZ."
)
ALPHA_3 = frozenset(
    code
    for code in get_global("territory_aliases")  # also names numbers and former codes
    if len(code) == 3 and code.isalpha() and not NOT_IN_FORCE.fullmatch(code)
)
Code = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9-]{2,20}$")]
Name = Annotated[str, StringConstraints(max_length=300), NotBlank()]
Acronym = Annotated[str, StringConstraints(max_length=40), NotBlank()]
Source = Annotated[str, StringConstraints(max_length=500), NotBlank()]


def _day(text: str) -> str:
    date.fromisoformat(text)
    return text


Day = Annotated[
    str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), AfterValidator(_day)
]


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
    succeeded_by: Annotated[
        Code | None, Field(description="The actor that came after it, where it has ended")
    ] = None
    supports: Annotated[
        Code | None, Field(description="The organ whose work it supports, of a unit of SG")
    ] = None
    source: Source | None = None
    memberships: list[Membership] | None = None

    @field_validator("names", "acronyms", "memberships")
    @classmethod
    def _stays(cls, value: Any) -> Any:
        if value is None:
            raise PydanticCustomError("required", "this may be left out, but not be null")
        return value


class NewActor(ActorChange):
    """A new actor. `kind` is any but group; the code of a state is its alpha-3 code (ISO 3166)."""

    kind: Literal["organ", "state", "multilateral", "other"]
    code: Code
    names: Annotated[dict[Language, Name], Field(min_length=1)]

    @field_validator("code")
    @classmethod
    def _alpha_3(cls, code: str, info: ValidationInfo) -> str:
        if info.data.get("kind") == "state" and code not in ALPHA_3:
            raise PydanticCustomError("unknown_code", "a state has its alpha-3 code of ISO 3166")
        return code


class InOneLanguage(Body):
    """A text in one language, or the word that there is none.

    Without a provenance it stays what it was, and what is new is editorial.
    """

    text: str | None = None
    provenance: Literal["editorial", "machine", "missing"] | None = None

    @model_validator(mode="after")
    def _text_or_missing(self) -> Self:
        if (self.text is None) != (self.provenance == "missing"):
            raise PydanticCustomError("required", "either a text, or the provenance missing")
        return self


T = TypeVar("T", bound=InOneLanguage)


class Title(InOneLanguage):
    """A title in one language."""

    text: Annotated[str, StringConstraints(max_length=200), NotBlank()] | None = None


class Summary(InOneLanguage):
    """A summary in one language."""

    text: Annotated[str, StringConstraints(max_length=2000), NotBlank()] | None = None


def _somewhere(texts: dict[Language, T]) -> dict[Language, T]:
    if all(text.text is None for text in texts.values()):
        raise PydanticCustomError("required", "a text is needed, in any language")
    return texts


Titles = Annotated[dict[Language, Title], Field(min_length=1)]
Summaries = Annotated[dict[Language, Summary], Field(min_length=1)]
NewTitles = Annotated[Titles, AfterValidator(_somewhere)]
NewSummaries = Annotated[Summaries, AfterValidator(_somewhere)]
Listed = Annotated[str, StringConstraints(max_length=40)]
Codes = Annotated[list[Listed], Field(max_length=50)]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Link(Body):
    """An editorial link of an activity.

    One that is new needs its rationale; of one that stays, what is given is put over it.
    """

    objective: Listed
    strength: Annotated[
        LinkStrength | None, Field(description="Of a new link: direct unless given")
    ] = None
    rationale: Summaries | None = None


class NodeChange(Body):
    """What may change of a node. Texts are per language, those not named stay; everything else is
    given whole.

    Of a published edition: title and summary, and further fingerprints where it was made here. Of a
    draft: all of it.
    """

    title: Titles | None = None
    summary: Summaries | None = None
    number: Annotated[int, Field(ge=1, le=99)] | None = None
    section: Listed | None = None
    addressees: Codes | None = None
    optional: bool | None = None
    strength: Listed | None = None
    conditions: Codes | None = None
    axes: Codes | None = None
    themes: Codes | None = None
    replaces: Annotated[
        Codes | None,
        Field(
            description="Codes of the edition this draft was made from that this node takes the "
            "place of"
        ),
    ] = None
    links: Annotated[list[Link], Field(max_length=50)] | None = None
    fingerprints: Annotated[
        dict[Language, Sha256] | None,
        Field(description="SHA-256 of the official paragraph, per language"),
    ] = None

    @model_validator(mode="after")
    def _something(self) -> "NodeChange":
        if all(value is None for _, value in self):
            raise ValueError("something to change is needed")
        return self


class NewNode(NodeChange):
    """A new node of a draft edition."""

    code: Listed
    kind: Literal[
        "general_objective",
        "specific_objective",
        "activity",
        "exhortation",
        "follow_up",
        "financing",
    ]
    title: NewTitles
    summary: NewSummaries
    section: Listed
    strength: Listed


class NewEdition(Body):
    """A draft edition, made as a whole copy of the published edition `from`, whose title it has
    unless one is given.
    """

    id: Annotated[str, StringConstraints(pattern=r"^[0-9a-z][0-9a-z.-]{0,39}$")]
    from_: Annotated[Listed, Field(alias="from")]
    title: NewTitles | None = None
    note: NewSummaries | None = None


class Adoption(Body):
    """What the adoption of an edition decides.

    `date`: today (UTC) unless given; `in_force_from`: the date unless given.
    """

    status: Literal["adopted", "draft"] = "adopted"
    resolution: Annotated[str, StringConstraints(max_length=200), NotBlank()] | None = None
    date: Day | None = None
    in_force_from: Day | None = None


class AdoptedProposal(Body):
    """A proposal that the Committee has adopted, by its id."""

    proposal: Annotated[str, StringConstraints(min_length=1, max_length=36)]


class OfficialText(Body):
    """The official document of an edition in one language."""

    edition: Annotated[str, StringConstraints(max_length=40)]
    lang: Language
    text: Annotated[str, NotBlank()]
