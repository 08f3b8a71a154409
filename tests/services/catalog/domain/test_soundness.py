"""What is wrong with a draft is said with a pointer and a code, all of it at once."""

from dataclasses import replace
from typing import Any

import pytest

from services.catalog.domain import soundness
from services.catalog.domain.catalogue import SHARED, Actor, Catalogue, Edition, Entry

TEXT = {
    "en": {"text": "x", "provenance": "editorial"},
    **{lang: {"provenance": "missing"} for lang in ("es", "fr", "pt")},
}
FROZEN = {
    "number": 1,
    "section": "V",
    "addressees": ["CIM"],
    "strength": "promote",
    "conditions": [],
    "axes": ["gender"],
    "themes": [],
    "replaces": ["ACT-01"],
}


def edition(
    code: str, *nodes: Entry, links: tuple[tuple[str, str], ...] = (), base: str | None = None
) -> Edition:
    kinds: dict[str, list[Entry]] = {"section": [Entry(code, "section", "V", 1, {}, {}, {})]}
    for node in nodes:
        kinds.setdefault(node.kind, []).append(node)
    kinds["link"] = [
        Entry(code, "link", f"{a}:{o}", 1, {"activity": a, "objective": o}, {"rationale": TEXT}, {})
        for a, o in links
    ]
    return Edition(
        Entry(SHARED, "edition", code, 1, {"based_on": base, "current": True}, {}, {}),
        kinds,
        {},
        {},
    )


def entry(kind: str, code: str, **frozen: Any) -> Entry:
    return Entry("new", kind, code, 1, {**FROZEN, **frozen}, {"title": TEXT, "summary": TEXT}, {})


ACTIVITY, OBJECTIVE = entry("activity", "ACT-02"), entry("general_objective", "GO-1", replaces=[])
OLD = edition("old", entry("activity", "ACT-01", replaces=[]))
DRAFT = edition("new", ACTIVITY, OBJECTIVE, links=(("ACT-02", "GO-1"),), base="old")
LISTS = {"strength": "promote", "condition": "c", "axis": "gender", "theme": "t"}
SHARED_ENTRIES = {
    "codelist": [Entry(SHARED, "codelist", name, 1, {}, {}, {}) for name in LISTS],
    "code": [
        Entry(SHARED, "code", f"{name}:{code}", 1, {"list": name, "code": code}, {}, {})
        for name, code in LISTS.items()
    ],
}
CATALOGUE = Catalogue(
    1, {"old": OLD, "new": DRAFT}, SHARED_ENTRIES, {"CIM": Actor("CIM", 1, "organ", {}, None)}
)


def test_nothing_is_wrong() -> None:
    assert soundness.of_edition(CATALOGUE, DRAFT) == []
    assert soundness.of_links(DRAFT, "activity", "ACT-02", [{"objective": "GO-1"}]) == []
    assert soundness.of_code("activity", "ACT-43") == []


@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        ({"section": "X"}, "/section", "unknown_code"),
        ({"addressees": ["CIM", "NOBODY"]}, "/addressees/1", "unknown_code"),
        ({"addressees": ["CIM", "CIM"]}, "/addressees/1", "repeated"),
        ({"addressees": []}, "/addressees", "required"),
        ({"strength": "x"}, "/strength", "unknown_code"),
        ({"conditions": ["x"]}, "/conditions/0", "unknown_code"),
        ({"axes": ["x"]}, "/axes/0", "unknown_code"),
        ({"themes": ["x"]}, "/themes/0", "unknown_code"),
        ({"replaces": ["ACT-02"]}, "/replaces/0", "unknown_code"),
        ({"replaces": ["GO-1"]}, "/replaces/0", "unknown_code"),
    ],
)
def test_what_a_node_may_not_name(change: dict[str, Any], pointer: str, code: str) -> None:
    node = replace(ACTIVITY, frozen={**ACTIVITY.frozen, **change})
    assert [flaw[:2] for flaw in soundness.of_node(CATALOGUE, DRAFT, node)] == [(pointer, code)]
    assert [
        flaw[:2]
        for flaw in soundness.of_edition(
            CATALOGUE, edition("new", node, OBJECTIVE, links=(("ACT-02", "GO-1"),), base="old")
        )
    ] == [(f"/nodes/ACT-02{pointer}", code)]


