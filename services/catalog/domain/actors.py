"""Actors beside each other: names that look alike, who comes after whom, and what is wrong with a
record.
"""

from collections.abc import Mapping
from itertools import chain
from typing import Any

from services.catalog.domain.catalogue import Actor, Catalogue
from services.catalog.domain.soundness import Flaw
from services.catalog.domain.texts import words

#: Fields that lead from one actor to another, each without a way back.
RELATIONS = ("parent", "succeeded_by", "supports")
SECRETARIAT = "SG"
OF_GROUPS = {
    "parent": "{} is a group: nothing belongs to it as to a body.",
    "succeeded_by": "{} is a group: no body is succeeded by it.",
    "supports": "{} is a group: what is supported is an organ.",
}
CYCLES = {
    "parent": "An actor cannot belong to itself.",
    "succeeded_by": "An actor cannot succeed itself.",
    "supports": "An actor cannot support itself.",
}


def similar(actors: Mapping[str, Actor], body: Mapping[str, Any]) -> list[str]:
    """Codes of the actors with a name or an acronym, in any language, that is one of this body's
    without accents, case, space and punctuation.
    """
    own = _labels(body)
    return [code for code, actor in actors.items() if own & _labels(actor.body)]


def _labels(body: Mapping[str, Any]) -> set[str]:
    labels = [*body["names"].values(), *body["acronyms"].values()]
    return {folded for label in labels if (folded := _folded(label))}


def _folded(label: str) -> str:
    return "".join(words(label))


def flaws(
    catalogue: Catalogue, code: str, kind: str, body: Mapping[str, Any], fields: Mapping[str, Any]
) -> list[Flaw]:
    """What is wrong with these fields of an actor, whose whole record is then `body`."""
    related = (_related(catalogue, code, name, fields.get(name)) for name in RELATIONS)
    return [
        *chain.from_iterable(related),
        *_supporting(catalogue, body),
        *_role(catalogue, fields.get("role")),
        *_validity(body["valid_from"], body["valid_to"]),
        *_memberships(catalogue, kind, fields),
    ]


def _related(catalogue: Catalogue, code: str, name: str, other: str | None) -> list[Flaw]:
    problem = _relation_problem(catalogue, code, name, other) if other else None
    return [(f"/{name}", *problem)] if problem else []


def _relation_problem(
    catalogue: Catalogue, code: str, name: str, other: str
) -> tuple[str, str] | None:
    if other not in catalogue.actors:
        return "unknown_code", f"There is no actor {other}."
    if catalogue.actors[other].kind == "group":
        return "not_a_body", OF_GROUPS[name].format(other)
    return ("cycle", CYCLES[name]) if code in _chain(catalogue, name, other) else None


def _chain(catalogue: Catalogue, name: str, code: str) -> list[str]:
    """The actor and those that this relation leads to from it, each once."""
    passed, following = list[str](), code
    while following in catalogue.actors and following not in passed:
        passed.append(following)
        following = catalogue.actors[following].body.get(name) or ""
    return passed


def _supporting(catalogue: Catalogue, body: Mapping[str, Any]) -> list[Flaw]:
    """Units of the Secretariat support organs, at whatever depth they belong to it."""
    above = _chain(catalogue, "parent", body.get("parent") or "")
    if not body.get("supports") or SECRETARIAT in above:
        return []
    return [("/supports", "not_of_the_secretariat", "Only a unit of SG supports an organ.")]


def _role(catalogue: Catalogue, role: str | None) -> list[Flaw]:
    if not role or role in catalogue.codes["actor_role"]:
        return []
    return [("/role", "unknown_code", f"There is no role {role}.")]


def _validity(valid_from: str | None, valid_to: str | None) -> list[Flaw]:
    if not (valid_from and valid_to) or valid_to > valid_from:
        return []
    detail = "valid_to is the first day out: it comes after valid_from."
    return [("/valid_to", "out_of_order", detail)]


def _memberships(catalogue: Catalogue, kind: str, fields: Mapping[str, Any]) -> list[Flaw]:
    places = enumerate(fields.get("memberships", ()))
    found = (_membership(catalogue, f"/memberships/{i}", each) for i, each in places)
    return [*_misplaced(kind, fields), *chain.from_iterable(found)]


def _misplaced(kind: str, fields: Mapping[str, Any]) -> list[Flaw]:
    if "memberships" not in fields or kind == "state":
        return []
    return [("/memberships", "not_a_state", "Only states have memberships.")]


def _membership(catalogue: Catalogue, pointer: str, membership: Mapping[str, Any]) -> list[Flaw]:
    status = _status(catalogue, f"{pointer}/status", membership["status"])
    return [*status, *_period(f"{pointer}/to", membership["from"], membership["to"])]


def _status(catalogue: Catalogue, pointer: str, status: str) -> list[Flaw]:
    if status in catalogue.codes["membership_status"]:
        return []
    return [(pointer, "unknown_code", f"There is no membership status {status}.")]


def _period(pointer: str, first: str, out: str | None) -> list[Flaw]:
    if not out or out > first:
        return []
    return [(pointer, "out_of_order", "`to` is the first day out: it comes after `from`.")]
