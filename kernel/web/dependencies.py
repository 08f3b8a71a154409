"""What every operation begins with: who is calling, and no query parameter that nobody knows."""

from typing import Annotated

from fastapi import Depends, Request
from fastapi.dependencies.utils import get_flat_params
from fastapi.params import Query

from kernel.auth import Caller
from kernel.errors import Invalid, invalid
from kernel.web.health import HealthChecks


async def caller(request: Request) -> Caller:
    """The caller of a request. Raises 401 for a key that is not valid, on public reads too.

    A key's requests are counted against its limit. Raises 429.
    """
    health: HealthChecks = request.app.state.health
    address = request.client.host if request.client else None
    who = await health.keyring.caller(request.headers.get("authorization"), address)
    if who.key_id is not None:
        policy = "reads" if request.method == "GET" else "writes"
        request.state.limits = request.app.state.limiter.count(policy, who.key_id)
    return who


Callers = Annotated[Caller, Depends(caller)]


async def known_parameters(request: Request, _caller: Callers) -> None:
    """Raise 422 for query parameters that the operation does not know."""
    fields = get_flat_params(request.scope["route"].dependant)
    known = {field.alias for field in fields if isinstance(field.field_info, Query)}
    unknown = [name for name in request.query_params if name not in known]
    if unknown:
        raise invalid(*(_unknown(name) for name in unknown))


def _unknown(name: str) -> Invalid:
    detail = f"This operation has no query parameter {name}."
    return Invalid(f"/{name}", "unknown_parameter", detail)
