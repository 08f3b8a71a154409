"""What was public at each position, from the events alone."""

from dataclasses import replace
from typing import Any

from services.reports.domain.as_of import PublicVersion, Step, public_at
from services.reports.domain.decisions import Decision


def step(action: str, position: int, *reporters: str, revision: int = 1) -> Step:
    data: dict[str, Any] = {"revision": revision}
    if reporters:
        data["reporters"] = [{"code": code} for code in reporters]
    return Step(action, f"t{position}", position, data)


STEPS = [
    step("draft", 1),
    step("submit", 2),
    step("publish", 3, "CIM"),
    step("confirm", 4, "CIM", "COL"),
    step("revise", 5, revision=2),
    step("withhold", 6),
    step("release", 7),
    step("publish", 8, "CIM", revision=2),
    step("withdraw", 9),
]


def test_each_position_has_the_version_of_its_last_event() -> None:
    first = PublicVersion(1, ["COL"], "published", "t3", "t3")
    assert [public_at(STEPS, position) for position in range(10)] == [
        None,
        None,
        None,
        PublicVersion(1, [], "published", "t3", "t3"),
        first,
        first,
        PublicVersion(1, ["COL"], "withheld", "t6", "t3"),
        PublicVersion(1, ["COL"], "published", "t7", "t3"),
        PublicVersion(2, [], "published", "t8", "t8"),
        PublicVersion(2, [], "withdrawn", "t9", "t8"),
    ]


def test_a_decision_stays_with_what_is_public_and_ends_with_the_next_text() -> None:
    said = {"decision": "deferred", "revision": 1, "meeting": "m", "actor": "CAM"}
    decided = Step("decide", "t4", 4, said, "Not yet.")
    steps = [*STEPS[:3], decided, *STEPS[5:]]
    decision = Decision("deferred", 1, "Not yet.", "m", "CAM", "t4")
    found = [version.decision for at in range(3, 9) if (version := public_at(steps, at))]
    assert found == [None, decision, decision, decision, decision, None]
    [*_, wordless] = [public_at([*STEPS[:3], decided._replace(comment=None)], 4)]
    assert wordless is not None
    assert wordless.decision == replace(decision, reason="")
