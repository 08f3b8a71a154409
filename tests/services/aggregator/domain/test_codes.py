"""The codes are those of the contracts."""

from typing import get_args

from contracts.codes import Axis
from services.aggregator.domain import codes


def test_every_axis_is_shown() -> None:
    assert set(codes.AXES) == set(get_args(Axis))


def test_a_status_that_is_not_applicable_weighs_nothing() -> None:
    assert "not_applicable" not in codes.WEIGHTS
    assert min(codes.WEIGHTS.values()) == 0
    assert max(codes.WEIGHTS.values()) == 1
