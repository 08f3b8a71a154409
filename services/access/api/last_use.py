"""What the other services tell of the use of keys: it is no part of the public contract, and is
believed from whoever knows the installation's pepper.
"""

from collections.abc import Mapping
from typing import Annotated

from fastapi import Request
from pydantic import Field, TypeAdapter, ValidationError
from starlette.responses import Response

from kernel import auth
from kernel.errors import not_found, unreadable
from services.access.api.dependencies import resources
from services.access.store import keys as store

LARGEST = 256 * 1024
PATH = "/access/last-use"
Instant = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$")]
USES: TypeAdapter[Mapping[str, str]] = TypeAdapter(
    dict[Annotated[str, Field(max_length=40)], Instant]
)


async def record_last_use(request: Request) -> Response:
    """Record when keys were last used elsewhere; 404 without the proof that goes with the body."""
    service, body = resources(request), await _body(request)
    if not auth.is_proof(service.pepper, body, request.headers.get(auth.PROOF, "")):
        raise not_found()
    await service.db.write(store.save_last_use, _uses(body))
    return Response(None, 204)


def _uses(body: bytes) -> Mapping[str, str]:
    """Instants by the ids of keys. Raises 400."""
    try:
        return USES.validate_json(body)
    except ValidationError:
        raise unreadable("The body is not a map of key ids to instants.") from None


async def _body(request: Request) -> bytes:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LARGEST:
            raise not_found()
    return body
