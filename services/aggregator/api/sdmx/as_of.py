"""The moments that requests of SDMX name."""

import re
from dataclasses import replace
from typing import Annotated

from fastapi import Query, Request

from kernel.errors import Invalid, Problem
from services.aggregator.api import dependencies
from services.aggregator.api.dependencies import When
from services.aggregator.api.reading import Asked

ZONELESS = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+", re.ASCII)
EVERYTHING = dependencies.Filters(None, None, None, None)
AsOf = Annotated[str | None, Query(alias="asOf", max_length=40)]


async def asked_at(request: Request, name: str, moment: str | None) -> Asked:
    """Everything at a moment, or now. Raises 400; `name`: of the parameter."""
    when = When(_with_zone(moment), None)
    try:
        structure, at = await dependencies.located(request, EVERYTHING, when)
    except Problem as problem:
        raise replace(problem, errors=[_called(name, one) for one in problem.errors]) from None
    return Asked(structure, EVERYTHING, at)


def _called(name: str, wrong: Invalid) -> Invalid:
    """What is wrong with a moment, under the name that it has in SDMX."""
    return wrong._replace(pointer=f"/{name}")


def _with_zone(moment: str | None) -> str | None:
    """An instant without a zone is one of this service, which is in UTC."""
    return f"{moment}Z" if moment and ZONELESS.fullmatch(moment) else moment
