"""Who has reported: from the list of reports where that is short, else as the figures tell it."""

from collections.abc import Mapping

import httpx2

from services.portal.clients import indicators, reports
from services.portal.clients.http import Parameter

EVERY = 500  # reports on one page of the list
KIND = "implementation"


async def list_reporters(
    client: httpx2.AsyncClient, asked: Mapping[str, Parameter]
) -> frozenset[str]:
    """The codes of those that have a report; `asked`: year and as_of. Raises ServiceUnavailable,
    Refused.
    """
    listed = await reports.list_submissions(client, kind=KIND, limit=EVERY, **asked)
    known = frozenset(code for each in listed.items for code in each.reporters)
    if listed.cursor is None:
        return known
    return known | (await indicators.get_programme(client, **asked)).whole.reporters
