"""Decisions: a final one stands for ever, a deferral until another revision is published."""

import pytest

from services.reports.domain import decisions
from services.reports.domain.decisions import Decision


@pytest.mark.parametrize(
    ("word", "public", "stands"),
    [
        ("adopted", 1, True),
        ("adopted", 2, True),
        ("declined", 2, True),
        ("deferred", 1, True),
        ("deferred", 2, False),
    ],
)
def test_what_stands(word: str, public: int, stands: bool) -> None:
    data = {"decision": word, "revision": 1, "meeting": None, "actor": "CAM"}
    decision = decisions.told(data, "r", "2026-01-01T00:00:00.000000Z")
    assert decision == Decision(
        word,  # type: ignore[arg-type]
        1,
        "r",
        None,
        "CAM",
        "2026-01-01T00:00:00.000000Z",
    )
    assert decision.final == (word != "deferred")
    assert decision.stands(public) is stands
