"""Change the titles and summaries of a node, and store official texts whose fingerprints are right."""

from collections.abc import Sequence
from dataclasses import replace

from kernel.db import Tx
from services.catalog.domain.catalogue import Entry, Official, Texts
from services.catalog.domain.filing import Change, merged, text_changes
from services.catalog.store import writing


def change(tx: Tx, before: Entry, fresh: Texts, by: str | None) -> Entry:
    """Put texts over a node's own. Stale at the write door when somebody was faster."""
    entry = replace(before, texts=merged(before.texts, fresh), revision=before.revision + 1)
    writing.change_entry(tx, entry, before.revision)
    writing.add_history(tx, text_changes(before, fresh), by)
    writing.advance(tx)
    return entry


def store(tx: Tx, officials: Sequence[Official], by: str | None) -> None:
    """Store official texts, each in place of an earlier one; with none nothing is written."""
    for official in officials:
        writing.put_official(tx, official)
    changes = [
        Change(o.edition, "official_text", o.code, "imported", "official", o.lang, None, {"line": o.line, "sha256": o.sha256}) for o in officials
    ]
    if changes:
        writing.add_history(tx, changes, by)
        writing.advance(tx)
