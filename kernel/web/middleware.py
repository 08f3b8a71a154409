"""The middleware of every service, outermost first.

`RequestContextMiddleware` gives a request its id, counts it against its address, answers HEAD,
measures, and lets no bare 500 out. The response cache may stand behind it. `TracingMiddleware` puts
the request id and the trace into every log line and event.
"""

import asyncio
import re
from collections.abc import Callable
from contextlib import suppress
from time import perf_counter

import structlog
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kernel import clock, logging, tracing
from kernel.errors import Problem
from kernel.metrics import Requests
from kernel.web.bodies import DISCARD_SECONDS, DISCARDED
from kernel.web.limits import PORTAL_HEADER, Limiter, RateLimitHeaders, network
from kernel.web.problems import answered

REQUEST_ID = re.compile(rb"[A-Za-z0-9._:/+=-]{1,128}")
TRACEPARENT = re.compile(rb"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")
CLIENT_GONE = 499  # for the metrics only: nobody is there to be answered
SNIFF = (b"x-content-type-options", b"nosniff")
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
PORTAL = PORTAL_HEADER.lower().encode()
BODIES = (b"content-length", b"transfer-encoding")
PROBES = ("/healthz", "/readyz", "/metrics")

Answer = Callable[[Exception, Scope], ASGIApp]

log = logging.get("web")


def _problem(error: Exception, scope: Scope) -> ASGIApp:
    return answered(error, scope["path"].replace("\x00", ""))


class RequestContextMiddleware:
    """The outermost middleware, for HTTP alone; it leaves the request's id in the scope."""

    def __init__(
        self,
        app: ASGIApp,
        metrics: Requests,
        limiter: Limiter,
        prefix: str = "",
        answer: Answer = _problem,
    ) -> None:
        """`prefix`: of the service's addresses; its probes alone are not counted as requests.
        `answer`: what a request gets that is one too many, or that went wrong.
        """
        self._app, self._metrics, self._limiter = app, metrics, limiter
        self._error_answer = answer
        self._probes = frozenset(prefix + probe for probe in PROBES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        began, method = perf_counter(), scope["method"]
        # a copy: the server goes by the method in its own, and must know that HEAD has no body
        scope = {**scope, "method": "GET" if method == "HEAD" else method, "asked": method}
        scope["request_id"] = _header(scope, b"x-request-id", REQUEST_ID) or clock.request_id()
        body = _Body(receive)
        sender = _Sender(scope, send, body, head=method == "HEAD")
        try:
            await self._answer(scope, body, sender)
        except ClientDisconnect:
            sender.status = sender.status or CLIENT_GONE
        except Exception as error:
            await self._answer_error(error, scope, body, sender)
        finally:
            route = getattr(scope.get("route"), "path", "unrouted")
            seconds = scope.get("answered", perf_counter()) - began  # a stream says when it began
            self._metrics.observe(_metered(method), route, sender.status, seconds)

    async def _answer(self, scope: Scope, receive: Receive, sender: "_Sender") -> None:
        """Count the request against its address, and go on."""
        if self._counted(scope):
            whose = network((scope.get("client") or ("unknown",))[0])
            sender.limits = self._limiter.count("address", whose)
        await self._app(scope, receive, sender)

    async def _answer_error(
        self, error: Exception, scope: Scope, receive: Receive, sender: "_Sender"
    ) -> None:
        """Log an error that nobody expected, and answer unless an answer has begun."""
        if not isinstance(error, Problem):  # raised here, before anybody looks at the request
            log.exception("unexpected error", path=scope["path"])
        if not sender.status:
            await self._error_answer(error, scope)(scope, receive, sender)

    def _counted(self, scope: Scope) -> bool:
        """Neither probes are counted nor what the portal asks on its visitors' behalf."""
        secret = _header(scope, PORTAL, REQUEST_ID)
        return scope["path"] not in self._probes and not self._limiter.is_portal(secret)


class _Body:
    """The body of a request while it is received."""

    def __init__(self, receive: Receive) -> None:
        self._receive, self._size, self._more = receive, 0, True

    async def __call__(self) -> Message:
        message = await self._receive()
        self._size += len(message.get("body", b""))
        self._more = message.get("more_body", False)
        return message

    async def discard(self) -> None:
        """Throw away what is left: a client that is still sending would get a reset instead of the
        answer.
        """
        with suppress(TimeoutError):
            async with asyncio.timeout(DISCARD_SECONDS):
                while self._more and self._size <= DISCARDED:
                    await self()


class _Sender:
    """Adds the headers of every answer, remembers its status, and drops the body of HEAD."""

    def __init__(self, scope: Scope, send: Send, body: _Body, *, head: bool) -> None:
        self._send, self._scope, self._body, self._head = send, scope, body, head
        self.limits: RateLimitHeaders = ()
        self.status = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            if _sends_a_body(self._scope):
                await self._body.discard()
            message = {**message, "headers": [*message["headers"], *self._headers()]}
        elif self._head:
            message = {**message, "body": b""}
        await self._send(message)

    def _headers(self) -> list[tuple[bytes, bytes]]:
        """The request id, the limits (the key's where there is one), and no guessing of types."""
        of_key = self._scope.get("state", {}).get("limits", self.limits)
        limits = () if self.status == 429 else of_key
        return [(b"x-request-id", self._scope["request_id"].encode()), *limits, SNIFF]


class TracingMiddleware:
    """Binds the request id and the trace for every log line and event of a request."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        named, parent = scope["request_id"], _header(scope, b"traceparent", TRACEPARENT)
        with tracing.span(
            f"{scope['method']} {scope['path']}", "server", parent=parent, request_id=named
        ) as traceparent:
            structlog.contextvars.clear_contextvars()
            structlog.contextvars.bind_contextvars(
                request_id=named, **({"traceparent": traceparent} if traceparent else {})
            )
            await self._app(scope, receive, send)


def _metered(method: str) -> str:
    """The method as the metrics name it: one word for all that this contract does not use."""
    return method if method in METHODS else "OTHER"


def _sends_a_body(scope: Scope) -> bool:
    """Whether a request has a body that does not wait to be asked for (`Expect`)."""
    names = {name for name, _ in scope["headers"]}
    return b"expect" not in names and not names.isdisjoint(BODIES)


def _header(scope: Scope, name: bytes, form: re.Pattern[bytes]) -> str | None:
    """A header of the request, when it has its form."""
    given = dict(scope["headers"]).get(name, b"")
    return given.decode() if form.fullmatch(given) else None
