"""The ASGI lifespan protocol around a context: start-up enters it, shut-down leaves it."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

from starlette.types import Receive, Send

from system import garbage


async def serve(
    running: Callable[[], AbstractAsyncContextManager[None]], receive: Receive, send: Send
) -> None:
    """Answer the server's lifespan messages; a start that fails is answered with
    `lifespan.startup.failed` and its reason.
    """
    context = running()
    await receive()
    try:
        await context.__aenter__()
    except Exception as error:
        await send(
            {"type": "lifespan.startup.failed", "message": f"{type(error).__name__}: {error}"}
        )
        return
    garbage.spare_started()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await context.__aexit__(None, None, None)
    await send({"type": "lifespan.shutdown.complete"})