def test_two_nodes_of_a_kind_have_two_numbers() -> None:
    draft = edition("new", ACTIVITY, entry("activity", "ACT-03", replaces=[]), base="old")
    assert [flaw[:2] for flaw in soundness.of_node(CATALOGUE, draft, ACTIVITY)] == [
        ("/number", "repeated")
    ]


@pytest.mark.parametrize(
    ("kind", "links", "flaws"),
    [
        ("general_objective", [], [("/links", "not_an_activity")]),
        (
            "activity",
            [{"objective": "GO-9", "rationale": TEXT}],
            [("/links/0/objective", "unknown_code")],
        ),
        (
            "activity",
            [{"objective": "GO-1"}, {"objective": "GO-1"}],
            [("/links/1/objective", "repeated")],
        ),
    ],
)
def test_what_links_may_not_say(
    kind: str, links: list[dict[str, Any]], flaws: list[tuple[str, str]]
) -> None:
    assert [flaw[:2] for flaw in soundness.of_links(DRAFT, kind, "ACT-02", links)] == flaws


def test_a_new_link_says_why() -> None:
    assert [
        flaw[:2]
        for flaw in soundness.of_links(DRAFT, "activity", "ACT-09", [{"objective": "GO-1"}])
    ] == [("/links/0/rationale", "required")]


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("activity", "ACT-1"),
        ("activity", "ACT-٤٣"),
        ("general_objective", "ACT-43"),
        ("financing", "FIN-0"),
    ],
)
def test_how_codes_are_written(kind: str, code: str) -> None:
    assert [flaw[:2] for flaw in soundness.of_code(kind, code)] == [("/code", "wrong_form")]


def test_what_an_edition_lacks() -> None:
    bare = replace(ACTIVITY, texts={"title": TEXT})
    assert [
        flaw[:2]
        for flaw in soundness.of_edition(CATALOGUE, edition("new", bare, OBJECTIVE, base="old"))
    ] == [
        ("/nodes/GO-1/activities", "required"),
        *((f"/nodes/ACT-02/summary/{lang}", "required") for lang in ("en", "es", "fr", "pt")),
        ("/nodes/ACT-02/links", "required"),
    ]
    assert soundness.of_edition(CATALOGUE, edition("new"))[0][:2] == ("/nodes", "required")


def test_every_text_is_there_in_every_language_or_marked_as_missing() -> None:
    english = {"en": TEXT["en"]}
    node = replace(ACTIVITY, texts={"title": english, "summary": TEXT})
    draft = edition("new", node, OBJECTIVE, links=(("ACT-02", "GO-1"),), base="old")
    link = replace(draft.kinds["link"][0], texts={"rationale": {**TEXT, "es": TEXT["en"]}})
    bare = replace(link, texts={"rationale": english})
    for entry, more in ((link, []), (bare, ["/links/0/rationale"])):
        flaws = soundness.of_edition(
            CATALOGUE, replace(draft, kinds={**draft.kinds, "link": [entry]})
        )
        assert [flaw[:2] for flaw in flaws] == [
            (f"/nodes/ACT-02{at}/{lang}", "required")
            for at in ("/title", *more)
            for lang in ("es", "fr", "pt")
        ]


def test_a_text_has_words_somewhere() -> None:
    missing = replace(ACTIVITY, texts={"title": {"en": TEXT["es"]}, "summary": TEXT})
    assert [flaw[:2] for flaw in soundness.of_texts(missing)] == [("/title", "required")]
