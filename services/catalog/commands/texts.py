"""Store official texts whose fingerprints are right."""

from collections.abc import Sequence

from kernel.db import Tx
from services.catalog.domain.catalogue import Edition, Official
from services.catalog.domain.filing import Change
from services.catalog.store import writing


def store(tx: Tx, edition: Edition, officials: Sequence[Official], by: str | None) -> None:
    """Store official texts of an edition, each in place of an earlier one; with none nothing is
    written. StaleWrite when a draft has changed since.
    """
    for official in officials:
        writing.put_official(tx, official)
    changes = [
        Change(
            o.edition,
            "official_text",
            o.code,
            "imported",
            "official",
            o.lang,
            None,
            {"line": o.line, "sha256": o.sha256},
        )
        for o in officials
    ]
    if changes:
        if edition.draft:
            writing.touch(tx, edition.entry)
        writing.add_history(tx, changes, by)
        writing.advance(tx)
