"""The locks: every package pinned and hashed, no host named, and what runs is what is tested."""

import re

import pytest

from tests.architecture import tree

LOCKS = ["requirements.lock", "requirements-dev.lock"]
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==(\S+) \\$")


def pins(lock: str) -> dict[str, tuple[str, list[str]]]:
    """Package → version and hashes. Fails on a line that is none of pin, hash, comment."""
    found: dict[str, tuple[str, list[str]]] = {}
    hashes: list[str] = []
    for line in (tree.ROOT / lock).read_text().splitlines():
        if pin := PIN.match(line):
            hashes = []
            found[pin[1]] = (pin[2], hashes)
        elif hashed := re.fullmatch(r"    --hash=sha256:([0-9a-f]{64})(?: \\)?", line):
            hashes.append(hashed[1])
        else:
            assert re.match(r"^    +#( |$)", line), line
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_everything_is_pinned_and_hashed(lock: str) -> None:
    locked = pins(lock)
    assert len(locked) > 20
    assert [name for name, (_, hashes) in locked.items() if not hashes] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_no_host_is_named(lock: str) -> None:
    text = (tree.ROOT / lock).read_text()
    assert "://" not in text
    assert not re.search(r"^-", text, re.MULTILINE), "an option such as an index address"


def test_the_tested_versions_are_the_running_ones() -> None:
    tested = pins("requirements-dev.lock")
    assert {
        name: pin for name, pin in pins("requirements.lock").items() if tested.get(name) != pin
    } == {}
