"""The whole copy of an edition that a draft begins as."""

from dataclasses import replace
from typing import Any

from services.catalog.domain import copies
from services.catalog.domain.catalogue import Catalogue
from tests.services.catalog.domain.test_drafts import BASE, DRAFT, WHY


def test_a_copy_has_everything_but_a_past() -> None:
    assert (
        DRAFT.code,
        DRAFT.draft,
        DRAFT.based_on,
        DRAFT.entry.frozen["succeeds"],
        DRAFT.entry.n,
    ) == ("new", True, "old", "old", 3)
    assert list(DRAFT.nodes) == list(BASE.nodes)
    assert DRAFT.linked == BASE.linked
    assert {entry.edition for entries in DRAFT.kinds.values() for entry in entries} == {"new"}
    copy = DRAFT.nodes["ACT-01"]
    assert (copy.revision, copy.filed, copy.texts, "replaces" in copy.frozen) == (
        1,
        {},
        BASE.nodes["ACT-01"].texts,
        False,
    )
    assert DRAFT.officials["ACT-01"]["fr"] == replace(BASE.officials["ACT-01"]["fr"], edition="new")


def test_a_copy_says_where_it_comes_from_unless_it_is_told_otherwise() -> None:
    catalogue = Catalogue(1, {"old": BASE, "x": replace(BASE, entry=replace(BASE.entry, n=1))})
    own = {"es": {"text": "otra", "provenance": "editorial"}}

    def texts(title: Any, note: Any) -> dict[str, Any]:
        made = copies.copied(catalogue, BASE, copies.Particulars("new", title, note, 2027))
        assert made.entry.n == 3, "behind the last one"
        return dict(made.entry.texts)

    plain = texts(None, None)
    assert plain["title"]["en"] == WHY["en"]
    assert plain["note"]["en"]["text"] == "Made from edition old."
    named = texts(own, own)
    assert (named["title"]["es"], named["note"]["es"]) == (own["es"], own["es"])
    assert set(named["title"]) == {"en", "es", "pt", "fr"}, "the others are marked as missing"


def test_nodes_of_a_copy_stand_apart_and_everything_else_in_its_place() -> None:
    places = [node.n for node in DRAFT.nodes.values()]
    assert places == [copies.SPACING * n for n in range(1, len(places) + 1)]
    assert [entry.n for entry in DRAFT.of("link")] == [entry.n for entry in BASE.of("link")]
    assert [entry.n for entry in DRAFT.of("defect")] == [1, 2, 3]


def test_a_copy_succeeds_the_current_edition_where_there_is_one() -> None:
    nothing = replace(BASE.entry, frozen={**BASE.entry.frozen, "current": False})
    base = replace(BASE, entry=nothing)
    made = copies.copied(
        Catalogue(1, {"old": base}), base, copies.Particulars("new", WHY, None, 2027)
    )
    assert made.entry.frozen["succeeds"] is None
    assert (made.entry.frozen["current"], made.draft) == (False, True)
