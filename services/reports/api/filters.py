"""Filters by codes: those that nobody has ever given are refused."""

from collections.abc import Mapping

from fastapi import Request

from kernel.errors import Invalid, invalid
from services.reports.api import dependencies
from services.reports.domain.programme import Catalogue
from services.reports.store import serials


def refuse_unknown(given: Mapping[str, tuple[str | None, bool]]) -> None:
    """Raise 422 for the codes that are not known; `given`: by the name of the filter."""
    unknown = [
        Invalid(f"/{name}", "unknown_code", f"There is no {name} {code}.")
        for name, (code, known) in given.items()
        if code is not None and not known
    ]
    if unknown:
        raise invalid(*unknown)


async def knows_activity(request: Request, catalogue: Catalogue, code: str | None) -> bool:
    """Whether an activity is or was one of an edition, or one that its registrant added."""
    if code is None or catalogue.knows_activity(code):
        return True
    async with dependencies.snapshot(request) as connection:
        return await serials.is_given(connection, code)
