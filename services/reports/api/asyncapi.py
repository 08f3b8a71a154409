"""The AsyncAPI document of the events."""

from typing import Any

from fastapi import Request
from starlette.responses import Response

from contracts import asyncapi
from kernel import web
from kernel.web import Callers
from kernel.web.problems import documented

router = web.router("/reports", "events")


@router.get(
    "/asyncapi.json",
    operation_id="getAsyncApi",
    summary="The events as an AsyncAPI 3 document",
    response_model=dict[str, Any],
    responses=documented(example={"asyncapi": "3.0.0"}),
)
async def document(request: Request, _caller: Callers) -> Response:
    """Channels, messages, headers and schemas, generated from the contracts."""
    return web.answer(request, asyncapi.document())
