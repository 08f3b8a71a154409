"""What a draft is made of, and what an edit writes and takes away, without a database."""

from dataclasses import replace
from typing import Any

from services.catalog.domain import copies, drafts
from services.catalog.domain.catalogue import SHARED, Catalogue, Edition, Entry, Official

AT = "2027-01-01T00:00:00.000000Z"
WHY = {"en": {"text": "why", "provenance": "editorial"}}


def node(kind: str, code: str, n: int, **frozen: Any) -> Entry:
    return Entry(
        "old", kind, code, n, {**drafts.EMPTY, **frozen}, {"title": WHY}, {"title": WHY}, 5
    )


def link(activity: str, objective: str, n: int) -> Entry:
    return Entry(
        "old",
        "link",
        f"{activity}:{objective}",
        n,
        {"activity": activity, "objective": objective},
        {"rationale": WHY},
        {},
    )


BASE = Edition(
    Entry(
        SHARED,
        "edition",
        "old",
        2,
        {"current": True, "status": "draft", "content": "full"},
        {"title": WHY, "note": WHY},
        {},
    ),
    {
        "general_objective": [
            node("general_objective", "GO-1", 1),
            node("general_objective", "GO-2", 2),
        ],
        "activity": [
            node("activity", "ACT-01", 3, replaces=["ACT-00"]),
            node("activity", "ACT-03", 4),
        ],
        "financing": [node("financing", "FIN-1", 5)],
        "link": [link("ACT-01", "GO-1", 1), link("ACT-03", "GO-1", 2), link("ACT-03", "GO-2", 3)],
        "fingerprint": [
            Entry("old", "fingerprint", "ACT-01", 1, {"sha256": {"fr": "a", "es": "b"}}, {}, {})
        ],
        "defect": [
            Entry("old", "defect", f"DEF-{n}", n, {"nodes": nodes}, {}, {})
            for n, nodes in ((1, ["ACT-01"]), (2, ["ACT-01", "GO-1"]), (3, []))
        ],
    },
    {
        "ACT-01": {
            lang: Official("old", "ACT-01", lang, "x", 1, sha256, "official")
            for lang, sha256 in (("fr", "a"), ("es", "b"))
        }
    },
    {},
)
DRAFT = copies.copied(Catalogue(1, {"old": BASE}), BASE, copies.Particulars("new", WHY, None, 2027))


def kinds(edition: Edition, kind: str) -> list[str]:
    return [entry.code for entry in edition.kinds.get(kind, ())]


def test_links_are_given_whole_and_keep_their_rationale() -> None:
    edit = drafts.change(
        DRAFT, DRAFT.nodes["ACT-03"], {"links": [{"objective": "GO-2"}], "axes": ["gender"]}, AT
    )
    after = drafts.applied(DRAFT, edit)
    assert after.linked["ACT-03"] == ["GO-2"]
    assert (after.nodes["ACT-03"].frozen["axes"], after.nodes["ACT-03"].revision) == (["gender"], 2)
    assert [(change.kind, change.change, change.field) for change in edit.history] == [
        ("activity", "changed", "axes"),
        ("link", "removed", None),
    ]
    wanted = [
        {"objective": "GO-1", "rationale": {"es": WHY["en"]}},
        {"objective": "GO-2", "rationale": WHY},
    ]
    more = drafts.change(DRAFT, DRAFT.nodes["ACT-01"], {"links": wanted}, AT)
    links = {
        entry.code: entry.texts["rationale"] for entry in drafts.applied(DRAFT, more).kinds["link"]
    }
    assert links["ACT-01:GO-1"] == {**WHY, "es": WHY["en"]}
    assert links["ACT-01:GO-2"] == WHY


def test_another_fingerprint_takes_the_text_and_the_defects_of_the_old_wording() -> None:
    edit = drafts.change(DRAFT, DRAFT.nodes["ACT-01"], {"fingerprints": {"fr": "z", "es": "b"}}, AT)
    after = drafts.applied(DRAFT, edit)
    assert after.fingerprints["ACT-01"] == {"fr": "z", "es": "b"}
    assert list(after.officials["ACT-01"]) == ["es"]
    assert [(entry.code, entry.frozen["nodes"]) for entry in after.kinds["defect"]] == [
        ("DEF-2", ["GO-1"]),
        ("DEF-3", []),
    ]
    assert (
        drafts.applied(
            DRAFT, drafts.change(DRAFT, DRAFT.nodes["ACT-01"], {"fingerprints": {}}, AT)
        ).fingerprints
        == {}
    )
    more = drafts.change(
        DRAFT, DRAFT.nodes["ACT-01"], {"fingerprints": {"fr": "a", "es": "b", "pt": "c"}}, AT
    )
    assert (more.dropped, more.gone, len(drafts.applied(DRAFT, more).kinds["defect"])) == (
        [],
        [],
        3,
    )
    new = drafts.change(DRAFT, DRAFT.nodes["ACT-03"], {"fingerprints": {"fr": "y"}}, AT)
    assert drafts.applied(DRAFT, new).fingerprints["ACT-03"] == {"fr": "y"}


