"""A topic goes on where the archive ends, or is filled anew, or is refused."""

from pathlib import Path

import pytest

from contracts import topics
from kernel.eventlog.memory import MemoryLog
from system.backup import ledgers
from system.backup.archive import ArchivedDatabase, LedgerEnd, Manifest
from system.resources import Settings, WrongUse
from tests.kernel.eventlog.behaviour import records


def _manifest(end: LedgerEnd | None = None) -> Manifest:
    return Manifest(made="now", files=[], ledger={topics.REPORTS: end} if end else {})


async def test_how_a_topic_may_end() -> None:
    log = MemoryLog()
    assert not await ledgers.continues(log, topics.REPORTS, _manifest())
    await log.append(topics.REPORTS, records(topics.REPORTS, [1, 2]))
    (last,) = await log.read(topics.REPORTS, 1, 1, 0)
    same = LedgerEnd(position=2, event=last.record.headers.get("ce_id"))
    assert await ledgers.continues(log, topics.REPORTS, _manifest(same))
    for other, ends in (
        (same.model_copy(update={"event": "another"}), "the archive at 2:"),
        (same.model_copy(update={"position": 1}), "the archive at 1:"),
    ):
        with pytest.raises(WrongUse, match=ends):
            await ledgers.continues(log, topics.REPORTS, _manifest(other))
    with pytest.raises(WrongUse, match="ends at position 2, the archive at an unknown position"):
        await ledgers.continues(log, topics.REPORTS, _manifest())


async def test_a_log_in_a_database_comes_from_the_archive_or_from_the_ledgers(
    tmp_path: Path,
) -> None:
    settings, manifest = Settings(data_dir=tmp_path), _manifest()
    assert await ledgers.topics_to_fill(settings, manifest) == list(ledgers.OWNERS)
    manifest.databases = [ArchivedDatabase(file="f", kind="sqlite", services=["eventlog"])]
    assert await ledgers.topics_to_fill(settings, manifest) == []
