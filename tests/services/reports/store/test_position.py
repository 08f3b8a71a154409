"""The place of one text in another is the same on both databases."""

from sqlalchemy import literal, select

from services.reports.store.position import Position
from tests.services.reports.conftest import Desk


async def test_places_count_characters_from_one(desk: Desk) -> None:
    found = {"añb": 3, "b": 3, "z": 0, "%": 0, "_": 0, "": 1}
    async with desk.db.read() as connection:
        for pattern, place in found.items():
            text = "añb" if len(pattern) < 3 else "x añb"
            statement = select(Position(literal(text), literal(pattern)))
            assert await connection.scalar(statement) == place, pattern
