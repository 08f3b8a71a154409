"""A message is made of data sets that are written one after the other."""

from tests.services.aggregator.formats.sdmx.writing import message


def test_the_period_stands_in_the_key_where_another_dimension_is_told() -> None:
    (told,) = message(level="SEX").views
    assert (told.observed.id, [one.id for one in told.keys][-2:]) == ("SEX", ["AGE", "TIME_PERIOD"])
    for level in ("TIME_PERIOD", "AllDimensions"):
        (told,) = message(level=level).views
        assert (told.observed.id, len(told.keys)) == ("TIME_PERIOD", 5)


async def test_parts_come_in_their_order() -> None:
    parts = [part async for part in message("Replace", "Delete").parts()]
    assert [(part.action, part.since) for part in parts] == [("Replace", None), ("Delete", None)]
