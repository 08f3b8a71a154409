"""Who has reported: from the list of reports where that is short, else actor by actor."""

import asyncio
from collections.abc import Iterable, Mapping

import httpx2

from services.portal.clients import http, indicators, reports
from services.portal.clients.http import Parameter

EVERY = 500  # reports on one page of the list
KIND = "implementation"


async def list_reporters(
    client: httpx2.AsyncClient, actors: Iterable[str], asked: Mapping[str, Parameter]
) -> set[str]:
    """Those of the actors that have a report; `asked`: year and as_of. Raises ServiceUnavailable,
    Refused.
    """
    listed = await reports.list_submissions(client, kind=KIND, limit=EVERY, **asked)
    known = {code for each in listed.items for code in each.reporters}
    unseen = [] if listed.cursor is None else [code for code in actors if code not in known]
    return known | await _one_by_one(client, unseen, asked)


async def _one_by_one(
    client: httpx2.AsyncClient, actors: Iterable[str], asked: Mapping[str, Parameter]
) -> set[str]:
    codes = list(actors)
    counts = await asyncio.gather(*(_reports(client, code, asked) for code in codes))
    return {code for code, count in zip(codes, counts, strict=True) if count}


async def _reports(client: httpx2.AsyncClient, code: str, asked: Mapping[str, Parameter]) -> int:
    """How many reports an actor has; none where it was not known then."""
    try:
        figures = await indicators.get_figures(client, "actors", code, **asked)
    except http.Missing:
        return 0
    return int(figures["reports_published"].value or 0)
