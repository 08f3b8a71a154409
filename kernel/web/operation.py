"""`Operation`: the route class of every service, with a short way into plain endpoints.

FastAPI calls an endpoint after it has read parameters and resolved dependencies. A request without
a query string to an endpoint that declares nothing but the request, the caller and texts of the
path needs none of that, and is called at once. A route that declares any other dependency, itself
or through a router that includes it, is always called by FastAPI.
"""

import inspect
from typing import Any

from fastapi import Request
from fastapi.dependencies.models import Dependant
from fastapi.params import Depends, Param
from fastapi.routing import APIRoute, RouteContext, iter_route_contexts
from starlette.types import Message, Receive, Scope, Send

from kernel.web.dependencies import caller, known_parameters
from kernel.web.language import language

#: The dependencies that the short way takes care of: it asks for the caller itself, and there is no
#: unknown parameter and no wish for a language where there is no query.
TAKEN_CARE_OF = (caller, known_parameters)
NAMING = b"edition="  # it says which thing is meant, as a path does


class Operation(APIRoute):
    """One operation of a service."""

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request that was routed here."""
        if scope["query_string"] and scope["method"] == "GET":
            send = self._in_order(scope, receive, send)
        name = None if scope["query_string"] else caller_parameter(scope["app"], self)
        if name is None or scope["method"] not in (self.methods or ()):
            await super().handle(scope, receive, send)
        else:
            await self._call(name, scope, receive, send)

    async def _call(self, name: str, scope: Scope, receive: Receive, send: Send) -> None:
        """Call the endpoint at once; `name`: of its parameter for the caller."""
        request = Request(scope, receive, send)
        arguments = {**scope["path_params"], name: await caller(request)}
        response = await self.endpoint(request=request, **arguments)
        await response(scope, receive, send)

    def _in_order(self, scope: Scope, receive: Receive, send: Send) -> Send:
        """Sends what a read answers; where its query is wrong, first what is refused without it."""
        earlier: list[Message] = []

        async def ordered(message: Message) -> None:
            if message.get("status") in (400, 422):
                earlier.extend(await self._refused_anyway(scope, receive))
                for each in earlier:
                    await send(each)
            if not earlier:
                await send(message)

        return ordered

    async def _refused_anyway(self, scope: Scope, receive: Receive) -> list[Message]:
        """The 401, 403 or 404 that a read gets whatever its query says; nothing without one."""
        named = [each for each in scope["query_string"].split(b"&") if each.startswith(NAMING)]
        messages: list[Message] = []

        async def collect(message: Message) -> None:
            if message.get("status", 404) not in (401, 403, 404):
                raise _NotRefused
            messages.append(message)

        try:
            bare = {**scope, "query_string": b"&".join(named)}
            await super().handle(bare, receive, collect)
        except* _NotRefused:
            messages.clear()
        return messages


class _NotRefused(Exception):
    """A read is not refused without its query."""


def caller_parameter(app: Any, operation: Operation) -> str | None:
    """The name of the endpoint's parameter for the caller; None where FastAPI must call it.

    Remembered per application: another one may include the same router with other dependencies.
    """
    known: dict[int, str | None] = app.state.caller_parameters
    if id(operation) not in known:
        ways = [way for way in iter_route_contexts(app.routes) if way.original_route is operation]
        known[id(operation)] = _decide(ways[0]) if len(ways) == 1 else None
    return known[id(operation)]


def _decide(way: RouteContext) -> str | None:
    """The same, from what FastAPI knows of one way to the endpoint."""
    dependencies = way.dependant.dependencies
    callers = [each.name for each in dependencies if each.call is caller and each.name]
    plain = all(map(_is_taken_care_of, dependencies)) and _reads_only_the_path(way.dependant)
    fits = plain and len(callers) == 1 and _takes_plain_values(way, {"request", callers[0]})
    return callers[0] if fits else None


def _reads_only_the_path(dependant: Dependant) -> bool:
    """Whether it declares the request, and nothing of its headers, cookies and body."""
    elsewhere = (dependant.header_params, dependant.cookie_params, dependant.body_params)
    return dependant.request_param_name == "request" and not any(elsewhere)


def _is_taken_care_of(each: Dependant) -> bool:
    return each.call in TAKEN_CARE_OF or (each.call is language and each.name is None)


def _takes_plain_values(way: RouteContext, given: set[str]) -> bool:
    """Whether the parameters that are not given are texts of the path, or have plain defaults."""
    parameters = inspect.signature(way.endpoint or caller).parameters
    texts = set(way.param_convertors)
    if not parameters.keys() >= texts:
        return False
    rest = parameters.keys() - texts - given
    return all(parameters[name].annotation is str for name in texts) and all(
        _is_plain(parameters[name].default) for name in rest
    )


def _is_plain(default: Any) -> bool:
    """Whether a default is there, and is a value."""
    return default is not inspect.Parameter.empty and not isinstance(default, Param | Depends)
