"""The proxy passes bytes on, slows them down, cuts and refuses, and is itself again afterwards."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from tools.torture.proxy import Proxy

LARGE = 1_000_000

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Dial = Callable[[], Awaitable[Streams]]


@pytest.fixture
async def proxy() -> AsyncIterator[Proxy]:
    """A proxy before a server that answers each line in capitals."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while line := await reader.readline():
                writer.write(line.upper())
        except ConnectionError:
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0, limit=LARGE + 2)
    async with server, Proxy(server.sockets[0].getsockname()[:2]) as made:
        yield made


@pytest.fixture
async def dial(proxy: Proxy) -> AsyncIterator[Dial]:
    """Opens connections through the proxy and closes them in the end."""
    writers = []

    async def open_one() -> Streams:
        reader, writer = await asyncio.open_connection("127.0.0.1", proxy.port, limit=LARGE + 2)
        writers.append(writer)
        return reader, writer

    yield open_one
    for writer in writers:
        writer.transport.abort()
    await asyncio.sleep(0.01)


async def _ask(streams: Streams, line: bytes) -> bytes:
    reader, writer = streams
    writer.write(line)
    return await asyncio.wait_for(reader.readline(), 60)


async def _broken(streams: Streams) -> bool:
    try:
        return await asyncio.wait_for(streams[0].read(), 60) == b""
    except ConnectionError:
        return True


async def test_forwards_both_ways_and_passes_the_end_on(dial: Dial) -> None:
    reader, writer = streams = await dial()
    assert await _ask(streams, b"good day\n") == b"GOOD DAY\n"
    large = b"x" * LARGE + b"\n"
    assert await _ask(streams, large) == large.upper()
    writer.write_eof()
    assert await reader.read() == b""


async def test_delays(proxy: Proxy, dial: Dial) -> None:
    streams = await dial()
    proxy.delay = 0.1
    began = asyncio.get_running_loop().time()
    assert await _ask(streams, b"slow\n") == b"SLOW\n"
    assert asyncio.get_running_loop().time() - began >= 0.2, "once there, once back"


async def test_keeps_the_order_when_a_delay_ends(proxy: Proxy, dial: Dial) -> None:
    reader, writer = streams = await dial()
    await _ask(streams, b"a\n")
    proxy.delay = 0.2
    writer.write(b"first\n")
    await asyncio.sleep(0.05)
    proxy.delay = 0.0
    writer.write(b"second\n")
    assert [await asyncio.wait_for(reader.readline(), 60) for _ in range(2)] == [
        b"FIRST\n",
        b"SECOND\n",
    ]


async def test_cuts_what_is_open_and_lets_new_ones_in(proxy: Proxy, dial: Dial) -> None:
    streams = await dial()
    await _ask(streams, b"a\n")
    assert proxy.cut() == 1
    assert await _broken(streams)
    assert await _ask(await dial(), b"b\n") == b"B\n"


async def test_refuses_until_it_admits(proxy: Proxy, dial: Dial) -> None:
    streams = await dial()
    await _ask(streams, b"a\n")
    proxy.refuse()
    assert await _broken(streams)
    assert await _broken(await dial())
    proxy.admit()
    assert await _ask(await dial(), b"b\n") == b"B\n"


async def test_a_target_that_is_not_there_is_a_broken_connection(proxy: Proxy, dial: Dial) -> None:
    proxy.target = ("127.0.0.1", 1)
    assert await _broken(await dial())
