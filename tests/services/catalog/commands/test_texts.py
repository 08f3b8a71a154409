"""Storing nothing writes nothing; storing into a draft is one of its changes."""

from kernel.db import Tx
from services.catalog.commands import texts
from services.catalog.domain.catalogue import SHARED, Edition, Entry, Official

FOUND = Official("e", "ACT-1", "fr", "x", 1, "0" * 64, "official-draft")


def queued(draft: bool, *officials: Official) -> int:
    tx = Tx()
    texts.store(
        tx,
        Edition(Entry(SHARED, "edition", "e", 1, {"draft": draft}, {}, {}), {}, {}, {}),
        officials,
        None,
    )
    return len(tx.operations)


def test_store() -> None:
    assert queued(False) == queued(True) == 0
    assert queued(False, FOUND) == 5
    assert queued(True, FOUND) == 6
