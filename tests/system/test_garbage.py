"""The policy of a process: rarely, and never what stands since the start."""

import gc
from collections.abc import Iterator

import pytest

from system import garbage


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.enable()
    gc.set_threshold(*before)


def test_after_the_imports_garbage_is_collected_rarely() -> None:
    gc.disable()
    garbage.resume()
    assert gc.isenabled()
    assert gc.get_threshold()[0] == garbage.THRESHOLDS[0]


def test_what_stands_after_the_start_is_spared() -> None:
    held = [[] for _ in range(1000)]  # type: list[list[int]]
    before = gc.get_freeze_count()
    garbage.spare_started()
    assert gc.get_freeze_count() >= before + len(held)