def test_new_nodes_stand_in_document_order() -> None:
    after = DRAFT
    new = [
        *(("activity", code) for code in ("ACT-05", "ACT-04", "ACT-02")),
        ("general_objective", "GO-3"),
        ("exhortation", "EXH-1"),
    ]
    for kind, code in new:
        after = drafts.applied(
            after, drafts.add(after, {"kind": kind, "code": code, "title": WHY, "section": "V"}, AT)
        )
    order = [
        "GO-1",
        "GO-2",
        "GO-3",
        "ACT-01",
        "ACT-02",
        "ACT-03",
        "ACT-04",
        "ACT-05",
        "EXH-1",
        "FIN-1",
    ]
    assert list(after.nodes) == order
    assert [
        entry.code
        for entry in sorted(after.nodes.values(), key=lambda entry: (entry.n, entry.code))
    ] == order


def test_what_goes_leaves_nothing_behind() -> None:
    after = drafts.applied(DRAFT, drafts.retire(DRAFT, DRAFT.nodes["GO-1"], AT))
    assert (after.linked, kinds(after, "link")) == (
        {"ACT-03": ["GO-2"], "GO-2": ["ACT-03"]},
        ["ACT-03:GO-2"],
    )
    after = drafts.applied(DRAFT, drafts.retire(DRAFT, DRAFT.nodes["ACT-01"], AT))
    assert (after.officials["ACT-01"], after.fingerprints) == ({}, {})
    assert (kinds(after, "activity"), kinds(after, "defect")) == (["ACT-03"], ["DEF-2", "DEF-3"])


def test_adopted_it_is_current_and_the_other_is_not() -> None:
    after = drafts.adopted(DRAFT, {"date": "2027-01-01"})
    assert (
        after.draft,
        after.entry.frozen["current"],
        after.entry.frozen["date"],
        after.entry.revision,
    ) == (False, True, "2027-01-01", 2)
    entry = drafts.former(BASE)
    assert (entry.frozen["current"], entry.revision) == (False, 2)
    changes = drafts.frozen_changes(BASE.entry, entry)
    assert [(change.edition, change.code, change.field, change.after) for change in changes] == [
        ("old", "old", "current", False)
    ]


def outdated(entry: Entry, name: str, *langs: str) -> Entry:
    """An entry whose text in these languages is behind the others."""
    behind = {"text": "x", "provenance": "editorial", "outdated_since": "2026"}
    return replace(entry, texts={name: {**WHY, **dict.fromkeys(langs, behind)}})


def test_what_is_confirmed_follows_the_others_again_with_its_links() -> None:
    node = outdated(DRAFT.nodes["ACT-03"], "title", "es")
    links = [
        outdated(entry, "rationale", "es") if entry.code == "ACT-03:GO-1" else entry
        for entry in DRAFT.kinds["link"]
    ]
    behind = replace(DRAFT, kinds={**DRAFT.kinds, "link": links})
    edit = drafts.confirm(behind, node, "es", AT)
    assert [(entry.code, entry.revision) for entry in edit.changed] == [
        ("ACT-03", node.revision + 1),
        ("ACT-03:GO-1", links[1].revision + 1),
    ]
    told = [(line.code, line.change, line.field, line.lang) for line in edit.history]
    assert told == [
        ("ACT-03", "confirmed", "title", "es"),
        ("ACT-03:GO-1", "confirmed", "rationale", "es"),
    ]
    assert [
        ("outdated_since" in line.before, "outdated_since" in line.after) for line in edit.history
    ] == [(True, False)] * 2
    assert len(drafts.confirm(behind, DRAFT.nodes["ACT-03"], "es", AT).changed) == 2
    assert len(drafts.confirm(DRAFT, node, "es", AT).changed) == 1
    nothing = drafts.confirm(DRAFT, DRAFT.nodes["ACT-03"], "es", AT)
    assert (nothing.changed, nothing.history) == ([], [])


def test_a_new_node_comes_with_its_links_and_with_history() -> None:
    fields = {"kind": "activity", "code": "ACT-02", "title": WHY, "links": [{"objective": "GO-2"}]}
    edit = drafts.add(DRAFT, fields, AT)
    after = drafts.applied(DRAFT, edit)
    assert after.linked["ACT-02"] == ["GO-2"]
    assert [(line.kind, line.code, line.change) for line in edit.history] == [
        ("activity", "ACT-02", "added"),
        ("link", "ACT-02:GO-2", "added"),
    ]
    node, link = edit.new
    assert node.n == DRAFT.nodes["ACT-01"].n + 1
    assert link.n == max(entry.n for entry in DRAFT.of("link")) + 1
    empty = replace(DRAFT, kinds={})
    assert drafts.add(empty, {"kind": "activity", "code": "ACT-01"}, AT).new[0].n == 1


def test_another_text_is_a_line_of_history() -> None:
    other = {"en": {"text": "another", "provenance": "editorial"}}
    edit = drafts.change(DRAFT, DRAFT.nodes["ACT-01"], {"title": other}, AT)
    assert [(line.field, line.lang) for line in edit.history] == [("title", "en")]
