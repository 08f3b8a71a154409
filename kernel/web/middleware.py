"""The outermost ASGI layer of every service: request id, trace context, address limit, HEAD, metrics, and no bare 500.

An answer that is ready made goes out from here; then the doors that can be called directly; what is left, FastAPI routes.
"""

import re
from collections.abc import Mapping
from time import perf_counter
from typing import Any

import structlog
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kernel import clock, logging, tracing
from kernel.errors import Invalid, Problem, invalid
from kernel.metrics import Requests
from kernel.web.limits import Limiter, Told
from kernel.web.problems import answered
from kernel.web.ready_made import ReadyMade, key_of

REQUEST_ID = re.compile(rb"[A-Za-z0-9._:/+=-]{1,128}")
TRACEPARENT = re.compile(rb"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")
CLIENT_GONE = 499  # for the metrics only: nobody is there to be answered
PROBES = ("/healthz", "/readyz", "/metrics")
SNIFF = (b"x-content-type-options", b"nosniff")

log = logging.get("web")


class Manners:
    """Wraps the inner layers (`app`) of one service's application (`owner`, where it is entered here)."""

    def __init__(self, app: ASGIApp, metrics: Requests, limiter: Limiter, ready_made: ReadyMade | None = None, owner: Any = None) -> None:
        self._app, self._metrics, self._limiter, self._ready_made, self._owner = app, metrics, limiter, ready_made, owner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._owner is not None:
            scope["app"] = self._owner
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, method, asked = perf_counter(), scope["method"], dict(scope["headers"])
        sender = _Sender(send, scope, _asked_for(asked, b"x-request-id", REQUEST_ID) or clock.request_id().encode())
        if method == "HEAD":
            scope["method"] = "GET"
        probe = scope["path"].endswith(PROBES)
        kept, key = None if probe or tracing.on() else self._ready_made, key_of(scope, asked)
        try:
            if not probe:
                client = scope.get("client")
                sender.limits = self._limiter.count("address", client[0] if client else "unknown")
            if "\x00" in scope["path"] or b"%00" in scope["query_string"]:
                raise invalid(Invalid("/query", "control_character", "Text must not contain NUL characters."))
            if kept and (made := await kept.find(key)):
                scope["route"] = made.route
                sender.status, headers, body = made.for_(asked)
                own = [*headers, (b"x-request-id", sender.request_id), *sender.limits, SNIFF]
                await send({"type": "http.response.start", "status": sender.status, "headers": own})
                await send({"type": "http.response.body", "body": b"" if method == "HEAD" else body})
            else:
                sink = kept.keeping(scope, key, sender) if kept else sender
                await self._make(scope, receive, sink, asked, sender.request_id.decode())
        except ClientDisconnect:
            sender.status = sender.status or CLIENT_GONE
        except Exception as error:
            if not isinstance(error, Problem):  # which is raised here, before anybody looks at the request
                log.exception("unexpected error", path=scope["path"])
            if not sender.status:
                await answered(error, scope["path"].replace("\x00", ""))(scope, receive, sender)
        finally:
            route = getattr(scope.get("route"), "path", "unrouted")
            self._metrics.observe(method, route, sender.status, perf_counter() - began)

    async def _make(self, scope: Scope, receive: Receive, send: Send, asked: Mapping[bytes, bytes], named: str) -> None:
        """Have the answer made, with its request id and its trace in every line and event of it."""
        structlog.contextvars.clear_contextvars()
        given = _asked_for(asked, b"traceparent", TRACEPARENT)
        parent = given.decode() if given else None
        with tracing.span(f"{scope['method']} {scope['path']}", "server", parent=parent, request_id=named) as traceparent:
            structlog.contextvars.bind_contextvars(request_id=named, **({"traceparent": traceparent} if traceparent else {}))
            await self._app(scope, receive, send)


class _Sender:
    """Adds the headers of every answer, remembers its status, and keeps the body of a HEAD answer back."""

    __slots__ = ("_head", "_scope", "limits", "request_id", "send", "status")

    def __init__(self, send: Send, scope: Scope, request_id: bytes) -> None:
        self.send, self._scope, self.request_id = send, scope, request_id
        self._head = scope["method"] == "HEAD"
        self.limits: Told = ()
        self.status = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            given = {name for name, _ in message["headers"]}
            limits = self._scope.get("state", {}).get("limits", self.limits)  # the key's, where there is one
            own = ((b"x-request-id", self.request_id), *limits, SNIFF)
            message["headers"] = [*message["headers"], *(pair for pair in own if pair[0] not in given)]
        elif self._head:
            message = {**message, "body": b""}
        await self.send(message)


def _asked_for(asked: Mapping[bytes, bytes], name: bytes, form: re.Pattern[bytes]) -> bytes | None:
    """A header of the request, when it has its form."""
    given = asked.get(name)
    return given if given and form.fullmatch(given) else None
