"""A message is made of data sets that are written one after the other."""

from tests.services.aggregator.formats.sdmx.writing import message


async def test_parts_come_in_their_order() -> None:
    parts = [part async for part in message("Replace", "Delete").parts()]
    assert [(part.action, part.since) for part in parts] == [("Replace", None), ("Delete", None)]
