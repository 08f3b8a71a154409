"""`recommendation`: known addressees, and grounds that are public."""

from typing import Any

import pytest

from services.reports.domain.kind import Draft
from services.reports.domain.kinds.recommendation import KIND
from services.reports.domain.others import Other, others_of
from services.reports.domain.programme import Actor, Catalogue
from services.reports.domain.rules import violations
from tests.services.reports.domain.catalogue import CATALOGUE, TODAY

EXPERTS = Actor("EXPERTS", "organ", None)
WITH_EXPERTS = Catalogue(
    CATALOGUE.edition,
    CATALOGUE.addressees,
    CATALOGUE.objectives,
    {**CATALOGUE.actors, EXPERTS.code: EXPERTS},
)
OTHERS = others_of(
    [
        Other("public", "practice", ("COL",), 1, {}),
        Other("hidden", "practice", ("COL",), 1, {}, public=False),
    ],
    {"before-the-summit": "expert_meeting", "of-cidi": "cidi_meeting"},
)


@pytest.mark.parametrize(
    ("reporter", "payload", "expected"),
    [
        ("EXPERTS", {"addressed_to": ["COL", "SUMMIT"], "grounds": ["public"]}, []),
        ("EXPERTS", {"addressed_to": ["STATES"]}, [("/payload/addressed_to/0", "unknown_code")]),
        (
            "EXPERTS",
            {"grounds": ["public", "hidden", "none"]},
            [("/payload/grounds/1", "not_public"), ("/payload/grounds/2", "not_public")],
        ),
        ("CIM", {}, [("/reporter", "actor_may_not_report")]),
        ("EXPERTS", {"meeting": "before-the-summit"}, []),
        ("EXPERTS", {"meeting": "of-cidi"}, [("/payload/meeting", "unknown_code")]),
        ("EXPERTS", {"meeting": "none"}, [("/payload/meeting", "unknown_code")]),
    ],
)
def test_rules(reporter: str, payload: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    found = violations(KIND, WITH_EXPERTS, Draft(reporter, (), payload, OTHERS), TODAY)
    assert [(pointer, code) for pointer, code, _ in found] == expected


def test_its_grounds_are_looked_for() -> None:
    assert KIND.seeks("EXPERTS", {"grounds": ["a", "b"]}).ids == ("a", "b")
    assert KIND.seeks("EXPERTS", {"meeting": "m"}).cycles == ("m",)
    assert not KIND.seeks("EXPERTS", {})


def test_its_text_is_not_counted() -> None:
    counted = KIND.counted({"addressed_to": ["COL"], "text": "t", "grounds": ["a"]})
    assert counted == {
        "addressed_to": ["COL"],
        "activities": [],
        "objectives": [],
        "grounds": ["a"],
        "meeting": None,
    }


def test_lists_find_it_by_all_that_it_names() -> None:
    named = {"activities": ["ACT-1"], "objectives": ["GO-1"], "addressed_to": ["COL"]}
    assert list(KIND.index({**named, "meeting": "m"})) == [
        ("activity", "ACT-1"),
        ("objective", "GO-1"),
        ("addressee", "COL"),
        ("meeting", "m"),
    ]
    assert len(list(KIND.index(named))) == 3
