"""The stream: server-sent events of publications and changed values."""

import asyncio
from time import perf_counter
from typing import Annotated

from fastapi import Header, Query, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from kernel import web
from kernel.errors import Invalid, invalid
from kernel.web.dependencies import DIGITS, Callers
from kernel.web.limits import network
from kernel.web.problems import documented
from services.aggregator import errors
from services.aggregator.api import dependencies
from services.aggregator.api.feed import Feed, Follower
from services.aggregator.api.updates import TYPES, Event, Update
from services.aggregator.schemas.examples import STREAM

RETRY_MILLISECONDS = 2_000
HEARTBEAT = b": heartbeat\n\n"
KIND = "text/event-stream"
LONGEST = 18  # digits of a position

router = web.router("/indicators", "indicators")


@router.get(
    "/stream",
    operation_id="followIndicators",
    summary="Publications and changed values, as they come",
    response_class=Response,
    responses={
        **documented(),
        200: {
            "description": "Server-sent events",
            "content": {KIND: {"schema": {"type": "string"}, "example": STREAM}},
        },
    },
)
async def stream(
    request: Request,
    _caller: Callers,
    objective: Annotated[
        str | None, Query(max_length=2_000, description="Codes of objectives, between commas")
    ] = None,
    types: Annotated[
        str | None, Query(max_length=200, description="`objective_changed`, `published`")
    ] = None,
    last_event_id: Annotated[
        str | None, Header(alias="Last-Event-ID", description="Go on after this position")
    ] = None,
) -> Response:
    """One event for each publication, and one for each objective whose values changed, with those
    that changed. `id` is the position: whoever comes back with it as `Last-Event-ID` gets all that
    followed, however long ago that was. The events of a position are sent together.
    """
    wanted = await _wanted(request, objective, types)
    after = _position(last_event_id)
    feed: Feed = request.app.state.feed
    address = network(request.client.host) if request.client else "unknown"
    if request.scope.get("asked") == "HEAD":
        return Response(None, 200, HEADERS, KIND)
    follower = await feed.join(address, after)
    return EventStream(feed, follower, wanted)


HEADERS = {
    "Cache-Control": "no-store",
    "X-Accel-Buffering": "no",
    "Vary": "Authorization, Accept-Language",
}


class Wanted:
    """Which events a stream is sent; None: all."""

    def __init__(self, objectives: frozenset[str] | None, types: frozenset[str] | None) -> None:
        self._objectives, self._types = objectives, types

    def text(self, updates: list[Update]) -> bytes:
        """The events of these updates that are wanted."""
        return b"".join(
            event.text
            for update in updates
            for event in update.events
            if self._has_type(event) and self._is_about(event)
        )

    def _has_type(self, event: Event) -> bool:
        return self._types is None or event.type in self._types

    def _is_about(self, event: Event) -> bool:
        return self._objectives is None or not self._objectives.isdisjoint(event.objectives)


async def _wanted(request: Request, objective: str | None, types: str | None) -> Wanted:
    """Raises 422 for a type or an objective that there is not."""
    if unknown := sorted(set((types or "").split(",")) - {"", *TYPES}):
        raise invalid(Invalid("/types", "unknown_code", f"There is no type {unknown[0]}."))
    objectives = frozenset((objective or "").split(",")) - {""}
    if objectives:
        catalogue = await dependencies.known_catalogue(request)
        known = {code for edition in catalogue.editions for code in edition.objectives}
        if missing := sorted(objectives - known):
            raise errors.unknown("objective", missing[0])
    chosen = frozenset((types or "").split(",")) - {""}
    return Wanted(objectives or None, chosen or None)


def _position(last_event_id: str | None) -> int | None:
    if not last_event_id:
        return None
    if not DIGITS.fullmatch(last_event_id) or len(last_event_id) > LONGEST:
        raise invalid(Invalid("/Last-Event-ID", "wrong_form", "A position is needed."))
    return int(last_event_id)


class EventStream(Response):
    """Sends what its follower is sent until the client goes, or the server ends. A client that does
    not read for a while is closed: it comes back and goes on.
    """

    def __init__(self, feed: Feed, follower: Follower, wanted: Wanted) -> None:
        super().__init__(None, 200, HEADERS, KIND)
        del self.headers["content-length"]
        self._feed = feed
        self._follower = follower
        self._wanted = wanted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer. The server closes a stream by `on_shutdown` in the request's state, and is asked
        by `close` there to end a connection that takes nothing.
        """
        scope["answered"] = perf_counter()  # a stream that lasts is no slow request
        state = scope.setdefault("state", {})
        state["on_shutdown"] = self._follower.close
        leaving = asyncio.create_task(self._until_gone(receive))
        try:
            async with self._follower.patience:
                await self._send_all(send)
        except TimeoutError:
            state.get("close", lambda: None)()
        finally:
            leaving.cancel()
            self._feed.leave(self._follower)

    async def _send_all(self, send: Send) -> None:
        follower = self._follower
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        first = b"retry: %d\nid: %d\n\n" % (RETRY_MILLISECONDS, follower.position)
        await send({"type": "http.response.body", "body": first, "more_body": True})
        async for updates in self._feed.updates(follower):
            if text := self._wanted.text(updates) if updates else HEARTBEAT:
                follower.sending = True
                await send({"type": "http.response.body", "body": text, "more_body": True})
                follower.sending = False
        follower.sending = True
        await send({"type": "http.response.body", "body": b""})

    async def _until_gone(self, receive: Receive) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        self._follower.close()
