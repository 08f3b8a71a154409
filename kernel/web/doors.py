"""Doors that need nothing of FastAPI but its document: matched here and called directly, which
costs a tenth of its routing.

A door is called so when its parameters are the request, the caller and plain text of the path;
parameters with a default take it, as long as the request has no query. Everything else goes the
long way round, to the same function.
"""

import inspect
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, NamedTuple

from fastapi import Request
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from kernel.auth import Caller
from kernel.web.problems import EXPECTED, answered


class Door(NamedTuple):
    """One operation.

    `caller`: the name of the parameter that takes the caller; None: it cannot be called directly.
    """

    route: APIRoute
    caller: str | None


class Doors:
    """The operations of one application, in the order of its routes; what is none of them goes to
    the application.
    """

    def __init__(
        self, app: ASGIApp, owner: Any, who: Callable[[Request], Awaitable[Caller]], marker: Any
    ) -> None:
        """`app`: what answers the rest, of the application `owner`, which is entered here."""
        self._app, self._owner, self._who, self._marker = app, owner, who, marker
        self._doors: dict[str, list[Door]] = defaultdict(list)  # by method

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope["app"], answer = self._owner, self._app
        if found := self.find(scope):
            door, parts = found
            scope["route"], scope["path_params"] = door.route, parts
            request = Request(scope, receive, send)
            try:
                answer = await door.route.endpoint(
                    request=request, **parts, **{str(door.caller): await self._who(request)}
                )
            except EXPECTED as error:
                answer = answered(error, scope["path"])
        await answer(scope, receive, send)

    def add(self, routes: Iterable[BaseRoute]) -> None:
        """Take in the operations of a router."""
        for route in routes:
            if isinstance(route, APIRoute):
                door = Door(route, self._caller(route.endpoint, set(route.param_convertors)))
                for method in route.methods or ():
                    self._doors[method].append(door)

    def find(self, scope: Scope) -> tuple[Door, dict[str, str]] | None:
        """The door that answers this request directly, with the parts of its path; None:

        FastAPI finds out.
        """
        if scope["query_string"]:
            return None
        for door in self._doors.get(scope["method"], ()):
            if found := door.route.path_regex.match(scope["path"]):
                return (door, found.groupdict()) if door.caller else None
        return None

    def _caller(self, endpoint: Callable[..., Any], parts: set[str]) -> str | None:
        """The parameter for the caller, when all others can be given: the request, text of the
        path, defaults.
        """
        parameters = inspect.signature(endpoint).parameters
        callers = [
            name for name, parameter in parameters.items() if parameter.annotation is self._marker
        ]
        others = [
            name
            for name, parameter in parameters.items()
            if name not in ("request", *callers)
            and (
                parameter.annotation is not str
                if name in parts
                else parameter.default is inspect.Parameter.empty
            )
        ]
        return callers[0] if len(callers) == 1 and not others and "request" in parameters else None
