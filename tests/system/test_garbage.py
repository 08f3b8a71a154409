"""The policy of a process: rarely, and never what stands since the start."""

import gc
import mmap
from collections.abc import Iterator
from pathlib import Path

import pytest

from system import garbage


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    before, callbacks = gc.get_threshold(), list(gc.callbacks)
    yield
    gc.callbacks[:] = callbacks
    gc.enable()
    gc.set_threshold(*before)


def test_after_the_imports_garbage_is_collected_rarely() -> None:
    gc.disable()
    garbage.resume()
    assert gc.isenabled()
    assert gc.get_threshold()[0] == garbage.THRESHOLDS[0]
    garbage.spare_batches()
    assert gc.get_threshold()[0] == garbage.BATCHES[0] > garbage.THRESHOLDS[0]


def test_what_stands_after_the_start_is_spared() -> None:
    held = [[] for _ in range(1000)]  # type: list[list[int]]
    before = gc.get_freeze_count()
    garbage.spare_started()
    assert gc.get_freeze_count() >= before + len(held)


def resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * mmap.PAGESIZE


def test_memory_that_became_free_is_given_back() -> None:
    kept, given = [], []
    for _ in range(20_000):  # too small for a mapping of its own, too large for the interpreter's
        given.append(bytearray(1_500))
        kept.append(bytearray(1_500))
    del given[:], kept[:-1]  # the last one stands at the end of the heap
    before, trimmer = resident(), garbage.Trimmer()
    trimmer("start", {})
    trimmer("stop", {})
    assert resident() < before - 30_000_000
