"""Adopted proposals in the database: told again, they keep what has taken them in."""

from typing import Any

from services.catalog.store import adoptions
from tests.services.catalog.api.test_adoptions import adopted, taken_in


async def test_a_proposal_that_is_told_again_stays_where_it_is(desk: Any) -> None:
    key = await desk.editor()
    path = await desk.draft(key)
    await taken_in(desk, path, key, "p-1")
    await adopted(desk, "p-1")
    async with desk.db.read() as connection:
        [one] = await adoptions.load(connection)
    assert (one.n, one.edition, one.node) == (2, "2027", "ACT-43")
