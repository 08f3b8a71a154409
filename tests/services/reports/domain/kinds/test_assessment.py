"""`assessment`: of the public revision of another actor's implementation."""

from typing import Any

import pytest

from services.reports.domain.kind import Draft
from services.reports.domain.kinds.assessment import KIND
from services.reports.domain.others import Other, others_of
from tests.services.reports.domain.catalogue import CATALOGUE, TODAY

OTHERS = others_of(
    [
        Other("report", "implementation", ("COL", "NIC"), 2, {}),
        Other("practice", "practice", ("COL",), 1, {}),
    ]
)


@pytest.mark.parametrize(
    ("reporter", "payload", "expected"),
    [
        ("CAM", {}, []),
        ("CAM", {"submission": "report", "revision": 2}, []),
        ("CAM", {"submission": "report"}, []),
        ("CAM", {"submission": "report", "revision": 1}, [("/payload/revision", "outdated")]),
        ("NIC", {"submission": "report"}, [("/payload/submission", "own_report")]),
        ("CAM", {"submission": "practice"}, [("/payload/submission", "not_public")]),
        ("CAM", {"submission": "none"}, [("/payload/submission", "not_public")]),
    ],
)
def test_rules(reporter: str, payload: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    found = KIND.check(CATALOGUE, Draft(reporter, (), payload, OTHERS), TODAY)
    assert [(pointer, code) for pointer, code, _ in found] == expected


@pytest.mark.parametrize(
    ("id_", "revision", "public"), [("report", 1, 2), ("none", 1, None), ("report", 3, 2)]
)
def test_another_revision_stands_in_the_way(id_: str, revision: int, public: int | None) -> None:
    draft = Draft("CAM", (), {"submission": id_, "revision": revision}, OTHERS)
    clash = KIND.clash(CATALOGUE, draft)
    assert clash is not None
    assert clash.code == "outdated"
    assert clash.figures == {"public_revision": public}


def test_the_public_revision_does_not() -> None:
    draft = Draft("CAM", (), {"submission": "report", "revision": 2}, OTHERS)
    assert KIND.clash(CATALOGUE, draft) is None


def test_lists_find_it_by_what_it_assesses_and_its_meeting() -> None:
    assert list(KIND.index({"submission": "report"})) == [("submission", "report")]
    both = {"submission": "report", "meeting": "m"}
    assert list(KIND.index(both)) == [("submission", "report"), ("meeting", "m")]
