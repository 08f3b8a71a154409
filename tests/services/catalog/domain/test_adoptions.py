"""Where an adopted proposal goes: the next free code of its kind, past every edition's last."""

from dataclasses import replace
from typing import Any

import pytest

from services.catalog.domain import adoptions, drafts
from services.catalog.domain.catalogue import SHARED, Actor, Adoption, Catalogue, Edition, Entry


def edition(code: str, draft: bool, *activities: str) -> Edition:
    frozen = {"draft": draft, "current": not draft}
    nodes = [Entry(code, "activity", each, n, {}, {}, {}) for n, each in enumerate(activities)]
    entry = Entry(SHARED, "edition", code, 1, frozen, {}, {})
    return Edition(entry, {"activity": nodes}, {}, {})


def test_a_code_is_not_given_twice() -> None:
    old = edition("old", False, "ACT-01", "ACT-44")
    draft = edition("new", True, "ACT-01", "ACT-43")
    other = edition("other", True, "ACT-50")
    catalogue = Catalogue(1, {each.code: each for each in (old, draft, other)})
    assert adoptions.next_code(catalogue, draft, "activity", "ACT") == ("ACT-45", 45)
    assert adoptions.next_code(catalogue, draft, "specific_objective", "SO") == ("SO-01", 1)


def adoption(change: str, node: str, /, **content: Any) -> Adoption:
    said = {"node": None, "node_kind": None, "texts": {}}
    lists = {"addressees": [], "objectives": []}
    about = {"change": change, **said, **lists, **content}
    return Adoption("p", 1, 1, "CIM", "CAM", "", None, about, edition="new", node=node)


def catalogued(*editions: Edition, actors: tuple[Actor, ...] = ()) -> Catalogue:
    return Catalogue(
        1, {each.code: each for each in editions}, {}, {actor.code: actor for actor in actors}
    )


@pytest.mark.parametrize(
    ("change", "node", "there"),
    [
        ("add", "ACT-01", True),
        ("add", "ACT-02", False),
        ("retire", "ACT-02", True),
        ("retire", "ACT-01", False),
    ],
)
def test_what_is_taken_away_again_is_not_taken_in(change: str, node: str, there: bool) -> None:
    new = edition("new", False, "ACT-01")
    found = adoptions.incorporated_in(catalogued(new), adoption(change, node))
    assert found is (new if there else None)


def test_a_draft_that_was_overtaken_has_taken_nothing_in() -> None:
    old, draft = edition("old", False), edition("new", True, "ACT-01")
    one = adoption("add", "ACT-01")
    for succeeds, takes in (("old", True), ("older", False)):
        entry = replace(draft.entry, frozen={**draft.entry.frozen, "succeeds": succeeds})
        following = replace(draft, entry=entry)
        found = adoptions.incorporated_in(catalogued(old, following), one)
        assert found is (following if takes else None)
    assert adoptions.incorporated_in(catalogued(draft), one) is draft, "nothing is current"
    assert adoptions.incorporated_in(catalogued(old), one) is None
    assert adoptions.incorporated_in(catalogued(old), replace(one, edition=None)) is None


def test_an_edition_tells_what_it_has_taken_in() -> None:
    new = edition("new", False, "ACT-01")
    some = {"p": adoption("add", "ACT-01"), "q": replace(adoption("add", "X"), proposal="q")}
    catalogue = replace(catalogued(new), adoptions=some)
    told = [{"proposal": "p", "change": "add", "node": "ACT-01"}]
    assert adoptions.of_editions(catalogue, ["new"]) == told
    assert adoptions.of_editions(catalogue, ["old"]) == []


def filled() -> Edition:
    """A draft with an objective, an activity of an organ and one of the states."""
    base = {"themes": [], "links": []}
    rows = [
        ("specific_objective", "SO-01", {"section": "IV"}),
        ("activity", "ACT-01", {"section": "V.A", "addressees": ["CIM"], "number": 1}),
        ("activity", "ACT-02", {"section": "V.B", "addressees": ["STATES"], "number": 2}),
    ]
    kinds: dict[str, list[Entry]] = {}
    for n, (kind, code, frozen) in enumerate(rows):
        entry = Entry("new", kind, code, n, {**drafts.EMPTY, **base, **frozen}, {}, {})
        kinds.setdefault(kind, []).append(entry)
    kinds["link"] = [
        Entry(
            "new",
            "link",
            "ACT-01:SO-01",
            1,
            {"activity": "ACT-01", "objective": "SO-01"},
            {"rationale": {"en": {"text": "why", "provenance": "editorial"}}},
            {},
        )
    ]
    return Edition(edition("new", True).entry, kinds, {}, {})


