"""The log beside the ledger: the first position that is not as it was published is named."""

import pytest

from contracts import topics
from kernel.eventlog import Record
from services.reports import tables
from services.reports.operations.comparison import Comparison
from tests.services.reports.conftest import Desk


def _comparison(desk: Desk) -> Comparison:
    return Comparison(desk.db, tables.kernel, topics.REPORTS, desk.log)


async def test_a_whole_log_is_whole(desk: Desk) -> None:
    await desk.published()
    await desk.settled()
    assert await _comparison(desk).broken_at() is None


@pytest.mark.parametrize(
    "change",
    [
        {"value": "{}"},
        {"key": "another"},
        {"headers": {"ce_id": "x", "ce_type": "reports.submission_drafted"}},
    ],
)
async def test_a_record_that_is_another_is_found(desk: Desk, change: dict[str, object]) -> None:
    await desk.published()
    await desk.settled()
    records: list[Record] = desk.log._topics[topics.REPORTS]
    records[2] = records[2]._replace(**change)  # type: ignore[arg-type]
    assert await _comparison(desk).broken_at() == 3


async def test_a_log_that_ends_too_early_is_found(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.reports.operations.comparison.WAIT_SECONDS", 0)
    await desk.published()
    await desk.settled()
    del desk.log._topics[topics.REPORTS][3:]
    assert await _comparison(desk).broken_at() == 4


@pytest.mark.parametrize("page", [1, 2, 3, 4, 5, 500])
async def test_a_batch_that_arrived_twice_is_passed_over_wherever_a_page_ends(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, page: int
) -> None:
    monkeypatch.setattr("services.reports.operations.comparison.PAGE", page)
    await desk.published()
    await desk.settled()
    records: list[Record] = desk.log._topics[topics.REPORTS]
    records[3:3] = records[1:3]
    assert await _comparison(desk).broken_at() is None
