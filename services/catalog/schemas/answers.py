"""What is answered: the models behind the OpenAPI document; every answer fits one of them."""

from typing import Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from contracts.codes import ActorKind, Language, LinkStrength

T = TypeVar("T")
Provenance = Literal["official", "official-draft", "editorial", "machine", "missing"]


class Answer(BaseModel):
    """Nothing but what is named here."""

    model_config = ConfigDict(extra="forbid")


class Page(Answer, Generic[T]):
    """A page of a list, and where the next one is."""

    items: list[T]
    next: str | None


class Text(Answer):
    """Which language a text is in, and whose it is."""

    lang: Language
    provenance: Provenance
    outdated_since: str | None = Field(
        None, description="Since when another language of this text says something else"
    )


Texts = dict[str, Text]


class Source(Answer):
    """Where in the official document: the line of a paragraph, or several."""

    line: int | None = None
    lines: list[int] | None = None


class Official(Answer):
    """The official paragraph; `text` is null until the document was imported, `line` where it stood
    in that.
    """

    lang: Language | None
    text: str | None
    sha256: str | None
    status: Provenance
    line: int | None


class Node(Answer):
    """A node of the programme; an activity has `objectives`, an objective `activities`."""

    code: str = Field(examples=["ACT-12"])
    kind: str
    number: int | None
    section: str
    addressees: list[str]
    optional: bool
    strength: str
    title: str
    summary: str
    texts: Texts
    official: Official
    objectives: list[str] | None = None
    activities: list[str] | None = None
    link_strengths: dict[str, LinkStrength] | None = Field(
        None, description="Of each objective or activity named: whether it is linked directly"
    )
    crosswalks: dict[str, list[str]] | None = Field(
        None, description="Crosswalk → the targets that an objective or activity corresponds to"
    )
    axes: list[str]
    themes: list[str]
    conditions: list[str]
    replaces: list[str] | None = Field(
        None,
        description="Codes of the edition this one was made from that this node takes the place of",
    )
    origin: dict[Literal["proposal"], str] | None = Field(
        None, description="The proposal that added or last amended it, where one did"
    )
    edition: str
    source: Source
    revision: int


class Section(Answer):
    """A chapter or a part of one."""

    code: str
    number: str | None
    letter: str | None
    parent: str | None
    title: str
    note: str | None = Field(None, description="What holds for every node of the part")
    texts: Texts
    edition: str
    source: Source
    nodes: list[str]


class Edition(Answer):
    """An edition; `status` is that of the document. One that is not `published` is a draft, seen by
    those who edit or adopt it.

    `based_on`, `published_at`: null where it came with the data files. `revision` counts every
    change of a draft.
    """

    id: str
    current: bool
    published: bool
    published_at: str | None
    based_on: str | None
    revision: int
    status: str
    content: Literal["full", "metadata"]
    resolution: str | None
    year: int
    date: str | None
    in_force_from: str | None
    text_languages: list[Language]
    official_name: str | None = Field(None, description="The full name of the program")
    title: str
    note: str
    texts: Texts
    source: Source
    counts: dict[str, int]


class Mandate(Answer):
    """A link of the chain of mandates."""

    code: str
    citation: str | None
    year: int
    date: str | None
    title: str
    summary: str
    texts: Texts
    source: Source


class Part(Section):
    """A section with what stands in it."""

    nodes: list[Node]  # type: ignore[assignment]
    sections: list["Part"]


class Programme(Answer):
    """The whole tree."""

    edition: Edition
    mandates: list[Mandate]
    sections: list[Part]


class Link(Answer):
    """An editorial link from an activity to an objective."""

    activity: str
    objective: str
    strength: LinkStrength = Field(
        description="direct: the activity serves the objective itself; indirect: what it yields "
        "helps others to serve it"
    )
    rationale: str
    texts: Texts
    provenance: Provenance
    edition: str


class Outdated(Answer):
    """A text in a language that no longer follows the others. `node`: where it is confirmed."""

    edition: str
    kind: str
    code: str
    node: str
    field: str
    lang: Language
    text: str
    provenance: Provenance
    outdated_since: str


