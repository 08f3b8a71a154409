"""What is wrong with a draft: a node that names what is not there, links that cannot be, and what
it still lacks to be published.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

from services.catalog.domain.catalogue import OBJECTIVES, Catalogue, Edition, Entry
from services.catalog.domain.translations import LANGUAGES, words_of

Flaw = tuple[str, str, str]  # pointer, code, sentence

#: How the codes of each kind are written: zero-padded where there are many, so that their order is
#: the document's.
CODES = {
    "general_objective": "GO-[1-9]",
    "specific_objective": "SO-[0-9]{2}",
    "activity": "ACT-[0-9]{2}",
    "exhortation": "EXH-[1-9]",
    "follow_up": "FUP-[1-9]",
    "financing": "FIN-[1-9]",
}
LISTS = {"strength": "strength", "conditions": "condition", "axes": "axis", "themes": "theme"}


def of_code(kind: str, code: str) -> list[Flaw]:
    """Whether a new node's code is written as its kind's codes are."""
    if re.fullmatch(CODES[kind], code, re.ASCII):
        return []
    return [("/code", "wrong_form", f"A code of this kind is written {CODES[kind]}.")]


def of_node(catalogue: Catalogue, edition: Edition, node: Entry, at: str = "") -> list[Flaw]:
    """What a node of this edition names that is not there, or names twice.

    `at`: where its fields stand.
    """
    known = _known_codes(catalogue, edition, node).items()
    named = [_codes(f"{at}/{name}", node.frozen.get(name, []), codes) for name, codes in known]
    return [*chain(*named), *_unaddressed(node, at), *_number_taken(edition, node, at)]


def _unaddressed(node: Entry, at: str) -> list[Flaw]:
    if node.kind != "activity" or node.frozen["addressees"]:
        return []
    return [(f"{at}/addressees", "required", "An activity is addressed to somebody.")]


def _known_codes(catalogue: Catalogue, edition: Edition, node: Entry) -> dict[str, Any]:
    """Field of a node → the codes it may name."""
    return {
        **{name: catalogue.codes.get(listed, {}) for name, listed in LISTS.items()},
        "section": {entry.code for entry in edition.of("section")},
        "addressees": catalogue.actors,
        "replaces": _before(catalogue, edition, node),
    }


def _number_taken(edition: Edition, node: Entry, at: str) -> list[Flaw]:
    number = node.frozen["number"]
    others = {each.frozen["number"] for each in edition.of(node.kind) if each.code != node.code}
    if number is None or number not in others:
        return []
    return [(f"{at}/number", "repeated", f"Another node of this kind has number {number}.")]


def of_links(
    edition: Edition, kind: str, code: str, links: Sequence[Mapping[str, Any]]
) -> list[Flaw]:
    """What an activity's links may not say."""
    if kind != "activity":
        sentence = "Links lead from activities to objectives: change those of the activity."
        return [("/links", "not_an_activity", sentence)]
    return [*_link_codes(edition, links), *_missing_rationales(edition, code, links)]


def _link_codes(edition: Edition, links: Sequence[Mapping[str, Any]]) -> list[Flaw]:
    objectives = [entry.code for entry in edition.nodes.values() if entry.kind in OBJECTIVES]
    flaws = _codes("/links", [link["objective"] for link in links], objectives)
    return [(f"{pointer}/objective", problem, sentence) for pointer, problem, sentence in flaws]


def _missing_rationales(
    edition: Edition, code: str, links: Sequence[Mapping[str, Any]]
) -> list[Flaw]:
    before = edition.linked.get(code, [])
    return [
        (f"/links/{n}/rationale", "required", "A new link says why it is there.")
        for n, link in enumerate(links)
        if link["objective"] not in before and not link.get("rationale")
    ]


def of_edition(catalogue: Catalogue, edition: Edition) -> list[Flaw]:
    """What a draft lacks to be published. Pointers name its nodes: /nodes/ACT-12/links."""
    none: list[Flaw] = [("/nodes", "required", "An edition has activities.")]
    nodes = (_incomplete(catalogue, edition, node) for node in edition.nodes.values())
    return [*([] if edition.of("activity") else none), *chain.from_iterable(nodes)]


def _incomplete(catalogue: Catalogue, edition: Edition, node: Entry) -> list[Flaw]:
    """What a node lacks to be published."""
    at = f"/nodes/{node.code}"
    return [
        *of_node(catalogue, edition, node, at),
        *of_texts(node, at),
        *_incomplete_texts(node, ("title", "summary"), at),
        *_incomplete_rationales(edition, node.code, at),
        *([] if edition.linked.get(node.code) else _unlinked(node.kind, at)),
    ]


def of_texts(entry: Entry, at: str = "") -> list[Flaw]:
    """A text that has no words in any language."""
    return [
        (f"{at}/{name}", "required", "A text is needed, in any language.")
        for name, in_languages in entry.texts.items()
        if not words_of(in_languages)
    ]


def _incomplete_texts(entry: Entry, names: Sequence[str], at: str) -> list[Flaw]:
    """Languages in which a text is neither given nor marked as missing."""
    sentence = "Give this text in every language, or mark it with the provenance missing."
    return [
        (f"{at}/{name}/{lang}", "required", sentence)
        for name in names
        for lang in LANGUAGES
        if lang not in entry.texts.get(name, {})
    ]


def _incomplete_rationales(edition: Edition, code: str, at: str) -> list[Flaw]:
    places = enumerate(edition.links_of(code).values())
    flaws = (_incomplete_texts(link, ("rationale",), f"{at}/links/{n}") for n, link in places)
    return [*chain.from_iterable(flaws)]


def _unlinked(kind: str, at: str) -> list[Flaw]:
    """What a node of this kind lacks when no link names it."""
    if kind == "activity":
        return [(f"{at}/links", "required", "An activity is linked to an objective.")]
    if kind in OBJECTIVES:
        sentence = "An objective has an activity that is linked to it."
        return [(f"{at}/activities", "required", sentence)]
    return []


def _codes(at: str, named: Any, known: Any) -> list[Flaw]:
    """Codes of a list, or one code, that are not known or stand there twice."""
    if isinstance(named, str):
        return [] if named in known else [_unknown(at, named)]
    flaws = (_code(f"{at}/{n}", code, named[:n], known) for n, code in enumerate(named))
    return [flaw for flaw in flaws if flaw]


def _code(at: str, code: str, before: Any, known: Any) -> Flaw | None:
    """What is wrong with one code of a list, after those before it."""
    if code not in known:
        return _unknown(at, code)
    return (at, "repeated", f"{code} is named already.") if code in before else None


def _unknown(at: str, code: str) -> Flaw:
    return at, "unknown_code", f"There is no {code}."


def _before(catalogue: Catalogue, edition: Edition, node: Entry) -> set[str]:
    """The codes a node may replace: of its kind, in the edition this one was made from, other than
    its own.
    """
    base = catalogue.editions.get(edition.based_on or "")
    return {entry.code for entry in base.of(node.kind)} - {node.code} if base else set()
