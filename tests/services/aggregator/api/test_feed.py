"""What is kept for who follows, and who falls behind it."""

import asyncio

from services.aggregator.api import feed
from services.aggregator.api.feed import Follower, Kept
from services.aggregator.api.updates import Event, Update
from tests.services.aggregator.conftest import Desk
from tests.services.aggregator.serving import served


def update(position: int, size: int = 1) -> Update:
    return Update(position, (Event("published", frozenset(), b"x" * size),))


def test_the_latest_updates_that_fit_are_kept() -> None:
    kept = Kept(7)
    for position in (8, 9, 11):
        kept.add(update(position))
    kept.add(Update(12, ()))
    assert (kept.since, kept.until) == (7, 12)
    assert [one.position for one in kept.after(8)] == [9, 11]
    assert kept.after(11) == []
    kept.add(update(13, feed.KEPT_BYTES - 1))
    assert (kept.since, [one.position for one in kept.after(9)]) == (9, [11, 13])


async def test_a_client_for_whom_one_update_is_on_its_way_for_too_long_is_given_up() -> None:
    follower = Follower("a", 3)
    given_up = False
    try:
        async with follower.patience:
            follower.sending = True
            follower.look()
            follower.position = 4  # the next one is on its way
            follower.look()
            await asyncio.sleep(0)
            follower.look()
            await asyncio.sleep(1)
    except TimeoutError:
        given_up = True
    assert given_up
    assert follower.position == 4


async def test_one_computing_serves_all_who_follow(desk: Desk) -> None:
    asked = []
    feed_ = desk.app.state.feed
    of = feed_._updates.of

    async def counted(delivery: object, known: object = None) -> Update:
        asked.append(delivery)
        found: Update = await of(delivery, known)
        return found

    feed_._updates.of = counted
    await desk.publish("a")
    await desk.settled()
    async with served(desk.app) as system:
        late = [await system.listen(Last_Event_ID="0") for _ in "ab"]
        live = [await system.listen() for _ in "ab"]
        first = [await one.event() for one in late]
        assert first[0] == first[1]
        await desk.publish("b")
        await desk.settled()
        for one in (*late, *live):
            while (await one.event())[1] != 2:
                pass
    assert len(asked) == 2
