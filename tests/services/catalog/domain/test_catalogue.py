"""A snapshot puts everything in document order and knows both ends of every link."""

from services.catalog.domain.catalogue import SHARED, Actor, Entry, Official, assemble

NODE = {"themes": ["t"], "section": "V", "line": 1}


def entry(edition: str, kind: str, code: str, n: int, /, **frozen: object) -> Entry:
    texts = {"title": {"es": {"text": f"Título {code}", "provenance": "editorial"}}}
    return Entry(edition, kind, code, n, frozen, texts, texts)


ENTRIES = [
    entry("e", "link", "ACT-2:SO-1", 1, activity="ACT-2", objective="SO-1"),
    entry("e", "link", "ACT-1:SO-1", 2, activity="ACT-1", objective="SO-1"),
    entry("e", "activity", "ACT-2", 3, **NODE),
    entry("e", "activity", "ACT-1", 2, **NODE),
    entry("e", "specific_objective", "SO-1", 1, **NODE),
    entry(SHARED, "edition", "e", 1, current=True),
    entry(SHARED, "edition", "old", 2, current=False),
    entry(SHARED, "codelist", "theme", 1),
    entry(SHARED, "code", "theme:t", 1, list="theme", code="t"),
]
OFFICIAL = Official("e", "ACT-1", "fr", "Phrase officielle", 7, "0" * 64, "official-draft")
CATALOGUE = assemble(
    5,
    ENTRIES,
    [
        Actor("B", 2, "organ", {}, None),
        Actor("A", 2, "organ", {}, None),
        Actor("C", 1, "organ", {}, None),
    ],
    [OFFICIAL],
)


def test_order() -> None:
    assert list(CATALOGUE.editions["e"].nodes) == ["SO-1", "ACT-1", "ACT-2"]
    assert list(CATALOGUE.actors) == ["C", "A", "B"]
    assert CATALOGUE.current is CATALOGUE.editions["e"]


def test_links_are_known_from_both_ends() -> None:
    assert CATALOGUE.editions["e"].linked == {
        "ACT-1": ["SO-1"],
        "ACT-2": ["SO-1"],
        "SO-1": ["ACT-1", "ACT-2"],
    }


def test_a_node_knows_what_it_corresponds_to() -> None:
    rows = [
        entry("e", "correspondence", f"{node}:{target}", n, node=node, target=target, crosswalk=id)
        for n, (node, target, id) in enumerate(
            (("ACT-1", "B", "x"), ("ACT-1", "A", "x"), ("SO-1", "A", "x"))
        )
    ]
    walks = [entry("e", "crosswalk", id, n) for n, id in enumerate(("x", "y"))]
    edition = assemble(1, [*ENTRIES, *walks, *rows], [], []).editions["e"]
    assert edition.corresponding == {
        "ACT-1": {"x": ["B", "A"], "y": []},
        "SO-1": {"x": ["A"], "y": []},
    }
    assert [each.code for each in edition.related("ACT-1")] == [
        *("ACT-1:SO-1", "ACT-1:B", "ACT-1:A")
    ]


def test_the_index_holds_titles_labels_official_texts_and_codes() -> None:
    index = CATALOGUE.editions["e"].index
    for question in ("titulo", "officielle", "theme", "act 1"):
        assert index.matches("ACT-1", question), question
    assert not index.matches("ACT-2", "officielle")


def test_code_lists() -> None:
    assert list(CATALOGUE.codes["theme"]) == ["t"]
    assert CATALOGUE.editions["old"].nodes == {}


def test_what_covers_an_instrument_comes_in_the_order_of_the_activities() -> None:
    rows = [
        entry("e", "coverage", f"T:{activity}", n, instrument="T", activity=activity)
        for n, activity in enumerate(("ACT-2", "ACT-1"))
    ]
    treaties = [entry("e", "instrument", code, n) for n, code in enumerate(("T", "U"))]
    edition = assemble(1, [*ENTRIES, *treaties, *rows], [], []).editions["e"]
    found = {code: [each.code for each in some] for code, some in edition.instruments.items()}
    assert found == {"T": ["T:ACT-1", "T:ACT-2"], "U": []}


def test_a_link_is_direct_unless_it_says_otherwise() -> None:
    far = entry(
        "e", "link", "ACT-1:GO-1", 3, activity="ACT-1", objective="GO-1", strength="indirect"
    )
    objective = entry("e", "general_objective", "GO-1", 1, **NODE)
    edition = assemble(1, [*ENTRIES, objective, far], [], []).editions["e"]
    assert edition.link_strengths == {
        "ACT-1": {"SO-1": "direct", "GO-1": "indirect"},
        "ACT-2": {"SO-1": "direct"},
        "SO-1": {"ACT-1": "direct", "ACT-2": "direct"},
        "GO-1": {"ACT-1": "indirect"},
    }


def test_only_themes_are_themes() -> None:
    other = entry(SHARED, "code", "role:t", 2, list="role", code="t")
    lists = [entry(SHARED, "codelist", "role", 2), other]
    node = entry("e", "activity", "ACT-3", 9, **{**NODE, "themes": ["t", "unknown"]})
    edition = assemble(1, [*ENTRIES, *lists, node], [], []).editions["e"]
    assert edition.themes["t"].code == "theme:t"
    assert edition.index.matches("ACT-3", "theme")
