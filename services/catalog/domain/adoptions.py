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


def incorporated_in(catalogue: Catalogue, adoption: Adoption) -> Edition | None:
    """The edition that has taken it in. A draft that can never be published, or of which somebody
    has taken the change away again, has not.
    """
    edition = catalogue.editions.get(adoption.edition or "")
    if edition is None or (adoption.node in edition.nodes) == (adoption.change == "retire"):
        return None
    current = catalogue.current
    overtaken = current is not None and edition.entry.frozen.get("succeeds") != current.code
    return None if edition.draft and overtaken else edition


def of_editions(catalogue: Catalogue, editions: Collection[str]) -> list[dict[str, Any]]:
    """The adopted proposals that these editions have taken in."""
    return [
        {"proposal": adoption.proposal, "change": adoption.change, "node": adoption.node}
        for adoption in catalogue.adoptions.values()
        if (edition := incorporated_in(catalogue, adoption)) and edition.code in editions
    ]


def incorporate(
    catalogue: Catalogue, edition: Edition, adoption: Adoption, at: str
) -> Incorporation | list[Flaw]:
    """The change in a draft, or why it does not fit there."""
    content = adoption.content
    if adoption.change == "add":
        return _added(catalogue, edition, adoption, at)
    node = edition.nodes.get(content["node"])
    if node is None:
        sentence = f"Edition {edition.code} has no {content['node']}."
        return [("/proposal/node", "unknown_code", sentence)]
    if adoption.change == "retire":
        return _told(edition, adoption, node.code, drafts.retire(edition, node, at))
    return _amended(catalogue, edition, adoption, node, at)


def next_code(catalogue: Catalogue, edition: Edition, kind: str, prefix: str) -> tuple[str, int]:
    """The code after the last one of a kind that a published edition or this draft has."""
    editions = (*catalogue.published.editions.values(), edition)
    given = (entry.code for each in editions for entry in each.kinds.get(kind, ()))
    number = 1 + max((int(code.rpartition("-")[2]) for code in given), default=0)
    return f"{prefix}-{number:02d}", number


def _added(
    catalogue: Catalogue, edition: Edition, adoption: Adoption, at: str
) -> Incorporation | list[Flaw]:
    kind, prefix = ADDED[adoption.content["node_kind"]]
    code, number = next_code(catalogue, edition, kind, prefix)
    fields: dict[str, Any] = {
        "code": code,
        "kind": kind,
        "origin": {"proposal": adoption.proposal},
        "strength": STRENGTHS[kind],
        "section": _last_section(edition, kind),
        **_texts(adoption.content, whole=True),
    }
    if kind == "activity":
        fields |= {"number": number, **_of_activity(catalogue, edition, adoption.content, ())}
        fields["strength"] = SUGGESTED if fields.get("optional") else fields["strength"]
    edit = drafts.add(edition, fields, at)
    flaws = [*soundness.of_code(kind, code), *_flaws(catalogue, edition, edit, edit.new[0])]
    return flaws + _unknown_objectives(edition, kind, adoption.content) or _told(
        edition, adoption, code, edit
    )


def _amended(
    catalogue: Catalogue, edition: Edition, adoption: Adoption, node: Entry, at: str
) -> Incorporation | list[Flaw]:
    fields = {
        "origin": {"proposal": adoption.proposal},
        **_texts(adoption.content, whole=False),
    }
    if node.kind == "activity":
        linked = edition.linked.get(node.code, ())
        fields |= _of_activity(catalogue, edition, adoption.content, linked)
    edit = drafts.change(edition, node, fields, at)
    flaws = _flaws(catalogue, edition, edit, edit.changed[0])
    return flaws + _unknown_objectives(edition, node.kind, adoption.content) or _told(
        edition, adoption, node.code, edit
    )


def _told(edition: Edition, adoption: Adoption, node: str, edit: Edit) -> Incorporation:
    """The edit, with a line of history that names the proposal."""
    about = {"proposal": adoption.proposal, "change": adoption.change}
    edit.history.append(Change(edition.code, "adoption", node, "incorporated", after=about))
    return Incorporation(node, edit)


def _texts(content: Mapping[str, Any], *, whole: bool) -> dict[str, InLanguages]:
    """Title and summary in the languages of the proposal; of a `whole` text the other languages are
    marked as missing.
    """
    out: dict[str, InLanguages] = {}
    for name in ("title", "summary"):
        given: InLanguages = {
            lang: {"text": text[name], "provenance": "editorial"}
            for lang, text in content["texts"].items()
            if text.get(name)
        }
        if given:
            out[name] = completed(given) if whole else given
    return out


def _of_activity(
    catalogue: Catalogue, edition: Edition, content: Mapping[str, Any], linked: Sequence[str]
) -> dict[str, Any]:
    """The addressees and links that a proposal names; `linked`: what stays has its rationale."""
    fields: dict[str, Any] = {}
    if addressees := content["addressees"]:
        fields["addressees"] = list(addressees)
        fields["optional"] = list(addressees) == [STATES]
        fields |= _section_of(catalogue, edition, addressees[0])
    if objectives := content["objectives"]:
        fields["links"] = [
            {"objective": code} | ({} if code in linked else {"rationale": RATIONALE})
            for code in objectives
        ]
    return fields


def _section_of(catalogue: Catalogue, edition: Edition, addressee: str) -> dict[str, str]:
    """Where what is addressed to an actor stands, or else to one of its kind."""

    def kind(code: str) -> str | None:
        actor = catalogue.actors.get(code)
        return GROUPS.get(code) or (actor.kind if actor else None)

    addressed = [
        (code, node.frozen["section"])
        for kinds in ("activity", "exhortation")
        for node in edition.kinds.get(kinds, ())
        for code in node.frozen["addressees"]
    ]
    same = [section for code, section in addressed if code == addressee]
    alike = [section for code, section in addressed if kind(code) == kind(addressee)]
    return {"section": (same or alike)[0]} if same or alike else {}


def _last_section(edition: Edition, kind: str) -> str:
    """Where the last node of a kind stands."""
    alike = edition.kinds.get(kind) or list(edition.nodes.values())
    return str(alike[-1].frozen["section"])


def _flaws(catalogue: Catalogue, edition: Edition, edit: Edit, node: Entry) -> list[Flaw]:
    """What is wrong with the addressees of a node; older flaws are left to the publication."""
    flaws = soundness.of_node(catalogue, drafts.applied(edition, edit), node, "/proposal")
    return [flaw for flaw in flaws if flaw[0].startswith("/proposal/addressees")]


def _unknown_objectives(edition: Edition, kind: str, content: Mapping[str, Any]) -> list[Flaw]:
    if kind != "activity":
        return []
    known = {entry.code for entry in edition.nodes.values() if entry.kind in OBJECTIVES}
    return [
        (f"/proposal/objectives/{n}", "unknown_code", f"Edition {edition.code} has no {code}.")
        for n, code in enumerate(content["objectives"])
        if code not in known
    ]
