"""What SDMX REST has and this has not, and what neither has: refused by messages of SDMX."""

from starlette.responses import Response

from kernel.errors import Problem, not_found
from kernel.web.dependencies import Callers
from services.aggregator.api.sdmx.operation import router as made

router = made()


@router.get("/schema/{rest:path}", include_in_schema=False)
@router.get("/metadata/{rest:path}", include_in_schema=False)
@router.get("/registration/{rest:path}", include_in_schema=False)
async def other(rest: str, _caller: Callers) -> Response:
    """501, always."""
    raise Problem(501, "not_implemented", f"Nothing of {rest} is made here.")


@router.get("/{rest:path}", include_in_schema=False)
async def unknown(rest: str, _caller: Callers) -> Response:
    """404, always: this comes after everything else."""
    raise not_found()
