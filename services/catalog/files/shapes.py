"""What an entry of each data file looks like.

Anything else in a file is an error that names its place.
"""

from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from contracts.codes import Axis, LinkStrength
from services.catalog.domain import days

Line = Annotated[str, StringConstraints(min_length=1, pattern=r"\S")]
Title = Annotated[Line, StringConstraints(max_length=90)]
Number = Annotated[int, Field(ge=1)]
Day = Annotated[str, AfterValidator(days.day)]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Shape(BaseModel):
    """Nothing unknown, nothing bent to fit."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class FourTexts(Shape):
    """A text in the four languages."""

    en: Line
    es: Line
    pt: Line
    fr: Line


class FourTitles(Shape):
    """A short title in the four languages."""

    en: Title
    es: Title
    pt: Title
    fr: Title


class FourAcronyms(Shape):
    """An acronym in each language; null where a language has none."""

    en: Line | None
    es: Line | None
    pt: Line | None
    fr: Line | None


class Edition(Shape):
    """editions.yaml"""

    code: Line
    status: Line
    content: Literal["full", "metadata"]
    resolution: Line | None
    year: Number
    date: Line | None
    in_force_from: Line | None
    text_languages: list[Literal["es", "en", "pt", "fr"]]
    source_lines: list[Number]
    reading: Number
    official_name: FourTexts
    title: FourTexts
    note: FourTexts


class Editions(Shape):
    """The whole of editions.yaml."""

    current: Line
    editions: list[Edition]


class Mandate(Shape):
    """mandates.yaml"""

    code: Line
    citation: Line | None
    year: Number
    date: Line | None
    source_lines: list[Number]
    title: FourTexts
    summary: FourTexts


class Period(Shape):
    """A dated actor: since when, until when (the first day out)."""

    @model_validator(mode="after")
    def _days_are_days(self) -> "Period":
        for name in ("valid_from", "valid_to", "member_since", "from_", "to"):
            if value := getattr(self, name, None):
                days.day(value)
        return self


class Body(Period):
    """actors.yaml"""

    code: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9-]{2,20}$")]
    kind: Literal["organ", "multilateral", "other", "group"]
    role: Line
    parent: Line | None
    name: FourTexts
    acronym: FourAcronyms | None
    valid_from: Line | None
    valid_to: Line | None
    succeeded_by: Line | None = None
    supports: Line | None = None
    source: Line


class Membership(Period):
    """A period in which a state takes part."""

    from_: Annotated[Line, Field(alias="from")]
    to: Line | None
    status: Line
    note: FourTexts | None
    source: Line


class State(Period):
    """states.yaml"""

    code: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
    alpha2: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    numeric: Annotated[str, StringConstraints(pattern=r"^[0-9]{3}$")]
    region: Line
    name: FourTexts
    sort: FourTexts
    member_since: Line
    memberships: Annotated[list[Membership], Field(min_length=1)]


class Code(Shape):
    """One code of a list."""

    code: Line
    label: FourTexts


class CodeList(Shape):
    """codelists.yaml"""

    id: Line
    title: FourTexts
    file: Line | None = None
    codes: list[Code] = []


class Section(Shape):
    """sections.yaml"""

    code: Line
    number: Line | None
    letter: Line | None
    parent: Line | None
    line: Number
    title: FourTexts
    note: FourTexts | None = None


class Node(Shape):
    """objectives, activities, exhortations, follow_up, financing"""

    code: Line
    number: Number | None
    section: Line
    addressees: list[Line]
    optional: bool
    strength: Line
    conditions: list[Line]
    axes: list[Axis]
    themes: list[Line]
    line: Number
    title: FourTitles
    summary: FourTexts


class Link(Shape):
    """links.yaml"""

    activity: Line
    objective: Line
    strength: LinkStrength
    rationale: FourTexts


class Crosswalk(Shape):
    """crosswalks.yaml"""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{2,20}$")]
    targets: Line
    version: Number
    source: Line
    title: FourTexts
    note: FourTexts


class Correspondence(Shape):
    """crosswalks/<id>.yaml"""

    node: Line
    target: Line
    strength: LinkStrength
    rationale: FourTexts


class Coverage(Shape):
    """An activity that names or covers an instrument."""

    activity: Line
    rationale: FourTexts


class Instrument(Shape):
    """instruments.yaml"""

    code: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9-]{2,40}$")]
    depositary: Line
    adopted_on: Day | None
    in_force_on: Day | None
    source: Line
    name: FourTexts
    note: FourTexts | None
    activities: list[Coverage]


class Defect(Shape):
    """defects.yaml"""

    code: Line
    kind: Line
    lines: list[Number]
    nodes: list[Line]
    title: FourTexts
    description: FourTexts
    treatment: FourTexts


Fingerprint = dict[Literal["es", "en", "pt", "fr"], Sha256]
