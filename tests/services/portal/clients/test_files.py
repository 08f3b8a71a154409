"""The sizes of files."""

from datetime import UTC, datetime

from services.portal.clients import files
from services.portal.clients.files import FileSize
from tests.services.portal.conftest import client_over


async def test_a_file_that_was_not_made_has_no_size() -> None:
    made = {"size": 7, "position": 3, "recorded_at": "2026-11-20T10:00:00.000000Z"}
    unknown = {"size": None, "position": None, "recorded_at": None}
    items = [{"address": "/reports/a.csv", **made}, {"address": "/reports/b.csv", **unknown}]
    async with client_over({"/reports/files": {"items": items, "next": None}}) as services:
        assert await files.list_sizes(services, "/reports", "es") == {
            "/reports/a.csv": FileSize(7, 3, datetime(2026, 11, 20, 10, tzinfo=UTC)),
            "/reports/b.csv": FileSize(None, None, None),
        }
