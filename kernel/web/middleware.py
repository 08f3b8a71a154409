"""The outer ASGI layers of every service: its manners (request id, address limit, HEAD, metrics, no
bare 500), then its trace.

Between the two a service may have its answers that are ready made; behind them, the doors that can
be called directly; FastAPI routes the rest.
"""

import re
from time import perf_counter

import structlog
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kernel import clock, logging, tracing
from kernel.errors import Invalid, Problem, invalid
from kernel.metrics import Requests
from kernel.web.limits import Limiter, RateLimitHeaders
from kernel.web.problems import answered

REQUEST_ID = re.compile(rb"[A-Za-z0-9._:/+=-]{1,128}")
TRACEPARENT = re.compile(rb"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")
CLIENT_GONE = 499  # for the metrics only: nobody is there to be answered
SNIFF = (b"x-content-type-options", b"nosniff")
PROBES = ("/healthz", "/readyz", "/metrics")

log = logging.get("web")


class RequestContextMiddleware:
    """The outermost layer, for HTTP requests and nothing else; it leaves the request's id in the
    scope (`request_id`).
    """

    def __init__(self, app: ASGIApp, metrics: Requests, limiter: Limiter) -> None:
        self._app, self._metrics, self._limiter = app, metrics, limiter

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        began, method = perf_counter(), scope["method"]
        scope["request_id"] = _asked_for(scope, b"x-request-id", REQUEST_ID) or clock.request_id()
        sender = _Sender(scope, send)
        if method == "HEAD":
            scope["method"] = "GET"
        try:
            if not scope["path"].endswith(PROBES):
                client = scope.get("client")
                sender.limits = self._limiter.count("address", client[0] if client else "unknown")
            if "\x00" in scope["path"] or b"%00" in scope["query_string"]:
                raise invalid(
                    Invalid("/query", "control_character", "Text must not contain NUL characters.")
                )
            await self._app(scope, receive, sender)
        except ClientDisconnect:
            sender.status = sender.status or CLIENT_GONE
        except Exception as error:
            if not isinstance(
                error, Problem
            ):  # which is raised here, before anybody looks at the request
                log.exception("unexpected error", path=scope["path"])
            if not sender.status:
                await answered(error, scope["path"].replace("\x00", ""))(scope, receive, sender)
        finally:
            route = getattr(scope.get("route"), "path", "unrouted")
            self._metrics.observe(method, route, sender.status, perf_counter() - began)


class _Sender:
    """Adds the headers of every answer, remembers its status, and keeps the body of a HEAD answer
    back.
    """

    def __init__(self, scope: Scope, send: Send) -> None:
        self._send, self._scope, self._head = send, scope, scope["method"] == "HEAD"
        self.limits: RateLimitHeaders = ()
        self.status = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            # the key's, where there is one
            limits = (
                ()
                if self.status == 429
                else self._scope.get("state", {}).get("limits", self.limits)
            )
            message = {
                **message,
                "headers": [
                    *message["headers"],
                    (b"x-request-id", self._scope["request_id"].encode()),
                    *limits,
                    SNIFF,
                ],
            }
        elif self._head:
            message = {**message, "body": b""}
        await self._send(message)


class TracingMiddleware:
    """The layer around what is made anew: its request id and its trace stand in every line and
    event of it.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        named, parent = scope["request_id"], _asked_for(scope, b"traceparent", TRACEPARENT)
        with tracing.span(
            f"{scope['method']} {scope['path']}", "server", parent=parent, request_id=named
        ) as traceparent:
            structlog.contextvars.clear_contextvars()
            structlog.contextvars.bind_contextvars(
                request_id=named, **({"traceparent": traceparent} if traceparent else {})
            )
            await self._app(scope, receive, send)


def _asked_for(scope: Scope, name: bytes, form: re.Pattern[bytes]) -> str | None:
    """A header of the request, when it has its form."""
    given = dict(scope["headers"]).get(name, b"")
    return given.decode() if form.fullmatch(given) else None
