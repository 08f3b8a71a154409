"""The exported ledger holds what is public and only that."""

from kernel import chain
from services.reports.operations import Operations, export
from tests.services.reports.conftest import Desk, body


async def test_exported_ledger_holds_what_is_public_and_only_that(desk: Desk) -> None:
    await desk.published()
    await desk.draft("COL")
    await desk.settled()
    items = await Operations(desk.db, desk.log, "test").ledger(after=0)
    assert [item["position"] for item in items] == [1, 2, 3, 4, 5, 6]
    assert items[4]["data"]["title"] == body()["title"]
    assert items[5]["type"] is None
    assert "data" not in items[5]
    for item in items[:5]:
        assert (
            chain.digest(chain.canonical(item["data"]), item["id"], item["salt"], item["type"])
            == item["digest"]
        )
    assert await export.page(desk.db, 5) == items[5:]
