"""The whole copy of an edition that a draft begins as."""

from dataclasses import replace

from tests.services.catalog.domain.test_drafts import BASE, DRAFT


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
