"""`SdmxOperation`: an operation whose errors are messages of SDMX."""

import json
from typing import Any

from fastapi import APIRouter, Depends
from starlette.types import Message, Receive, Scope, Send

from kernel.web.dependencies import known_parameters
from kernel.web.language import language
from kernel.web.operation import Operation
from kernel.web.problems import MEDIA_TYPE
from services.aggregator.formats.sdmx import errors, media

PROBLEM = MEDIA_TYPE.encode()
OWN = (b"content-type", b"content-length")
ERRORS = {
    400: "Unreadable request",
    401: "No valid key",
    404: "No results",
    406: "No such format",
    413: "Too many results",
    429: "Too many requests",
    501: "Not implemented",
    503: "Unavailable",
}


class SdmxOperation(Operation):
    """One operation. What is wrong with a request is 400, as in SDMX."""

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request that was routed here."""
        head: Message = {}

        async def translated(message: Message) -> None:
            nonlocal head
            if message["type"] == "http.response.start" and _is_problem(message):
                head = message
            elif head:
                for each in _translated(scope, head, message["body"]):
                    await send(each)
            else:
                await send(message)

        await super().handle(scope, receive, translated)


def _is_problem(message: Message) -> bool:
    kind: bytes = dict(message["headers"]).get(b"content-type", b"")
    return kind.startswith(PROBLEM)


def _translated(scope: Scope, head: Message, body: bytes) -> tuple[Message, Message]:
    told = json.loads(body)
    status = 400 if head["status"] == 422 else head["status"]
    details = [told["detail"], *(f"{e['pointer']}: {e['detail']}" for e in told["errors"])]
    asked = dict(reversed(scope["headers"])).get(b"accept", b"").decode("latin-1")
    as_json = media.prefers_json(asked, None)
    text = (errors.as_json if as_json else errors.as_ml)(status, " ".join(details))
    kind = "application/json" if as_json else "application/xml"
    headers = [pair for pair in head["headers"] if pair[0] not in OWN]
    headers += [(b"content-type", kind.encode()), (b"content-length", b"%d" % len(text))]
    start = {"type": "http.response.start", "status": status, "headers": headers}
    return start, {"type": "http.response.body", "body": text}


def router() -> APIRouter:
    """A router of such operations."""
    return APIRouter(
        prefix="/indicators/sdmx",
        tags=["sdmx"],
        route_class=SdmxOperation,
        dependencies=[Depends(known_parameters), Depends(language)],
    )


def documented(*kinds: media.Kind) -> dict[int | str, dict[str, Any]]:
    """The `responses=` of an operation: its formats, and the errors."""
    anything: dict[str, Any] = {"schema": {}}
    formats = {name: anything for kind in kinds for name, _ in media.MEDIA[kind].values()}
    of_errors = {"application/json": anything, "application/xml": anything}
    return {
        200: {"description": "A message of SDMX", "content": formats},
        **{code: {"description": text, "content": of_errors} for code, text in ERRORS.items()},
    }
