"""Events of the life of a submission: no text before publication, a type for every transition."""

import pytest

from contracts import reports
from contracts.events import registered

SILENT = [
    reports.Drafted,
    reports.Submitted,
    reports.ReviewStarted,
    reports.Returned,
    reports.Accepted,
    reports.Revised,
    reports.Discarded,
    reports.Withdrawn,
    reports.Withheld,
    reports.Released,
]


@pytest.mark.parametrize("model", SILENT)
def test_before_publication_only_ids_and_state(model: type[reports.Moved]) -> None:
    assert set(model.model_fields) - {"joint_reporters"} == {
        "submission",
        "kind",
        "state",
        "revision",
        "reporter",
        "edition",
    }


def test_every_step_of_the_life_has_its_event() -> None:
    steps = [
        "drafted",
        "submitted",
        "review_started",
        "returned",
        "accepted",
        "published",
        "revised",
        "discarded",
        "withdrawn",
        "withheld",
        "released",
        "confirmed",
        "confirmation_withdrawn",
    ]
    assert {(f"reports.submission_{step}", 1) for step in steps} <= set(registered())
