"""Chooses the application by the first segment of the path.

Nothing is mounted: every application carries its own prefix.
"""

from starlette.types import ASGIApp, Receive, Scope, Send


class Dispatch:
    """One ASGI application over several; `rest` answers what no prefix claims."""

    def __init__(self, prefixes: dict[str, ASGIApp], rest: ASGIApp) -> None:
        self._prefixes, self._rest = prefixes, rest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        segment = "/" + scope["path"].split("/", 2)[1] if scope["path"].startswith("/") else ""
        await self._prefixes.get(segment, self._rest)(scope, receive, send)
