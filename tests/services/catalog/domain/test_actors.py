"""Names that look alike, and relations between actors that cannot be."""

from typing import Any

import pytest

from services.catalog.domain import actors
from services.catalog.domain.catalogue import SHARED, Actor, Catalogue, Entry

LISTS = ("actor_role", "membership_status")


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


def test_nothing_belongs_to_a_group() -> None:
    group = Actor("STATES", 4, "group", body(), None)
    catalogue = Catalogue(1, {}, {}, {**ALL.actors, "STATES": group})
    for name in actors.RELATIONS:
        found = actors.flaws(catalogue, "A", "organ", body(), {name: "STATES"})
        assert [flaw[:2] for flaw in found] == [(f"/{name}", "not_a_body")]
        assert found[0][2].startswith("STATES is a group")


def test_units_of_the_secretariat_support_organs_at_any_depth() -> None:
    above = [Actor("SG", 1, "organ", body(), None), Actor("D", 2, "organ", body(parent="SG"), None)]
    catalogue = Catalogue(1, {}, {}, {actor.code: actor for actor in (*above, A)})
    for parent, codes in (("SG", []), ("D", []), ("A", [WRONG]), (None, [WRONG])):
        own = body(parent=parent, supports="A")
        assert [flaw[1] for flaw in actors.flaws(catalogue, "U", "organ", own, {})] == codes
    assert actors.flaws(catalogue, "U", "organ", body(parent="A"), {}) == []


WRONG = "not_of_the_secretariat"
CODED = Catalogue(
    1,
    {},
    {
        "codelist": [Entry(SHARED, "codelist", name, 1, {}, {}, {}) for name in LISTS],
        "code": [
            Entry(SHARED, "code", f"{name}:a", 1, {"list": name, "code": "a"}, {}, {})
            for name in LISTS
        ],
    },
)


@pytest.mark.parametrize(
    ("kind", "fields", "expected"),
    [
        ("organ", {"role": "a"}, []),
        ("organ", {"role": None}, []),
        ("organ", {"role": "x"}, [("/role", "unknown_code")]),
        (
            "state",
            {"memberships": [("a", "2020-01-01", None), ("a", "2021-01-01", "2021-01-02")]},
            [],
        ),
        ("state", {"memberships": []}, []),
        ("organ", {"memberships": []}, [("/memberships", "not_a_state")]),
        (
            "state",
            {"memberships": [("a", "2020-01-01", None), ("x", "2021-01-01", "2021-01-01")]},
            [("/memberships/1/status", "unknown_code"), ("/memberships/1/to", "out_of_order")],
        ),
    ],
)
def test_roles_and_memberships(
    kind: str, fields: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    if "memberships" in fields:
        names = ("status", "from", "to")
        rows = fields["memberships"]
        fields = {"memberships": [dict(zip(names, row, strict=True)) for row in rows]}
    found = actors.flaws(CODED, "A", kind, body(), fields)
    assert [flaw[:2] for flaw in found] == expected


@pytest.mark.parametrize(
    ("first", "out", "fits"),
    [
        (None, "2020-01-01", True),
        ("2020-01-01", None, True),
        ("2020-01-01", "2020-01-02", True),
        ("2020-01-01", "2020-01-01", False),
    ],
)
def test_the_day_out_comes_after_the_first(first: str | None, out: str | None, fits: bool) -> None:
    own = body(valid_from=first, valid_to=out)
    expected = [] if fits else [("/valid_to", "out_of_order")]
    assert [flaw[:2] for flaw in actors.flaws(ALL, "A", "organ", own, {})] == expected
