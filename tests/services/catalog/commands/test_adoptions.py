"""What a draft that takes a proposal in writes, in one commit: node, link, history, whose key."""

from typing import Any

from services.catalog import tables
from tests.services.catalog.api.test_adoptions import taken_in


async def test_node_history_and_the_word_of_it(desk: Any) -> None:
    key = await desk.editor()
    path = await desk.draft(key)
    before = len(await desk.rows(tables.history))
    await taken_in(desk, path, key, "p-1")
    [row] = await desk.rows(tables.incorporations)
    assert (row["proposal"], row["edition"], row["node"]) == ("p-1", "2027", "ACT-43")
    lines = (await desk.rows(tables.history))[before:]
    assert [(line["kind"], line["code"], line["actor"]) for line in lines] == [
        ("activity", "ACT-43", "SG"),
        ("link", "ACT-43:SO-07", "SG"),
        ("adoption", "ACT-43", "SG"),
    ]
