"""What came later is taken back: texts, structure, what was added or imported."""

from dataclasses import replace
from typing import Any

from services.catalog.domain.as_of import Line, Records, adopted, taken_back
from services.catalog.domain.catalogue import SHARED, Actor, Adoption, Entry, Official

OLD, NOW, LATER = "2026-01-01T", "2026-02-01T", "2026-03-01T"
TITLE = {
    "es": {"text": "Otro", "provenance": "editorial"},
    "fr": {"text": "Titre", "provenance": "machine", "outdated_since": LATER},
}
NODE = Entry("e", "activity", "ACT-1", 1, {"axes": ["gender"]}, {"title": TITLE}, {}, 3)
EDITIONS = [Entry(SHARED, "edition", code, n, {}, {}, {}) for n, code in enumerate(("e", "next"))]
ACTOR = Actor("COL", 1, "state", {"parent": "X"}, None, 2)


def line(kind: str, code: str, change: str = "changed", **told: Any) -> Line:
    given = {"edition": "e", "field": None, "lang": None, "before": None, "at": LATER, **told}
    return Line(kind=kind, code=code, change=change, **given)


def test_each_kind_of_change() -> None:
    new = replace(NODE, code="ACT-2")
    official = Official("e", "ACT-1", "fr", "Texte", 1, "0", "official")
    others = replace(official, lang="es")
    now = Records(
        [*EDITIONS, NODE, new, replace(NODE, edition="next")],
        [ACTOR, replace(ACTOR, code="NEW")],
        [official, others],
    )
    lines = [
        line("edition", "next", "published", edition="next"),
        line("official_text", "ACT-1", "imported", lang="fr"),
        line("activity", "ACT-1", field="axes", before=["rights"], at=LATER + "2"),
        line("activity", "ACT-1", field="title", lang="es", before={"text": "Uno"}),
        line("activity", "ACT-1", field="summary", lang="es"),
        line("activity", "ACT-2", "added"),
        line("activity", "ACT-9"),
        line("activity", "ACT-9", "added"),
        line("edition", "e", field="status", before="draft"),
        line("actor", "GONE", edition=None, field="parent"),
        line("actor", "COL", edition=None, field="parent", before="CIM"),
        line("actor", "NEW", "added", edition=None),
    ]
    then = taken_back(now, lines, NOW)
    assert [one.code for one in then.entries] == ["e", "ACT-1"]
    node = then.entries[1]
    assert (node.frozen, node.revision) == ({"axes": ["rights"]}, 1)
    assert node.texts["title"]["es"] == {"text": "Uno"}
    assert "outdated_since" not in node.texts["title"]["fr"]
    assert [(one.code, one.body, one.revision) for one in then.actors] == [
        ("COL", {"parent": "CIM"}, 1)
    ]
    assert then.officials == [others]
    assert taken_back(now, [], LATER).entries == now.entries


def test_proposals_that_were_adopted_by_then() -> None:
    first = Adoption("p", 1, 1, "CIM", "CAM", OLD, None, {"change": "add"})
    taken = replace(first, proposal="q", edition="next", node="ACT-2", incorporated_at=LATER)
    late = replace(first, proposal="r", decided_at=LATER)
    told = adopted([first, taken, late], NOW)
    assert {code: one.edition for code, one in told.items()} == {"p": None, "q": None}
    assert adopted([taken], LATER)["q"].edition == "next"
    assert list(adopted([late], LATER)) == ["r"], "on the instant itself"
