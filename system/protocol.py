"""HTTP/1.1 as uvicorn speaks it, with bounds on what a client sends before there is a request: the
size of its head, the time for it, and a problem for what is no HTTP.
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from kernel import clock
from kernel.errors import Problem
from kernel.web.bodies import DISCARD_SECONDS, DISCARDED
from kernel.web.middleware import SNIFF
from kernel.web.problems import render

LARGEST_HEAD = 32 * 1024
HEAD_SECONDS = 30.0  # from the connection, or from its first byte, to the end of a head

CLOSING_SECONDS = 20.0  # for what was sent before a stream is closed; then it is cut

TOO_LARGE = f"The address and the headers of a request are larger than {LARGEST_HEAD} bytes."
ONE_HOST = "A request names its host, once."
TOO_SLOW = "The headers did not arrive in time."


class BoundedProtocol(HttpToolsProtocol):
    """One connection.

    What arrives is counted until it is a body: the head, trailers, and whatever stands between the
    chunks of a body. Beyond LARGEST_HEAD the answer is 431, or nothing where one has begun.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._size = 0  # of what arrived and is no body
        self._head: asyncio.TimerHandle | None = None  # while a head is waited for
        self._refused = False
        self._discarded = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._head = self.loop.call_later(HEAD_SECONDS, self._too_slow)

    def connection_lost(self, exc: Exception | None) -> None:
        self._arrived()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._refused:
            self._discard(data)
            return
        self._size += len(data)
        super().data_received(data)
        if self._refused or self.transport.is_closing():
            return
        if self._size > LARGEST_HEAD:
            self._refuse(Problem(431, "headers_too_large", TOO_LARGE))
        elif self._size and self._between_requests() and self._head is None:
            self._head = self.loop.call_later(HEAD_SECONDS, self._too_slow)

    def on_headers_complete(self) -> None:
        self._arrived()
        if problem := self._wrong_head():
            self._refuse(problem)
        if not self._refused:
            self._size = 0
            super().on_headers_complete()
            self.scope["state"].update(close=self._close_stream, push=self._push)

    def _wrong_head(self) -> Problem | None:
        """What is refused before there is a request."""
        head = len(self.url) + sum(len(name) + len(value) + 4 for name, value in self.headers)
        if head > LARGEST_HEAD:
            return Problem(431, "headers_too_large", TOO_LARGE)
        return None if self._names_one_host() else Problem(400, "unreadable", ONE_HOST)

    def _names_one_host(self) -> bool:
        """Whether the request names its host once; in HTTP/1.0 it need not."""
        hosts = sum(name == b"host" for name, _ in self.headers)
        return hosts == 1 or (hosts == 0 and self.parser.get_http_version() == "1.0")

    def on_body(self, body: bytes) -> None:
        self._size = 0
        if not self._refused:
            super().on_body(body)

    def on_message_complete(self) -> None:
        self._size = 0
        if not self._refused:
            super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        """What is no HTTP is a problem too, and so is a method that the server does not know."""
        if not self._refused:
            self._refuse(Problem(400, "unreadable", msg))

    def shutdown(self) -> None:
        """The server ends: a stream is told so, by what it left in its request's state, and sends
        its end; other answers are waited for.
        """
        super().shutdown()
        if self.cycle is not None and not self.cycle.response_complete:
            self.cycle.scope["state"].get("on_shutdown", lambda: None)()

    def _push(self, chunk: bytes) -> bool:
        """Send one more chunk of a stream now, past what its answer passes when it is sent; False,
        and nothing sent, where it must wait its turn.
        """
        if self.flow.write_paused or self.cycle.disconnected or not self.cycle.chunked_encoding:
            return False
        self.transport.write(b"%x\r\n%b\r\n" % (len(chunk), chunk))
        return True

    def _close_stream(self) -> None:
        """Close in the middle of an answer, for a stream whose client does not read."""
        self.cycle.disconnected = True
        self.transport.close()
        self.loop.call_later(CLOSING_SECONDS, self.transport.abort)

    def _between_requests(self) -> bool:
        return self.cycle is None or self.cycle.response_complete

    def _arrived(self) -> None:
        if self._head is not None:
            self._head.cancel()
            self._head = None

    def _too_slow(self) -> None:
        """A connection on which nothing was ever sent is closed without a word."""
        self._head = None
        if self._size:
            self._refuse(Problem(408, "too_slow", TOO_SLOW))
        else:
            self.transport.close()

    def _refuse(self, problem: Problem) -> None:
        """Answer, and read on for a while: a client that is still sending would get a reset
        instead of the answer.
        """
        self._refused = True
        if not self._between_requests() and not self._give_up():
            self.transport.close()  # an answer is under way, and this one is of no request
            return
        self._unset_keepalive_if_required()
        self.transport.write(_answer(problem))
        self.transport.write_eof()
        self.loop.call_later(DISCARD_SECONDS, self.transport.close)

    def _give_up(self) -> bool:
        """End the request whose body is refused; whether nothing of its answer was sent."""
        unanswered = self.cycle.more_body and not self.cycle.response_started and not self.pipeline
        if unanswered:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        return unanswered

    def _discard(self, data: bytes) -> None:
        self._discarded += len(data)
        if self._discarded > DISCARDED:
            self.transport.close()


def _answer(problem: Problem) -> bytes:
    """A whole HTTP answer, as the services would give it."""
    response, id_ = render(problem, ""), clock.request_id().encode()
    own = (SNIFF, (b"x-request-id", id_), (b"connection", b"close"))
    lines = b"".join(b"%b: %b\r\n" % header for header in (*response.raw_headers, *own))
    return STATUS_LINE[problem.status] + lines + b"\r\n" + bytes(response.body)
