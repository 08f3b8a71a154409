"""Submissions in batches: none twice and none left out, however long they take."""

from typing import Any

import pytest

from services.reports.api import rows
from tests.databases import Databases
from tests.services.reports.conftest import Desk


@pytest.fixture
def databases(sqlite_databases: Databases) -> Databases:
    """What is listed is tried on both databases where lists are."""
    return sqlite_databases


async def test_every_submission_comes_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "BATCH", 2)
    monkeypatch.setattr(rows, "IDS", 3)
    ids = [await desk.published(title=f"t{n}") for n in range(5)]
    await desk.settled()
    for query in ("", "?as_of=100"):
        end = (await desk.ask(None, "GET", "/fund")).json()["position"]
        asked = query.replace("100", str(end))
        lines: list[Any] = (
            await desk.ask(None, "GET", f"/submissions.jsonl{asked}")
        ).text.splitlines()
        assert len(lines) == 5
        assert all(any(id_ in line for line in lines) for id_ in ids)
