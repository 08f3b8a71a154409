"""The series of public statistics, as each publication has them, and those of a position."""

from typing import Any

from contracts import reports
from services.aggregator.store import generations, series
from tests.services.aggregator.conftest import GIVEN, Desk

ONE = GIVEN["statistic"]["series"][0]


def about(*values: str, **key: str) -> dict[str, Any]:
    """A series of these values, from 2024 on."""
    observations = [
        {"period": str(2024 + n), "value": value, "status": "A"} for n, value in enumerate(values)
    ]
    return {"key": ONE["key"] | key, "observations": observations}


async def filled(desk: Desk) -> None:
    """Two statistics, of which one is corrected, withheld, released and withdrawn."""
    await desk.tell("statistic", "s", series=[about("10", "11"), about("7", SEX="F")])
    await desk.tell("statistic", "t", "ILO", series=[about("9"), about("3000", REF_AREA="NIC")])
    await desk.tell("statistic", "s", revision=2, series=[about("12")], source="register")
    await desk.move("s", reports.Withheld, "withheld", "statistic")
    await desk.move("s", reports.Released, "published", "statistic")
    await desk.move("s", reports.Withdrawn, "withdrawn", "statistic")
    await desk.settled()


async def test_series_stand_between_their_positions(desk: Desk) -> None:
    await filled(desk)
    async with desk.db.read() as connection:

        async def at(position: int, **keys: list[str]) -> list[tuple[Any, ...]]:
            some = await series.published_at(connection, 1, position, keys)
            return [
                (one.submission, one.revision, one.source, one.series.own, told)
                for one in some
                for told in one.series.observations
            ]

        first = ("s", 1, "s", True, ("2024", "10", "A"))
        theirs = ("t", 1, "s", False, ("2024", "9", "A"))
        women = ("s", 1, "s", True, ("2024", "7", "A"))
        other = ("t", 1, "s", False, ("2024", "3000", "A"))
        corrected = ("s", 2, "register", True, ("2024", "12", "A"))
        assert await at(0) == []
        assert await at(1) == [first, ("s", 1, "s", True, ("2025", "11", "A")), women]
        assert await at(2, sex=["_T"]) == [
            first,
            ("s", 1, "s", True, ("2025", "11", "A")),
            theirs,
            other,
        ]
        assert await at(2, sex=["F", "M"], ref_area=["COL"]) == [women]
        assert await at(3) == await at(5) == [theirs, other, corrected]
        assert await at(4) == await at(6) == [theirs, other]
        assert await series.changes(connection, 1, 0, 9) == [1, 2, 3, 4, 5, 6]
        assert await series.changes(connection, 1, 2, 5) == [3, 4, 5]


async def test_a_rebuild_has_the_same_series(desk: Desk) -> None:
    await filled(desk)
    assert (await desk.operations.rebuild())["equal"]
    async with desk.db.read() as connection:
        assert len(await series.published_at(connection, 2, 2)) == 4
        assert "series s" in await generations.differences(connection, 1, 2, 2)
