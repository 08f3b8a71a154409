"""A start that fails is told to the server with its reason; a good one ends its context."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from system import lifespan


async def test_both_ways() -> None:
    steps: list[str] = []

    @asynccontextmanager
    async def good() -> AsyncIterator[None]:
        steps.append("in")
        yield
        steps.append("out")

    @asynccontextmanager
    async def bad() -> AsyncIterator[None]:
        raise OSError("no room")
        yield

    for running, expected in (
        (good, ["lifespan.startup.complete", "lifespan.shutdown.complete"]),
        (bad, ["lifespan.startup.failed"]),
    ):
        sent: list[Any] = []

        async def receive() -> Any:
            return {"type": "lifespan"}

        async def send(message: Any, into: list[Any] = sent) -> None:
            into.append(message)

        await lifespan.serve(running, receive, send)
        assert [message["type"] for message in sent] == expected
    assert steps == ["in", "out"]
    assert sent[0]["message"] == "OSError: no room"
