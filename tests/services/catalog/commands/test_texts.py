"""Changing a text counts the node's revision; storing nothing writes nothing."""

from kernel.db import Tx
from services.catalog.commands import texts
from services.catalog.domain.catalogue import Entry, Official

HELD = {"title": {"en": {"text": "a", "provenance": "editorial"}, "es": {"text": "b", "provenance": "editorial"}}}
NODE = Entry("e", "activity", "ACT-1", 1, {}, HELD, HELD, 4)


def test_only_the_language_named_changes() -> None:
    tx = Tx()
    entry = texts.change(tx, NODE, {"title": {"en": {"text": "c", "provenance": "machine"}}}, "CAM")
    assert entry.texts == {"title": {"en": {"text": "c", "provenance": "machine"}, "es": HELD["title"]["es"]}}
    assert (entry.revision, entry.filed, len(tx.operations)) == (5, HELD, 3)


def test_store() -> None:
    tx = Tx()
    texts.store(tx, [], None)
    assert tx.operations == []
    texts.store(tx, [Official("e", "ACT-1", "fr", "x", 1, "0" * 64, "official-draft")], None)
    assert len(tx.operations) == 4
