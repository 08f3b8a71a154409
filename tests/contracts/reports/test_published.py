"""A publication carries the content of its own kind, and somebody reports it."""

from typing import Any

import pytest
from pydantic import ValidationError

from contracts import reports

DONE: dict[str, Any] = {"activity": "ACT-1", "year": 2024, "status": "planned"}


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
