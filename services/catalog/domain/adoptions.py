"""Proposals that the Committee has adopted: what each changes in a draft edition, and which edition
has taken it in.

adopted proposal ──flaws──▶ fits the draft ──edit──▶ Edit (drafts.py) ──▶ the node says its origin
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.catalog.domain import drafts, soundness
from services.catalog.domain.catalogue import OBJECTIVES, Adoption, Catalogue, Edition, Entry
from services.catalog.domain.drafts import Edit
from services.catalog.domain.filing import Change
from services.catalog.domain.soundness import Flaw
from services.catalog.domain.translations import InLanguages, completed

#: What can be added → the kind of node, and how its codes are written.
ADDED = {"activity": ("activity", "ACT"), "objective": ("specific_objective", "SO")}
#: Groups of actors → the kind of actor that belongs to them.
GROUPS = {"STATES": "state", "MULTILATERAL": "multilateral", "OTHERS": "other"}
STATES = "STATES"
#: The verb of a new node until the editors know it: to the states everything is a suggestion.
STRENGTHS = {"specific_objective": "promote", "activity": "undertake"}
SUGGESTED = "consider"
RATIONALE: InLanguages = {
    lang: {"text": text, "provenance": "editorial"}
    for lang, text in {
        "en": "The proposal that the Committee adopted names this objective.",
        "es": "La propuesta que la Comisión adoptó nombra este objetivo.",
        "pt": "A proposta que a Comissão adotou menciona este objetivo.",
        "fr": "La proposition que la Commission a adoptée nomme cet objectif.",
    }.items()
}


@dataclass(frozen=True)
class Incorporation:
    """What an adopted proposal makes of a draft: the node it is about, and the edit."""

    node: str
    edit: Edit


@dataclass(frozen=True)
class _Draft:
    """The draft that takes a proposal in, and when."""

    catalogue: Catalogue
    edition: Edition
    adoption: Adoption
    at: str

    @property
    def content(self) -> Mapping[str, Any]:
        """What the proposal says."""
        return self.adoption.content

    @property
    def origin(self) -> dict[str, Any]:
        """What its node says of where it comes from."""
        return {"origin": {"proposal": self.adoption.proposal}}

    def unknown(self, place: str, code: str) -> Flaw:
        """The proposal names a code that the draft does not have."""
        sentence = f"Edition {self.edition.code} has no {code}."
        return f"/proposal/{place}", "unknown_code", sentence


def incorporated_in(catalogue: Catalogue, adoption: Adoption) -> Edition | None:
    """The edition that has taken it in. A draft that can never be published, or of which somebody
    has taken the change away again, has not.
    """
    edition = catalogue.editions.get(adoption.edition or "")
    if edition is None or _taken_away(edition, adoption):
        return None
    return None if edition.draft and _overtaken(catalogue, edition) else edition


def _taken_away(edition: Edition, adoption: Adoption) -> bool:
    """Whether its node is there, or gone, against what it says."""
    return (adoption.node in edition.nodes) == (adoption.change == "retire")


def _overtaken(catalogue: Catalogue, draft: Edition) -> bool:
    """Whether another edition than the one it is to succeed is current."""
    current = catalogue.current
    return current is not None and draft.entry.frozen.get("succeeds") != current.code


def of_editions(catalogue: Catalogue, editions: Collection[str]) -> list[dict[str, Any]]:
    """The adopted proposals that these editions have taken in."""
    pairs = [(each, incorporated_in(catalogue, each)) for each in catalogue.adoptions.values()]
    return [
        {"proposal": adoption.proposal, "change": adoption.change, "node": adoption.node}
        for adoption, edition in pairs
        if edition is not None and edition.code in editions
    ]


def incorporate(
    catalogue: Catalogue, edition: Edition, adoption: Adoption, at: str
) -> Incorporation | list[Flaw]:
    """The change in a draft, or why it does not fit there."""
    draft = _Draft(catalogue, edition, adoption, at)
    if adoption.change == "add":
        return _added(draft)
    node = edition.nodes.get(adoption.content["node"])
    if node is None:
        return [draft.unknown("node", adoption.content["node"])]
    return _retired(draft, node) if adoption.change == "retire" else _amended(draft, node)


def next_code(catalogue: Catalogue, edition: Edition, kind: str, prefix: str) -> tuple[str, int]:
    """The code after the last one of a kind that a published edition or this draft has."""
    editions = (*catalogue.published.editions.values(), edition)
    given = (entry.code for each in editions for entry in each.of(kind))
    number = 1 + max(map(_number, given), default=0)
    return f"{prefix}-{number:02d}", number


def _number(code: str) -> int:
    return int(code.rpartition("-")[2])


def _added(draft: _Draft) -> Incorporation | list[Flaw]:
    """A new node, at the end of its kind."""
    kind, prefix = ADDED[draft.content["node_kind"]]
    code, number = next_code(draft.catalogue, draft.edition, kind, prefix)
    numbered = {"code": code, "kind": kind} | ({"number": number} if kind == "activity" else {})
    edit = drafts.add(draft.edition, {**numbered, **_new_fields(draft, kind)}, draft.at)
    flaws = [*soundness.of_code(kind, code), *_flaws(draft, edit, edit.new[0])]
    return flaws or _told(draft, code, edit)


def _new_fields(draft: _Draft, kind: str) -> dict[str, Any]:
    """What a new node says."""
    place = {"strength": STRENGTHS[kind], "section": _last_section(draft.edition, kind)}
    own = _new_activity(draft) if kind == "activity" else {}
    return {**draft.origin, **place, **_texts(draft.content, whole=True), **own}


def _new_activity(draft: _Draft) -> dict[str, Any]:
    """What a new activity says beside that."""
    fields = _of_activity(draft, ())
    return fields | ({"strength": SUGGESTED} if fields.get("optional") else {})


def _retired(draft: _Draft, node: Entry) -> Incorporation:
    return _told(draft, node.code, drafts.retire(draft.edition, node, draft.at))


def _amended(draft: _Draft, node: Entry) -> Incorporation | list[Flaw]:
    own = _of_activity(draft, draft.edition.linked.get(node.code, ()))
    texts = _texts(draft.content, whole=False)
    fields = {**draft.origin, **texts, **(own if node.kind == "activity" else {})}
    edit = drafts.change(draft.edition, node, fields, draft.at)
    return _flaws(draft, edit, edit.changed[0]) or _told(draft, node.code, edit)


def _told(draft: _Draft, node: str, edit: Edit) -> Incorporation:
    """The edit, with a line of history that names the proposal."""
    about = {"proposal": draft.adoption.proposal, "change": draft.adoption.change}
    told = Change(draft.edition.code, "adoption", node, "incorporated", after=about)
    edit.history.append(told)
    return Incorporation(node, edit)


def _texts(content: Mapping[str, Any], *, whole: bool) -> dict[str, InLanguages]:
    """Title and summary in the languages of the proposal; of a `whole` text the other languages are
    marked as missing.
    """
    texts = {name: _given(content["texts"], name) for name in ("title", "summary")}
    given = {name: text for name, text in texts.items() if text}
    return {name: completed(text) for name, text in given.items()} if whole else given


def _given(texts: Mapping[str, Mapping[str, str]], name: str) -> InLanguages:
    """One text in the languages in which the proposal has it."""
    return {
        lang: {"text": text[name], "provenance": "editorial"}
        for lang, text in texts.items()
        if text.get(name)
    }


def _of_activity(draft: _Draft, linked: Sequence[str]) -> dict[str, Any]:
    """The addressees and links that a proposal names; `linked`: what stays has its rationale."""
    objectives = draft.content["objectives"]
    links = {"links": [_link(code, linked) for code in objectives]} if objectives else {}
    return {**_addressed(draft), **links}


def _link(code: str, linked: Sequence[str]) -> dict[str, Any]:
    return {"objective": code} if code in linked else {"objective": code, "rationale": RATIONALE}


def _addressed(draft: _Draft) -> dict[str, Any]:
    """To whom an activity is addressed and where it stands then; nothing where that is not said."""
    addressees = list(draft.content["addressees"] or ())
    if not addressees:
        return {}
    said = {"addressees": addressees, "optional": addressees == [STATES]}
    return {**said, **_section_of(draft.catalogue, draft.edition, addressees[0])}


def _section_of(catalogue: Catalogue, edition: Edition, addressee: str) -> dict[str, str]:
    """Where what is addressed to an actor stands, or else to one of its kind."""
    sections = _sections(edition)
    kind = _kind(catalogue, addressee)
    alike = (section for code, section in sections if _kind(catalogue, code) == kind)
    same = (section for code, section in sections if code == addressee)
    found = next(same, None) or next(alike, None)
    return {"section": found} if found else {}


def _sections(edition: Edition) -> list[tuple[str, str]]:
    """Addressees and the sections of what is addressed to them, in document order."""
    nodes = [*edition.of("activity"), *edition.of("exhortation")]
    return [(code, node.frozen["section"]) for node in nodes for code in node.frozen["addressees"]]


def _kind(catalogue: Catalogue, code: str) -> str | None:
    """The kind of an actor, or of those that belong to a group."""
    actor = catalogue.actors.get(code)
    return GROUPS.get(code) or (actor.kind if actor else None)


def _last_section(edition: Edition, kind: str) -> str:
    """Where the last node of a kind stands."""
    alike = edition.kinds.get(kind) or list(edition.nodes.values())
    return str(alike[-1].frozen["section"])


def _flaws(draft: _Draft, edit: Edit, node: Entry) -> list[Flaw]:
    """What is wrong with the addressees of a node, and which of the objectives are not there; older
    flaws are left to the publication.
    """
    after = drafts.applied(draft.edition, edit)
    flaws = soundness.of_node(draft.catalogue, after, node, "/proposal")
    wrong = [flaw for flaw in flaws if flaw[0].startswith("/proposal/addressees")]
    return wrong + (_unknown_objectives(draft) if node.kind == "activity" else [])


def _unknown_objectives(draft: _Draft) -> list[Flaw]:
    nodes = draft.edition.nodes.values()
    known = {entry.code for entry in nodes if entry.kind in OBJECTIVES}
    named = enumerate(draft.content["objectives"])
    return [draft.unknown(f"objectives/{n}", code) for n, code in named if code not in known]
