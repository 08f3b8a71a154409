"""Runs an ASGI application under uvicorn on an address that was checked first; ends cleanly on
SIGINT and SIGTERM.
"""

import socket
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Literal

import uvicorn

from system.protocol import BoundedProtocol
from system.resources import Settings, WrongUse

Lifespan = Literal["on", "off"]


def configuration(
    app: Any, lifespan: Lifespan, trusted_proxies: Sequence[str] = ()
) -> uvicorn.Config:
    """How uvicorn serves an application.

    `X-Forwarded-For` and `X-Forwarded-Proto` count only from the trusted addresses; the client is
    then the rightmost address that is not trusted. Without any, nobody's headers count.
    """
    return uvicorn.Config(
        app,
        lifespan=lifespan,
        http=BoundedProtocol,
        ws="none",
        server_header=False,
        access_log=False,
        log_config=None,
        proxy_headers=bool(trusted_proxies),
        forwarded_allow_ips=list(trusted_proxies),
        timeout_graceful_shutdown=5,
    )


def bind(settings: Settings, port: int | None = None) -> socket.socket:
    """A listening socket on PORT, or on the port given.

    Raises WrongUse in one line when the address is taken or not ours.
    """
    port, host = port or settings.port, settings.host
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(2048)
    except OSError as error:
        listener.close()
        reason = f"cannot listen on {host}:{port}: {error.strerror}"
        raise WrongUse(f"{reason}. Choose another port.") from None
    return listener


def serve(
    app: Any,
    listener: socket.socket,
    *,
    lifespan: Lifespan = "on",
    trusted_proxies: Sequence[str] = (),
) -> int:
    """Serve until SIGINT or SIGTERM; returns 0, or 1 when the application could not start."""
    server = uvicorn.Server(configuration(app, lifespan, trusted_proxies))
    with suppress(KeyboardInterrupt):  # uvicorn raises it again after a clean stop
        server.run(sockets=[listener])
    return 0 if server.started else 1
