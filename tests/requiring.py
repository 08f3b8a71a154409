"""What a test does where a real component is not to be had: it is skipped loudly, or fails where
REQUIRE_REAL says so (CI).
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import pytest

from tools.components import kafka, processes


def do_without(reason: str) -> NoReturn:
    """Skip, or fail."""
    if os.environ.get("REQUIRE_REAL") == "1":
        pytest.fail(f"REQUIRE_REAL=1, but {reason}")
    pytest.skip(f"NOT TESTED ON THE REAL THING: {reason}")


@contextmanager
def required() -> Iterator[None]:
    """What is Missing in the block decides so."""
    try:
        yield
    except processes.Missing as missing:
        do_without(str(missing))


@contextmanager
def own_kafka() -> Iterator[kafka.Brokers]:
    """A broker of a test's own: to be stopped, or to hold nothing else."""
    with required():
        running = kafka.brokers()
    try:
        yield running.start()
    finally:
        running.remove()