class Defect(Answer):
    """A defect of the document, and how it is treated here."""

    code: str
    kind: str
    nodes: list[str]
    title: str
    description: str
    treatment: str
    texts: Texts
    edition: str
    source: Source


class CodeLabel(Answer):
    """A code with its label, in the language asked for and (`names`) in all that have it."""

    code: str
    label: str
    names: dict[Language, str]
    texts: Texts


class Coverage(Answer):
    """An activity that names or covers an instrument: this project's reading."""

    activity: str
    rationale: str
    texts: Texts


class Instrument(CodeLabel):
    """A treaty of the code list `instruments` of an edition.

    `depositary` is a code of the list of that name. Days are null where they are not certain.
    """

    depositary: str
    adopted_on: str | None
    in_force_on: str | None
    source: str
    note: str | None
    provenance: Provenance
    activities: list[Coverage]
    edition: str


class CodeList(Answer):
    """A code list; `instruments` is the edition's."""

    id: str
    title: str
    texts: Texts
    codes: list[CodeLabel] | list[Instrument]


class Membership(Answer):
    """A period in which a state takes part; `to` is the first day out."""

    from_: str = Field(alias="from")
    to: str | None
    status: str
    note: str | None
    source: str


class OnDay(Answer):
    """Whether the actor was there on that day; a state: whether it participated."""

    day: str
    valid: bool


class Actor(Answer):
    """An actor; from `alpha2` on states only."""

    code: str = Field(examples=["CIM"])
    kind: ActorKind
    role: str | None
    parent: str | None
    name: str
    acronym: str | None
    names: dict[Language, str]
    sort: dict[Language, str] = Field(
        description="By what the name is sorted, byte by byte; lists stay in document order"
    )
    acronyms: dict[Language, str]
    texts: Texts
    valid_from: str | None
    valid_to: str | None
    succeeded_by: str | None = Field(description="The actor that came after it")
    predecessors: list[str] = Field(description="The actors that it came after")
    supports: str | None = Field(description="The organ that this unit of SG supports")
    source: str | None
    revision: int
    alpha2: str | None = None
    numeric: str | None = None
    region: str | None = None
    member_since: str | None = None
    memberships: list[Membership] | None = None
    on: OnDay | None = None


class RegisteredActor(Actor):
    """A new actor. `similar`: the actors with a name or acronym that is one of its own without
    accents, case and space.
    """

    similar: list[str]


class Changed(Answer):
    """Which fields of a node differ, and what they said."""

    code: str
    fields: list[str]
    before: dict[str, Any]
    after: dict[str, Any]


class Mapped(Answer):
    """Codes of the other edition that stand for a code of this one; none where it was retired."""

    from_: str = Field(alias="from")
    to: list[str]


class Incorporated(Answer):
    """An adopted proposal that is in an edition: what it changed, and of which node."""

    proposal: str
    change: Literal["add", "amend", "retire"]
    node: str


class Diff(Answer):
    """The difference between two editions; `adoptions`: the adopted proposals that made it."""

    from_: str = Field(alias="from")
    to: str
    added: list[str]
    removed: list[str]
    changed: list[Changed]
    mapping: list[Mapped]
    adoptions: list[Incorporated]


class Matched(Answer):
    """A node whose paragraph is the one we know."""

    code: str
    line: int


class Differed(Matched):
    """A node whose paragraph has another fingerprint."""

    expected: str
    found: str


class SharedRun(Answer):
    """Words of a text of ours that stand in the document too, in a row.

    `words`: how many of them, without those of names and terms; `line`: of the document.
    """

    kind: str
    code: str
    field: str
    words: int
    text: str
    line: int


class Imported(Answer):
    """What an import found, node by node."""

    edition: str
    lang: Language
    matched: list[Matched]
    differed: list[Differed]
    missing: list[str]
    runs: list[SharedRun] = Field(
        description="Where a text of ours in this language has more than ten words in a row of the "
        "document, names and terms apart: it is to be written in our own words"
    )


class Change(Answer):
    """A line of the catalogue's history.

    `actor`: whose key it was; null: the data files, the command line, or a key of no actor.
    """

    at: str
    edition: str | None
    kind: str
    code: str
    change: str
    field: str | None
    lang: Language | None
    before: Any
    after: Any
    actor: str | None
