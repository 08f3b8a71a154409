"""A snapshot is kept while nothing changes, and seen anew after a write by anybody.

On both databases.
"""

from pathlib import Path

from services.catalog.store.reading import Snapshots
from services.catalog.store.writing import advance
from tests.databases import Databases
from tests.services.catalog.conftest import FILES, Desk


async def test_another_process_is_seen_at_once(databases: Databases) -> None:
    url = databases.url("catalog")
    one, two = Desk(url, Path(FILES)), Desk(url, Path(FILES))
    await one.db.start()
    await two.db.start()
    try:
        assert await one.load() is not None
        assert await two.load() is None
        held = Snapshots(one.db)
        first = await held.current()
        assert await held.current() is first
        key = {**await two.key("editor", "programme:edit"), "If-Match": "*"}
        body = {"title": {"en": {"text": "New"}}}
        assert (
            await two.client.patch(
                "/catalog/editions/2016-draft/nodes/GO-1", json=body, headers=key
            )
        ).status_code == 200
        second = await held.current()
        assert second.revision == first.revision + 1
        assert second.editions["2016-draft"].nodes["GO-1"].texts["title"]["en"]["text"] == "New"
        await two.db.write(advance)
        assert (await held.current()).revision == second.revision + 1
        codes = [
            item["code"] for item in (await one.get("/activities", params={"limit": 500}))["items"]
        ]
        assert codes == [f"ACT-{n:02}" for n in range(1, 43)]
    finally:
        for desk in (one, two):
            await desk.client.aclose()
            await desk.db.stop()
