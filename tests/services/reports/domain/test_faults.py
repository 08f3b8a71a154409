"""An unexpected error is told without what it says."""

from services.reports.domain.faults import FRAMES, fault


def deep(left: int) -> None:
    if left:
        deep(left - 1)
    raise ValueError("secret")


def test_an_error_is_told_by_its_kind_and_its_place() -> None:
    try:
        deep(2 * FRAMES)
    except ValueError as error:
        told = fault(error)
    assert told["error"] == "ValueError"
    assert len(told["places"]) == FRAMES
    assert told["places"][-1].startswith("test_faults.py:")
    assert told["places"][-1].endswith(" deep")
    assert "secret" not in str(told)
