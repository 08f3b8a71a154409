"""The exported ledger holds what is public and only that."""

from kernel import chain
from services.reports.operations import Operations, export
from tests.services.reports.conftest import Desk, body


async def test_exported_ledger_holds_what_is_public_and_only_that(desk: Desk) -> None:
    await desk.published()
    await desk.draft("COL")
    await desk.settled()
    items = await Operations(desk.db, desk.log, "test").ledger(after=0)
    assert [item["position"] for item in items] == [1, 2, 3, 4, 5, 6, 7]
    assert items[5]["data"]["title"] == body()["title"]
    assert items[6]["type"] is None
    assert "data" not in items[6]
    assert [item["position"] for item in items if item["type"]] == [1, 3, 6]
    for item in (items[0], items[2], items[5]):
        assert (
            chain.digest(chain.canonical(item["data"]), item["id"], item["salt"], item["type"])
            == item["digest"]
        )
    assert await export.page(desk.db, 6) == items[6:]
