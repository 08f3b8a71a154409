"""An activity takes over the treaties of those whose place it takes, once each."""

import pytest

from services.catalog.domain import coverage
from services.catalog.domain.catalogue import SHARED, Edition, Entry
from services.catalog.domain.drafts import Edit

WHY = {"rationale": {"en": {"text": "It names it.", "provenance": "editorial"}}}


def covering(*pairs: str) -> Edition:
    entries = [
        Entry(
            "e",
            "coverage",
            pair,
            1,
            dict(zip(("instrument", "activity"), pair.split(":"), strict=True)),
            WHY,
            {},
        )
        for pair in pairs
    ]
    return Edition(Entry(SHARED, "edition", "e", 1, {}, {}, {}), {"coverage": entries}, {}, {})


def activity(kind: str, *replaces: str) -> Entry:
    return Entry("e", kind, "ACT-43", 1, {"replaces": list(replaces)}, {}, {})


@pytest.mark.parametrize(
    ("kind", "replaces", "held", "added"),
    [
        ("activity", ["ACT-23"], [], ["ICCPR:ACT-43"]),
        ("activity", ["ACT-23", "ACT-24"], [], ["ICCPR:ACT-43", "CRC:ACT-43"]),
        ("activity", ["ACT-23"], ["ICCPR:ACT-43"], []),
        ("activity", [], [], []),
        ("exhortation", ["ACT-23"], [], []),
    ],
)
def test_what_is_taken_over(
    kind: str, replaces: list[str], held: list[str], added: list[str]
) -> None:
    base = covering("ICCPR:ACT-23", "CRC:ACT-24", "ICCPR:ACT-24", "CRC:ACT-12")
    edit = Edit("2026-01-01T00:00:00.000000Z")
    coverage.inherit(edit, covering(*held), base, activity(kind, *replaces))
    assert [entry.code for entry in edit.new] == added
    assert all(entry.frozen["activity"] == "ACT-43" for entry in edit.new)
    assert all(entry.texts == WHY for entry in edit.new)


def test_a_draft_without_a_base_takes_nothing_over() -> None:
    edit = Edit("2026-01-01T00:00:00.000000Z")
    coverage.inherit(edit, covering(), None, activity("activity", "ACT-23"))
    assert edit.new == []
