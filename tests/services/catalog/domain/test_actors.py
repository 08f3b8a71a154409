"""Names that look alike, and relations between actors that cannot be."""

from typing import Any

from services.catalog.domain import actors
from services.catalog.domain.catalogue import Actor, Catalogue


def body(**fields: Any) -> dict[str, Any]:
    return {"names": {}, "acronyms": {}, "valid_from": None, "valid_to": None, **fields}


A = Actor("A", 1, "organ", body(names={"fr": "L\u2019œuvre d\u2019été"}, succeeded_by="B"), None)
B = Actor("B", 2, "organ", body(acronyms={"es": "C.E."}, succeeded_by="C"), None)
C = Actor("C", 3, "organ", body(names={"en": "!"}, parent="C"), None)
ALL = Catalogue(1, {}, {}, {actor.code: actor for actor in (A, B, C)})


def test_names_are_compared_without_accents_case_space_and_punctuation() -> None:
    assert actors.similar(ALL.actors, body(names={"pt": "L'OEUVRE  d'ete"})) == ["A"]
    assert actors.similar(ALL.actors, body(names={"pt": "ce"})) == ["B"]
    assert actors.similar(ALL.actors, body(names={"pt": "?"})) == []


def test_no_relation_leads_back_to_its_actor() -> None:
    def found(code: str, **fields: str) -> list[str]:
        return [flaw[1] for flaw in actors.flaws(ALL, code, "organ", body(), fields)]

    assert found("C", succeeded_by="A") == ["cycle"]
    assert found("A", succeeded_by="A") == ["cycle"]
    assert found("A", succeeded_by="C") == found("A", parent="C") == []
    assert found("A", parent="X") == ["unknown_code"]


def test_who_succeeds_whom() -> None:
    assert ALL.predecessors == {"B": ["A"], "C": ["B"]}
