"""A short run of the callers that mean harm: memory stays, and nobody waits for them.

How long a probe waits is judged by `make torture` on a machine of its own; here it may wait for the
other tests, and must only not wait as long as one of the stalls that were mended.
"""

import random
from collections.abc import Iterator

import pytest

from tools.torture import hostile
from tools.torture.hostile import Target

SECONDS, MOST_WAIT = 12.0, 3.0
MORE_MEGABYTES = 80  # than after the start


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    with hostile.server(tmp_path_factory.mktemp("hostile")) as started:
        yield started


def test_every_attack_is_answered(target: Target) -> None:
    luck = random.Random(7)
    for attack in dict.fromkeys(hostile.ATTACKS):
        for _ in range(4):
            assert attack(target, luck) < 500, attack.__name__


def test_large_libraries_stay_in_processes_of_their_own(target: Target) -> None:
    for ending in ("parquet", "xlsx"):
        assert target.ask("GET", f"/indicators/data.{ending}")[0] == 200
    assert target.maps("pydantic_core")
    assert not target.maps("pyarrow")
    assert not target.maps("typst")


def test_memory_and_waits_are_bounded(target: Target) -> None:
    before = target.megabytes()
    figures = hostile.run(target, SECONDS).told()
    print(figures)
    assert not [status for status in figures["answers"] if status >= 500]
    assert figures["megabytes_most"] < before + MORE_MEGABYTES
    assert figures["longest_wait_ms"] < MOST_WAIT * 1000
