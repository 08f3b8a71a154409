"""Recorded publications of earlier versions are read as the newest."""

from typing import Any

import pytest
from pydantic import ValidationError

from contracts import reports
from contracts.events import decode

DONE: dict[str, Any] = {"activity": "ACT-1", "year": 2024, "status": "planned"}
PUBLISHED = "reports.submission_published"


def publication(*counts: int, **more: Any) -> dict[str, Any]:
    cells = [{"sex": "female", "age_group": "adult", "count": count} for count in counts]
    return {
        "submission": "s",
        "kind": "implementation",
        "state": "published",
        "revision": 1,
        "reporter": "CIM",
        "edition": "e",
        "title": "t",
        "language": "es",
        "reporters": [{"code": "CIM", "kind": "organ"}],
        "evidence": [],
        "implementation": DONE | {"beneficiaries": cells},
        **more,
    }


@pytest.mark.parametrize("version", [1, 2])
def test_a_count_of_1_to_4_is_read_as_small(version: int) -> None:
    read = decode(PUBLISHED, version, publication(0, 1, 3, 4, 5, 120))
    assert isinstance(read, reports.Published)
    assert read.implementation is not None
    assert [(cell.count, cell.small) for cell in read.implementation.beneficiaries] == [
        (0, False),
        (None, True),
        (None, True),
        (None, True),
        (5, False),
        (120, False),
    ]


def test_all_else_is_what_it_was() -> None:
    data = publication(120)
    for version in (1, 2):
        assert decode(PUBLISHED, version, data) == reports.Published.model_validate(data)
    practice = publication(implementation=None, kind="practice", practice={"year": 2024})
    assert decode(PUBLISHED, 2, practice) == reports.Published.model_validate(practice)


@pytest.mark.parametrize("wrong", [[], {}, publication(-1), publication(reporters=[])])
def test_what_did_not_fit_its_version_is_refused(wrong: Any) -> None:
    with pytest.raises(ValidationError):
        decode(PUBLISHED, 2, wrong)
