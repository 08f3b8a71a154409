"""Runs an ASGI application under uvicorn on an address that was checked first; ends cleanly on
SIGINT and SIGTERM.
"""

import socket
from contextlib import suppress
from typing import Any, Literal

import uvicorn

from system.resources import Settings, WrongUse


def bind(settings: Settings, port: int | None = None) -> socket.socket:
    """A listening socket on PORT, or on the port given.

    Raises WrongUse in one line when the address is taken or not ours.
    """
    port = port or settings.port
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, port))
        listener.listen(2048)
    except OSError as error:
        listener.close()
        raise WrongUse(
            f"cannot listen on {settings.host}:{port}: {error.strerror}. Choose another port."
        ) from None
    return listener


def serve(app: Any, listener: socket.socket, *, lifespan: Literal["on", "off"] = "on") -> int:
    """Serve until told to stop; 0 when it ended as told, 1 when the application could not start."""
    config = uvicorn.Config(
        app,
        lifespan=lifespan,
        ws="none",
        server_header=False,
        access_log=False,
        log_config=None,
        proxy_headers=True,
        timeout_graceful_shutdown=5,
    )
    server = uvicorn.Server(config)
    with suppress(KeyboardInterrupt):  # uvicorn raises it again after a clean stop
        server.run(sockets=[listener])
    return 0 if server.started else 1
