"""Events of reports: no text before publication, and every transition has its type."""

from typing import Any

import pytest
from pydantic import ValidationError

from contracts import reports
from contracts.events import decode, registered

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
    assert set(model.model_fields) == {
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


def test_a_publication_carries_what_the_indicators_count() -> None:
    counted = {
        "activity",
        "year",
        "status",
        "execution",
        "partner_kinds",
        "axes",
        "beneficiaries",
        "resources",
    }
    assert counted <= set(reports.Implementation.model_fields)


DONE: dict[str, Any] = {"activity": "ACT-1", "year": 2024, "status": "planned"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"activity": "A" * 61},
        {"activity": "A\x00"},
        {"year": 0},
        {"year": 10_000},
        {"status": "s" * 41},
        {"axes": ["a" * 41]},
        {"beneficiaries": [{"sex": "female", "age_group": "adult", "count": -1}]},
        {"resources": [{"currency": "USD", "amount": "much"}]},
        {"resources": [{"currency": "USD", "amount": "-1"}]},
        {"resources": [{"currency": "USD", "amount": "1.005"}]},
        {"beneficiaries": [{"sex": "female", "age_group": "adult", "count": 10**10}]},
        {"resources": [{"currency": "JPY", "amount": "1.5"}]},
        {"resources": [{"currency": "USD", "amount": "1.00\n"}]},
    ],
)
def test_what_could_not_be_stored_or_added_up_is_no_event(wrong: dict[str, Any]) -> None:
    reports.Implementation.model_validate(DONE)
    with pytest.raises(ValidationError):
        reports.Implementation.model_validate(DONE | wrong)


def test_somebody_reports() -> None:
    said = {
        "submission": "s",
        "kind": "implementation",
        "state": "published",
        "revision": 1,
        "reporter": "CIM",
        "edition": "e",
        "title": "t",
        "language": "es",
        "implementation": DONE,
        "evidence": [],
    }
    reports.Published.model_validate({**said, "reporters": [{"code": "CIM", "kind": "organ"}]})
    for reporters in ([], [{"code": "C" * 41, "kind": "organ"}]):
        with pytest.raises(ValidationError):
            reports.Published.model_validate({**said, "reporters": reporters})
        with pytest.raises(ValidationError):
            reports.Confirmed.model_validate(
                {**said, "joint_reporter": "COL", "reporters": reporters}
            )


def publication(kind: str, **contents: Any) -> dict[str, Any]:
    return {
        "submission": "s",
        "kind": kind,
        "state": "published",
        "revision": 1,
        "reporter": "CIM",
        "edition": "e",
        "title": "t",
        "language": "es",
        "reporters": [{"code": "CIM", "kind": "organ"}],
        "evidence": [],
        **contents,
    }


def test_a_publication_carries_the_content_of_its_own_kind_alone() -> None:
    practice = {"year": 2024, "activities": ["ACT-12"]}
    published = reports.Published.model_validate(publication("practice", practice=practice))
    assert published.content == reports.Practice.model_validate(practice)
    for contents in ({}, {"implementation": DONE}, {"practice": practice, "implementation": DONE}):
        with pytest.raises(ValidationError):
            reports.Published.model_validate(publication("practice", **contents))


def test_a_kind_that_came_later_has_no_content_here() -> None:
    later = reports.Published.model_validate(publication("later", later={"year": 2024}))
    assert later.content is None


def test_the_first_version_is_read_as_the_newest() -> None:
    data = publication("implementation", implementation=DONE)
    read = decode("reports.submission_published", 1, data)
    assert read == reports.Published.model_validate(data)
