"""The outermost ASGI layer of every service: request id, trace context, address limit, HEAD, metrics, and no bare 500."""

import re
from collections.abc import Mapping
from time import perf_counter
from typing import Any

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kernel import clock, logging, tracing
from kernel.errors import Invalid, Problem, invalid
from kernel.metrics import Metrics
from kernel.web.limits import Limiter
from kernel.web.problems import render, unexpected
from kernel.web.ready_made import ReadyMade

REQUEST_ID = re.compile(r"[A-Za-z0-9._:/+=-]{1,128}")
TRACEPARENT = re.compile(r"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")
CLIENT_GONE = 499  # for the metrics only: nobody is there to be answered
EXEMPT = ("/healthz", "/readyz", "/metrics")

log = logging.get("web")


class Manners:
    """Wraps one service's application."""

    def __init__(self, app: ASGIApp, metrics: Metrics, limiter: Limiter, ready_made: ReadyMade | None = None) -> None:
        self._app, self._metrics, self._limiter, self._ready_made = app, metrics, limiter, ready_made

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        request_id = _request_id(headers)
        structlog.contextvars.clear_contextvars()
        with tracing.span(f"{scope['method']} {scope['path']}", "server", parent=_traceparent(headers), request_id=request_id) as traceparent:
            structlog.contextvars.bind_contextvars(request_id=request_id, **({"traceparent": traceparent} if traceparent else {}))
            await self._timed(scope, receive, _Sender(send, scope, request_id))

    async def _timed(self, scope: Scope, receive: Receive, sender: "_Sender") -> None:
        began = perf_counter()
        method = scope["method"]
        try:
            await self._limited(scope, receive, sender)
        except ClientDisconnect:
            sender.status = sender.status or CLIENT_GONE
        except Exception:
            log.exception("unexpected error", path=scope["path"])
            if not sender.status:
                await unexpected(scope["path"])(scope, receive, sender)
        finally:
            route = getattr(scope.get("route"), "path", "unrouted")
            self._metrics.observe(method, route, sender.status, perf_counter() - began)

    async def _limited(self, scope: Scope, receive: Receive, sender: "_Sender") -> None:
        path = scope["path"]
        try:
            if not path.endswith(EXEMPT):
                client = scope.get("client")
                scope.setdefault("state", {})["limits"] = self._limiter.address(client[0] if client else "unknown")
            if "\x00" in path or b"%00" in scope["query_string"]:
                raise invalid(Invalid("/query", "control_character", "Text must not contain NUL characters."))
        except Problem as problem:
            await render(problem, path.replace("\x00", ""))(scope, receive, sender)
            return
        if scope["method"] == "HEAD":
            scope["method"] = "GET"
        to: Send | None = sender
        if self._ready_made is not None and not path.endswith(EXEMPT):
            to = await self._ready_made.give(scope, sender)
        if to is not None:
            await self._app(scope, receive, to)


class _Sender:
    """Adds the headers of every answer, remembers its status, and keeps the body of a HEAD answer back."""

    def __init__(self, send: Send, scope: Scope, request_id: str) -> None:
        self._send, self._scope, self._request_id = send, scope, request_id
        self._head = scope["method"] == "HEAD"
        self.status = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            headers["X-Request-ID"] = self._request_id
            for name, value in _state(self._scope).get("limits", {}).items():
                headers.setdefault(name, value)
            headers.setdefault("X-Content-Type-Options", "nosniff")
        elif self._head:
            message = {**message, "body": b""}
        await self._send(message)


def _state(scope: Scope) -> Mapping[str, Any]:
    state: Mapping[str, Any] = scope.get("state", {})
    return state


def _request_id(headers: Headers) -> str:
    given = headers.get("x-request-id", "")
    return given if REQUEST_ID.fullmatch(given) else clock.uuid7()


def _traceparent(headers: Headers) -> str | None:
    given = headers.get("traceparent", "")
    return given if TRACEPARENT.fullmatch(given) else None
