"""The stream over the real server: what it tells, where it goes on, and when it ends."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts import reports
from kernel.eventlog.memory import MemoryLog
from services.aggregator.api.feed import Feed, Follower
from services.aggregator.api.stream import Wanted, _last_event
from services.aggregator.api.updates import TYPES, Event, EventId, Update
from tests.databases import Databases
from tests.services.aggregator.conftest import Desk, opened
from tests.services.aggregator.serving import Listener, served
from tests.services.desk import edition


@pytest.fixture
async def desk(sqlite_databases: Databases) -> AsyncIterator[Desk]:
    """On SQLite alone: what the stream reads from the database is tested on both elsewhere."""
    async with opened(sqlite_databases.url("aggregator"), MemoryLog()) as made:
        yield made


def names(values: list[dict[str, Any]]) -> dict[str, Any]:
    return {value["indicator"]: value["value"] for value in values}


@asynccontextmanager
async def following(desk: Desk, query: str = "", **headers: str) -> AsyncIterator[Listener]:
    async with served(desk.app) as system:
        listener = await system.listen(query, **headers)
        assert listener.status == 200, listener.headers
        yield listener


async def nobody_of(desk: Desk, left: int) -> None:
    """Wait until no more than so many follow."""
    while len(desk.app.state.feed._followers) > left:  # noqa: ASYNC110 - others take their time
        await asyncio.sleep(0.01)


async def test_each_publication_and_each_changed_objective_is_told(desk: Desk) -> None:
    await desk.publish("z", activity="ACT-2")  # the first event also brings the day of its position
    await desk.settled()
    async with following(desk) as listener:
        assert listener.headers["content-type"].startswith("text/event-stream")
        assert await listener.block() == "retry: 2000\nid: 1"
        before = await desk.get("/objectives")
        await desk.publish("a", "CIM", ("COL",), activity="ACT-3")  # of SO-01 alone
        await desk.settled()
        after = await desk.get("/objectives")
        (told, at, publication), (changed, _, values) = await listener.events(2)
    assert (told, at, changed) == ("published", 2, "objective_changed")
    assert publication == {
        "position": 2,
        "time": desk.last_recorded["reports.v1"],
        "submission": "a",
        "revision": 1,
        "kind": "implementation",
        "reporters": ["CIM", "COL"],
        "activities": ["ACT-3"],
        "objectives": [],
    }
    assert (values["code"], values["position"]) == ("SO-01", 2)
    was, now = (
        {v["indicator"]: v for v in answer["objectives"][1]["values"]} for answer in (before, after)
    )
    expected = [
        value
        for name, value in now.items()
        if any(value.get(m) != was[name].get(m) for m in ("value", "numerator", "denominator"))
    ]
    assert values["values"] == expected
    assert names(expected)["reports_published"] == 1


async def many(desk: Desk) -> None:
    """Facts of several kinds begin, change, and end."""
    await desk.publish("a", "CIM", activity="ACT-1")
    await desk.tell("uptake", "u")
    await desk.tell("recommendation", "r")
    await desk.publish("a", "CIM", activity="ACT-3", revision=2)
    await desk.follow_up("r", "CIM", "implemented")
    await desk.move("a", reports.Withheld, "withheld")
    await desk.move("a", reports.Released, "published")
    await desk.tell("assessment", "s", assessed=2)
    await desk.move("a", reports.Withdrawn, "withdrawn")
    await desk.settled()


async def test_what_is_told_leads_from_the_first_values_to_the_last(desk: Desk) -> None:
    first = (await desk.get("/objectives"))["objectives"]
    values = {one["code"]: {v["indicator"]: v for v in one["values"]} for one in first}
    async with following(desk) as listener:
        await many(desk)
        last = (await desk.get("/objectives"))["objectives"]
        position, seen = 0, []
        while position < 9:
            type_, position, data = await listener.event()
            seen.append((type_, position, data.get("code")))
            if type_ == "objective_changed":
                values[data["code"]] |= {v["indicator"]: v for v in data["values"]}
        assert seen[-1][2] == "SO-01"
    assert len(set(seen)) == len(seen)
    for one in last:
        assert [names([v]) for v in values[one["code"]].values()] == [
            names([v]) for v in one["values"]
        ]
    assert [at for type_, at, _ in seen if type_ == "published"] == [1, 2, 3, 4, 8]


async def test_who_comes_back_gets_all_that_followed_and_nothing_twice(desk: Desk) -> None:
    async with served(desk.app) as system:
        live = await system.listen()
        await many(desk)
        whole: list[Any] = []
        while not whole or whole[-1][1] < 9:
            whole.append(await live.event())
        for after in (0, 1, 4, 8):
            again = await system.listen(Last_Event_ID=str(after))
            rest = [event for event in whole if event[1] > after]
            # the withheld report was released, so it is told as it was
            assert await again.events(len(rest)) == rest
            await again.close()
    # nobody follows and nothing is at hand: all of it comes from the log
    async with following(desk, Last_Event_ID="0") as late:
        assert await late.events(len(whole)) == whole
        await desk.publish("z")
        await desk.settled()
        assert (await late.event())[1] == 10


CODES = st.frozensets(st.sampled_from(("GO-1", "SO-01", "SO-02")))
EVENTS = st.builds(Event, st.sampled_from(TYPES), CODES, st.sampled_from((b"{}", b"[]")))
LOGS = st.lists(st.lists(EVENTS, max_size=5), max_size=6)
SELECTIONS = st.builds(
    Wanted, st.none() | CODES.filter(bool), st.none() | st.frozensets(st.sampled_from(TYPES))
)


def blocks(log: list[list[Event]], wanted: Wanted, since: EventId) -> list[str]:
    """What a client is sent that comes back with an event."""
    updates = [Update(position, tuple(events)) for position, events in enumerate(log, 1)]
    left = [update for update in updates if update.position > since.begun]
    return wanted.text(left, since).decode().split("\n\n")[:-1]


@given(LOGS, SELECTIONS)
def test_a_cut_anywhere_loses_and_repeats_nothing(log: list[list[Event]], wanted: Wanted) -> None:
    whole = blocks(log, wanted, EventId(0))
    ids = [block.splitlines()[1].removeprefix("id: ") for block in whole]
    assert len(set(ids)) == len(ids)
    for number, id_ in enumerate(ids, 1):
        since = _last_event(id_)
        assert since is not None
        assert str(since) == id_
        assert blocks(log, wanted, since) == whole[number:]
        plain = [block for block, one in zip(whole, ids, strict=True) if int(one) > int(id_)]
        assert blocks(log, wanted, EventId(int(id_))) == plain


@pytest.mark.parametrize("query", ["", "?types=objective_changed", "?objective=SO-01"])
async def test_a_cut_between_two_events_of_a_position_loses_nothing(desk: Desk, query: str) -> None:
    async with served(desk.app) as system:
        live = await system.listen(query)
        whole, ids = [], [(await live.block()).partition("id: ")[2]]
        await many(desk)
        while not whole or whole[-1][1] < 9:
            whole.append(await live.event())
            ids.append(live.id)
        assert [id_[0] == "0" for id_ in ids[1:]].count(True) > 2
        for number, id_ in enumerate(ids):
            again = await system.listen(query, Last_Event_ID=id_)
            assert await again.block() == f"retry: 2000\nid: {id_}"
            rest = [(await again.event(), again.id) for _ in whole[number:]]
            assert rest == list(zip(whole[number:], ids[number + 1 :], strict=True))
            await again.close()
            await nobody_of(desk, 1)


async def test_who_asks_for_what_there_is_not_yet_is_told_so(desk: Desk) -> None:
    await desk.publish("a")
    last = await desk.publish("b")
    await desk.settled()
    for asked in ("3", "04", "1000000"):
        async with following(desk, "?types=published", Last_Event_ID=asked) as listener:
            told = f'event: reset\nid: {last}\ndata: {{"position":{last},"asked":{int(asked)}}}'
            assert await listener.block() == f"retry: 2000\n{told}"
            last = await desk.publish(f"after {asked}")
            await desk.settled()
            assert (await listener.event())[1] == last


async def test_what_is_in_the_log_and_not_yet_folded_is_waited_for(desk: Desk) -> None:
    await desk.publish("a")
    await desk.settled()
    await desk.publish("b")
    async with following(desk, "?types=published", Last_Event_ID="2") as listener:
        assert await listener.block() == "retry: 2000\nid: 2"
        await desk.publish("c")
        await desk.settled()
        assert (await listener.event())[1] == 3


async def test_what_is_withheld_is_not_told_to_who_comes_back(desk: Desk) -> None:
    await desk.publish("a")
    await desk.move("a", reports.Withheld, "withheld")
    await desk.settled()
    async with following(desk, "?types=published", Last_Event_ID="0") as listener:
        _, at, data = await listener.event()
    assert (at, data["kind"], data["reporters"], data["activities"]) == (1, None, None, [])


async def test_objectives_and_types_are_chosen(desk: Desk) -> None:
    await desk.publish("z", activity="ACT-2")
    await desk.publish("a", activity="ACT-3")  # of SO-01
    await desk.publish("b", "COL", activity="ACT-2")  # of GO-1
    await desk.settled()
    for query, wanted in (
        ("?objective=GO-1", [("published", 3), ("objective_changed", 3)]),
        ("?objective=SO-01&types=objective_changed", [("objective_changed", 2)]),
        ("?types=published", [("published", 2), ("published", 3)]),
        ("?types=published,objective_changed", [("published", 2), ("objective_changed", 2)]),
    ):
        async with following(desk, query, Last_Event_ID="1") as listener:
            events = await listener.events(len(wanted))
            assert [(type_, at) for type_, at, _ in events] == wanted, query


async def test_a_new_edition_changes_values_where_it_is_noted(desk: Desk) -> None:
    await desk.publish("a", activity="ACT-2")
    await desk.append(
        "reports.v1", "n", reports.CatalogueNoted(catalog_position=len(desk.shape.actors) + 1)
    )
    await desk.settled()
    async with following(desk) as listener:
        another = {"ACT-1": (("CIM",), ("GO-1",)), "ACT-2": (("STATES",), ("SO-01",))}
        at = await desk.append("catalog.v1", "f", edition("f", another, ["GO-1", "SO-01"]))
        await desk.append("reports.v1", "n", reports.CatalogueNoted(catalog_position=at))
        await desk.settled()
        events = await listener.events(2)
    assert [(data["code"], at) for _, at, data in events] == [("GO-1", 3), ("SO-01", 3)]
    assert names(events[0][2]["values"])["reports_published"] == 0


async def test_a_silent_stream_shows_that_it_is_alive(desk: Desk) -> None:
    desk.app.state.feed.settings.stream_heartbeat_seconds = 0.05
    async with following(desk) as listener:
        await listener.block()
        assert [await listener.block() for _ in "12"] == [": heartbeat"] * 2


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 2), st.integers(0, 2))))
def test_what_is_sent_at_once_and_what_in_its_turn_is_each_sent_once_in_order(
    steps: list[tuple[bool, int, int]],
) -> None:
    """`steps`: whether the client takes what is sent at once, for how long it takes nothing else,
    and how long it is until the next update.
    """
    sent: list[int] = []

    async def run() -> None:
        feed, follower = Feed(*[cast(Any, None)] * 5), Follower("a", 0)

        async def send() -> None:
            async for updates in feed.updates(follower):
                for _ in range(steps[updates[0].position - 1][1]):
                    await asyncio.sleep(0)
                sent.extend(update.position for update in updates)

        sending = asyncio.create_task(send())
        for position, (takes, _, pause) in enumerate(steps, 1):
            update = Update(position, (Event("published", frozenset(), b"{}"),))

            def push(update: Update, takes: bool = takes) -> bool:
                sent.extend([update.position] if takes else [])
                return takes

            follower.push = push
            feed._kept.add(update)
            follower.offer(update)
            for _ in range(pause):
                await asyncio.sleep(0)
        for _ in range(9 * len(steps)):
            await asyncio.sleep(0)
        follower.close()
        await sending

    asyncio.run(run())
    assert sent == list(range(1, len(steps) + 1))


async def test_an_address_holds_five_streams(desk: Desk) -> None:
    async with served(desk.app) as system:
        five = [await system.listen() for _ in range(5)]
        assert {one.status for one in five} == {200}
        sixth = await system.listen()
        assert (sixth.status, sixth.headers["retry-after"]) == (429, "15")
        await five[0].close()
        await nobody_of(desk, 4)
        assert (await system.listen()).status == 200


async def test_as_many_are_followed_as_the_process_serves(desk: Desk) -> None:
    desk.app.state.feed.settings.streams = 1
    async with following(desk), served(desk.app) as system:
        assert (await system.listen()).status == 503


async def test_a_client_that_does_not_read_is_closed_and_goes_on_later(desk: Desk) -> None:
    feed = desk.app.state.feed
    feed.settings.stream_patience_seconds = 0.2
    async with served(desk.app, buffer=4_096) as system:
        slow = await system.listen()
        slow.writer.transport.pause_reading()  # type: ignore[attr-defined]
        for number in range(220):
            await desk.publish(f"s{number}")
        await desk.settled()
        await nobody_of(desk, 0)
        slow.writer.transport.resume_reading()  # type: ignore[attr-defined]
        read: list[Any] = []
        with pytest.raises(asyncio.IncompleteReadError):
            await slow.all_events(read)
        last = read[-1][1]
        async with following(desk, Last_Event_ID=str(last)) as again:
            read += await again.events(5)
    assert [at for type_, at, _ in read if type_ == "published"][: last + 1] == [
        *range(1, last + 2)
    ]


async def test_a_server_that_ends_ends_its_streams(desk: Desk) -> None:
    async with served(desk.app) as system:
        listener = await system.listen()
        await listener.block()
        system.server.should_exit = True
        assert await listener.block() == ""  # its last chunk: a whole answer


async def test_head_has_no_body_and_a_stream_is_no_slow_request(desk: Desk) -> None:
    async with served(desk.app) as system, httpx2.AsyncClient() as client:
        address = f"{system.base}/indicators/stream"
        head = await client.head(address)
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["content-type"].startswith("text/event-stream")
        listener = await system.listen()
        await listener.block()
        await asyncio.sleep(0.3)
        await listener.close()
        await nobody_of(desk, 0)
        seconds = [
            sample.value
            for metric in desk.db.metrics.registry.collect()
            for sample in metric.samples
            if sample.name.endswith("_sum") and sample.labels.get("route", "").endswith("/stream")
        ]
        assert seconds
        assert sum(seconds) < 0.3


@pytest.mark.parametrize(
    ("query", "headers", "pointer"),
    [
        ("?objective=XX-9", {}, "/objective"),
        ("?types=comments", {}, "/types"),
        ("?since=1", {}, "/since"),
        ("", {"Last-Event-ID": "x"}, "/Last-Event-ID"),
        ("", {"Last-Event-ID": "9" * 30}, "/Last-Event-ID"),
    ],
)
async def test_what_is_refused(
    desk: Desk, query: str, headers: dict[str, str], pointer: str
) -> None:
    answer = await desk.client.get(f"/indicators/stream{query}", headers=headers)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == pointer
