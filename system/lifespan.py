"""The ASGI lifespan protocol around a context: start-up enters it, shut-down leaves it."""

import gc
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

from starlette.types import Receive, Send

# a request makes hundreds of objects and no cycles: looking for some after every few of them found
# none
RARELY = (50_000, 20, 20)


async def serve(
    running: Callable[[], AbstractAsyncContextManager[None]], receive: Receive, send: Send
) -> None:
    """Answer the server's lifespan messages; a start that fails is told to the server with its
    reason.
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
    gc.collect()
    gc.set_threshold(*RARELY)
    # what stands now stands until the end: looking through it again and again took a sixth of a
    # busy process
    gc.freeze()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await context.__aexit__(None, None, None)
    await send({"type": "lifespan.shutdown.complete"})
