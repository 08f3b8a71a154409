"""The stream: server-sent events of publications and changed values."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
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
from services.aggregator.api.updates import TYPES, Event, EventId, Update
from services.aggregator.schemas.examples import STREAM

RETRY_MILLISECONDS = 2_000
HEARTBEAT = b": heartbeat\n\n"
KIND = "text/event-stream"
RESET = "reset"
LONGEST, ZEROS = 18, 1_000  # digits of a position, and zeros before it
SELECTIONS = 32  # of updates, whose events are kept as they are sent

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
        str | None, Header(alias="Last-Event-ID", description="Go on after this event")
    ] = None,
) -> Response:
    """One event for each publication, and one for each objective whose values changed, with those
    that changed.

    `id` is the position: whoever comes back with it as `Last-Event-ID` gets all that followed,
    however long ago that was. The last event of a position has it plainly, `812`; each before it
    has a zero in front for each event of that position that follows in this selection: `0812` is
    followed by one, `00812` by two. Send an id back as it came, with its zeros: what was still to
    come of its position comes first.

    Where no event has the position of `Last-Event-ID` yet, as after the restore of an older backup,
    the first event is `reset`, whatever `types` says, and the stream goes on from there: its `id`
    and `position` are the present position, `asked` is the one that was sent. Read again what you
    keep.
    """
    wanted = await _wanted(request, objective, types)
    after = _last_event(last_event_id)
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


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events a stream is sent; None: all."""

    objectives: frozenset[str] | None
    types: frozenset[str] | None

    def text(self, updates: list[Update], since: EventId) -> bytes:
        """The events of these updates that are wanted, and that follow one."""
        rests = (since.rest(update, _texts(update, self)) for update in updates)
        return b"".join(text for rest in rests for text in rest)

    def of(self, update: Update) -> list[Event]:
        """The events of an update that are wanted."""
        return [one for one in update.events if self._has_type(one) and self._is_about(one)]

    def _has_type(self, event: Event) -> bool:
        return self.types is None or event.type in self.types

    def _is_about(self, event: Event) -> bool:
        return self.objectives is None or not self.objectives.isdisjoint(event.objectives)


@lru_cache(maxsize=SELECTIONS)
def _texts(update: Update, wanted: Wanted) -> tuple[bytes, ...]:
    """The events of a position that are wanted, each with how many follow it: made once for all
    streams that want the same.
    """
    events = wanted.of(update)
    left = range(len(events) - 1, -1, -1)
    ids = (EventId(update.position, each) for each in left)
    return tuple(event.text(id_) for event, id_ in zip(events, ids, strict=True))


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


def _last_event(given: str | None) -> EventId | None:
    if not given:
        return None
    digits = len(given.lstrip("0"))
    if not DIGITS.fullmatch(given) or digits > LONGEST or len(given) - digits > ZEROS:
        raise invalid(Invalid("/Last-Event-ID", "wrong_form", "The id of an event is needed."))
    return EventId.read(given)


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
        by `close` there to end a connection that takes nothing, by `push` to send at once.
        """
        scope["answered"] = perf_counter()  # a stream that lasts is no slow request
        state = scope.setdefault("state", {})
        state["on_shutdown"] = self._follower.close
        self._follower.push = partial(self._push, state.get("push", _never))
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
        await send({"type": "http.response.body", "body": _first(follower), "more_body": True})
        async for updates in self._feed.updates(follower):
            if text := self._wanted.text(updates, follower.since) if updates else HEARTBEAT:
                follower.sending = True
                await send({"type": "http.response.body", "body": text, "more_body": True})
                follower.sending = False
        follower.sending = True
        await send({"type": "http.response.body", "body": b""})

    def _push(self, push: Callable[[bytes], bool], update: Update) -> bool:
        text = self._wanted.text([update], self._follower.since)
        return not text or push(text)

    async def _until_gone(self, receive: Receive) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        self._follower.close()


def _never(_chunk: bytes) -> bool:
    return False


def _first(follower: Follower) -> bytes:
    """When to come back, and after which event; with that `reset` where it is not the one asked
    for.
    """
    since, retry = follower.since, b"retry: %d\n" % RETRY_MILLISECONDS
    if follower.missing is None:
        return retry + f"id: {since}\n\n".encode()
    data = web.json_bytes({"position": since.position, "asked": follower.missing})
    return retry + Event(RESET, frozenset(), data).text(since)
