"""What is wrong with a draft: a node that names what is not there, links that cannot be, and what
it still lacks to be published.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from services.catalog.domain.catalogue import OBJECTIVES, Catalogue, Edition, Entry

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
    frozen = node.frozen
    known: dict[str, Any] = {
        name: catalogue.codes.get(listed, {}) for name, listed in LISTS.items()
    }
    known["section"] = {entry.code for entry in edition.kinds.get("section", ())}
    known |= {"addressees": catalogue.actors, "replaces": _before(catalogue, edition, node)}
    flaws = [
        flaw
        for name, codes in known.items()
        for flaw in _codes(f"{at}/{name}", frozen.get(name, []), codes)
    ]
    if node.kind == "activity" and not frozen["addressees"]:
        flaws.append((f"{at}/addressees", "required", "An activity is addressed to somebody."))
    number = frozen["number"]
    if number is not None and any(
        other.frozen["number"] == number
        for other in edition.kinds.get(node.kind, ())
        if other.code != node.code
    ):
        flaws.append(
            (f"{at}/number", "repeated", f"Another node of this kind has number {number}.")
        )
    return flaws


def of_links(
    edition: Edition, kind: str, code: str, links: Sequence[Mapping[str, Any]]
) -> list[Flaw]:
    """What an activity's links may not say."""
    if kind != "activity":
        return [
            (
                "/links",
                "not_an_activity",
                "Links lead from activities to objectives: change those of the activity.",
            )
        ]
    objectives = [entry.code for entry in edition.nodes.values() if entry.kind in OBJECTIVES]
    given = [link["objective"] for link in links]
    flaws = [
        (f"{pointer}/objective", problem, said)
        for pointer, problem, said in _codes("/links", given, objectives)
    ]
    held = edition.linked.get(code, [])
    return flaws + [
        (f"/links/{n}/rationale", "required", "A new link says why it is there.")
        for n, link in enumerate(links)
        if link["objective"] not in held and not link.get("rationale")
    ]


def of_edition(catalogue: Catalogue, edition: Edition) -> list[Flaw]:
    """What a draft lacks to be published. Pointers name its nodes: /nodes/ACT-12/links."""
    flaws = (
        []
        if edition.kinds.get("activity")
        else [("/nodes", "required", "An edition has activities.")]
    )
    for code, node in edition.nodes.items():
        at = f"/nodes/{code}"
        flaws += of_node(catalogue, edition, node, at)
        flaws += [
            (f"{at}/{name}", "required", "A text is needed, in any language.")
            for name in ("title", "summary")
            if not node.texts.get(name)
        ]
        if node.kind == "activity" and not edition.linked.get(code):
            flaws.append((f"{at}/links", "required", "An activity is linked to an objective."))
        if node.kind in OBJECTIVES and not edition.linked.get(code):
            flaws.append(
                (
                    f"{at}/activities",
                    "required",
                    "An objective has an activity that is linked to it.",
                )
            )
    return flaws


def _codes(at: str, given: Any, known: Any) -> list[Flaw]:
    """Codes of a list, or one code, that are not known or stand there twice."""
    if isinstance(given, str):
        return [] if given in known else [(at, "unknown_code", f"There is no {given}.")]
    return [
        (
            f"{at}/{n}",
            *(
                ("unknown_code", f"There is no {code}.")
                if code not in known
                else ("repeated", f"{code} is named already.")
            ),
        )
        for n, code in enumerate(given)
        if code not in known or code in given[:n]
    ]


def _before(catalogue: Catalogue, edition: Edition, node: Entry) -> set[str]:
    """The codes a node may replace: of its kind, in the edition this one was made from, other than
    its own.
    """
    base = catalogue.editions.get(edition.based_on or "")
    return {entry.code for entry in base.kinds.get(node.kind, ())} - {node.code} if base else set()
