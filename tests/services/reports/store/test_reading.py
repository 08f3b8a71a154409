"""Submissions come back as they were written, in the order asked for, to who may read them."""

from services.reports.store import ledger, lists, reading
from tests.services.reports.conftest import Desk


async def test_submissions_come_in_the_order_asked_for(desk: Desk) -> None:
    draft, published = await desk.draft(), await desk.published(joint_reporters=["COL"])
    await desk.ask("COL", "PUT", f"/submissions/{published}/confirmation", If_Match="*")
    async with desk.db.read() as connection:
        one, two = await reading.get_submissions(connection, [published, "nothing", draft])
        assert await reading.get_submission(connection, "nothing") is None
    assert (one.current.id, two.current.id) == (published, draft)
    assert one.public == one.newest
    assert one.confirmed(one.newest) == ["COL"]
    assert two.public is None
    assert two.confirmations == frozenset()


async def test_what_is_hidden_is_readable_to_reporter_and_reviewers(desk: Desk) -> None:
    draft, public, hidden = await desk.draft(), await desk.published(), await desk.published()
    await desk.act("CIM", hidden, "withdraw")
    expected = {
        (None, False): {public},
        ("COL", False): {public},
        ("CIM", False): {draft, public, hidden},
        (None, True): {public, hidden},
    }
    await desk.settled()
    async with desk.db.read() as connection:
        rows = await ledger.page(connection, 0, 500)
        for (actor, reviewer), ids in expected.items():
            reader = lists.Reader(actor, reviewer)
            seen = await reading.readable(connection, reader, rows)
            assert {row["aggregateid"] for row in rows if row["seq"] in seen} == ids


async def test_the_last_steps_that_led_to_states(desk: Desk) -> None:
    twice, once = await desk.draft(), await desk.draft("COL")
    for who, action in (("CIM", "submit"), ("SG", "start_review"), ("SG", "return")):
        await desk.act(who, twice, action, comment="Falta algo.")
    await desk.act("CIM", twice, "submit")
    async with desk.db.read() as connection:
        rows = await reading.last_moves(connection, [once, twice])
        steps = [(row["submission"], row["action"]) for row in rows]
        assert [action for id_, action in steps if id_ == once] == ["draft"]
        actions = [action for id_, action in steps if id_ == twice]
        assert actions == ["draft", "start_review", "return", "submit"]
        assert await reading.last_moves(connection, []) == []