ACTORS = (
    Actor("CIM", 1, "organ", {}, None),
    Actor("IIN", 2, "organ", {}, None),
    Actor("COL", 3, "state", {}, None),
    Actor("STATES", 4, "group", {}, None),
)


def incorporated(change: str, /, **content: Any) -> Edition:
    draft = filled()
    one = adoption(change, "", **content)
    made = adoptions.incorporate(catalogued(draft, actors=ACTORS), draft, one, "now")
    assert isinstance(made, adoptions.Incorporation), made
    assert made.edit.history[-1].change == "incorporated"
    assert made.edit.history[-1].after == {"proposal": "p", "change": change}
    return drafts.applied(draft, made.edit)


@pytest.mark.parametrize(
    ("addressees", "section", "strength"),
    [
        (["IIN"], "V.A", "undertake"),
        (["COL"], "V.B", "undertake"),
        (["STATES"], "V.B", "consider"),
        (["STATES", "CIM"], "V.B", "undertake"),
    ],
)
def test_a_new_activity_stands_beside_those_of_its_addressees(
    addressees: list[str], section: str, strength: str
) -> None:
    texts = {"es": {"title": "t", "summary": ""}}
    said = {"addressees": addressees, "objectives": ["SO-01"], "texts": texts}
    node = incorporated("add", node_kind="activity", **said).nodes["ACT-03"]
    fields = ("number", "section", "strength", "addressees", "origin")
    assert [node.frozen[name] for name in fields] == [
        3,
        section,
        strength,
        addressees,
        {"proposal": "p"},
    ]
    assert node.texts["title"]["es"] == {"text": "t", "provenance": "editorial"}
    assert set(node.texts["title"]) == {"en", "es", "pt", "fr"}


def test_a_new_objective_has_no_number_and_no_addressee() -> None:
    said = {"node_kind": "objective", "texts": {"es": {"title": "t", "summary": "s"}}}
    node = incorporated("add", **said).nodes["SO-02"]
    assert (node.frozen["section"], node.frozen["strength"]) == ("IV", "promote")
    assert not node.frozen.get("addressees")


def test_an_amended_activity_keeps_its_rationale_and_its_other_texts() -> None:
    texts = {"es": {"title": "t"}, "fr": {"title": ""}}
    after = incorporated("amend", node="ACT-01", objectives=["SO-01"], texts=texts)
    assert after.kinds["link"] == filled().kinds["link"]
    assert set(after.nodes["ACT-01"].texts["title"]) == {"es"}
    assert after.nodes["ACT-01"].frozen["addressees"] == ["CIM"]
    linked = incorporated("amend", node="ACT-02", objectives=["SO-01"])
    [link] = [link for link in linked.kinds["link"] if link.frozen["activity"] == "ACT-02"]
    assert link.texts["rationale"]["en"]["text"] == adoptions.RATIONALE["en"]["text"]


def test_a_retired_node_is_gone() -> None:
    assert "ACT-01" not in incorporated("retire", node="ACT-01").nodes


@pytest.mark.parametrize(
    ("change", "content", "places"),
    [
        ("amend", {"node": "ACT-09"}, ["/proposal/node"]),
        ("retire", {"node": "ACT-09"}, ["/proposal/node"]),
        ("amend", {"node": "ACT-01", "objectives": ["SO-09"]}, ["/proposal/objectives/0"]),
        ("amend", {"node": "SO-01", "objectives": ["SO-09"]}, []),
        ("amend", {"node": "ACT-01", "addressees": ["X"]}, ["/proposal/addressees/0"]),
        (
            "add",
            {"node_kind": "activity", "addressees": ["CIM", "X"], "objectives": ["SO-01"]},
            ["/proposal/addressees/1"],
        ),
    ],
)
def test_what_does_not_fit_is_named(
    change: str, content: dict[str, Any], places: list[str]
) -> None:
    draft = filled()
    catalogue = catalogued(draft, actors=ACTORS)
    made = adoptions.incorporate(catalogue, draft, adoption(change, "", **content), "now")
    found = [] if isinstance(made, adoptions.Incorporation) else [flaw[0] for flaw in made]
    assert found == places
