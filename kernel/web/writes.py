"""The one write pipeline: every writing route of every service is decided in this order.

    401, 404  load      what the request is about, for this caller
    413       read the body
    403       permit    whether the caller may do this
    replay    the answer stored for the same Idempotency-Key, where the request would be refused now
    428, 412  match     If-Match
    409       allow     whether the state allows it
    400, 415, 422       the body as its model
    422, 503  prepare   the rest of the rules; returns the command
    commit    the command's rows, history and event, and the stored answer
    2xx       show

A route is a subclass of `Write` that says what to load, who may, which command and how to show.
"""

from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar, Generic, TypeVar, cast

from fastapi import Request
from pydantic import BaseModel
from starlette.responses import Response

from kernel.auth import Caller
from kernel.errors import DuplicateKey, Problem, StaleWrite, conflict, precondition_failed
from kernel.web.bodies import LIMIT, read_bytes, read_json, validated
from kernel.web.idempotency import Command, IdempotentWrites

Loaded = TypeVar("Loaded")
B = TypeVar("B", bound=BaseModel | None)
Done = TypeVar("Done")


class Write(Generic[Loaded, B, Done]):
    """One writing request: of something `Loaded`, with a body `B`, answered from what is `Done`.

    `model` is the body's model, None for a request without one; `optional` lets an empty body
    stand for a model without values. `attempts`: how often a write is decided anew when somebody
    else was faster.
    """

    model: ClassVar[type[BaseModel] | None] = None
    optional: ClassVar[bool] = False
    limit: int = LIMIT
    attempts: ClassVar[int] = 1

    def __init__(self, request: Request, caller: Caller, writes: IdempotentWrites) -> None:
        self.request, self.caller, self._writes = request, caller, writes
        self.raw = b""

    async def load(self) -> Loaded:
        """What the request is about. Raises 401 where a key is needed, 404."""
        raise NotImplementedError

    def permit(self, loaded: Loaded, body: B | None) -> None:
        """Raise 403 unless the caller may do this; `body` is None where it cannot be read."""

    def match(self, loaded: Loaded) -> None:
        """Raise 428 or 412 where the write needs `If-Match`."""

    def allow(self, loaded: Loaded, body: B | None) -> None:
        """Raise 409 where the state does not allow it."""

    async def prepare(self, loaded: Loaded, body: B) -> Command[Done] | Response:
        """The command to commit, or the answer where there is nothing to write. Raises 422, 503."""
        raise NotImplementedError

    def show(self, done: Done) -> Response:
        """The answer to what the command returned."""
        raise NotImplementedError

    def overtaken(self) -> Problem:
        """The answer when somebody else was faster than every attempt."""
        return precondition_failed()

    def duplicate(self) -> Problem:
        """The answer when a thing with the same identity is there already."""
        return conflict("exists", "A thing with this identity exists already.")

    async def compared(self) -> Any:
        """What an Idempotency-Key stands for where the body has no model; None: the bytes."""
        return None

    async def run(self) -> Response:
        """Decide, commit and answer."""
        loaded = await self.load()
        received = await self._receive()
        self.permit(loaded, received.body)
        if received.too_large is not None:
            raise received.too_large
        key = self._writes.key(self.request, self.caller, received.raw, received.data)
        decide = partial(self._decide, loaded, received)
        for _ in range(self.attempts):
            try:
                return await self._writes.run_once(key, decide, self.show)
            except StaleWrite:
                continue
            except DuplicateKey:
                raise self.duplicate() from None
        raise self.overtaken()

    async def _decide(self, loaded: Loaded, received: "Received[B]") -> Command[Done] | Response:
        self.match(loaded)
        self.allow(loaded, received.body)
        if received.invalid is not None:
            raise received.invalid
        return await self.prepare(loaded, cast(B, received.body))

    async def _receive(self) -> "Received[B]":
        """The body, or what is wrong with it: that is said in its turn."""
        try:
            self.raw = await read_bytes(self.request, self.limit)
        except Problem as problem:
            return Received(b"", None, too_large=problem)
        if self.model is None:
            return Received(self.raw, None, await self.compared())
        data = None
        try:
            if self.optional and not self.raw.strip():
                return Received(self.raw, cast(B, self.model()))
            data = read_json(self.request, self.raw)
            return Received(self.raw, cast(B, validated(self.raw, data, self.model)), data)
        except Problem as problem:
            return Received(self.raw, None, data, invalid=problem)


@dataclass(frozen=True, slots=True)
class Received(Generic[B]):
    """A body as it came: its bytes, its model and what it says, or why it has none."""

    raw: bytes
    body: B | None
    data: Any = None
    too_large: Problem | None = None
    invalid: Problem | None = None
