"""The specific fund of voluntary contributions: its balances, entries and modalities."""

import asyncio

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from services.portal.clients import fund, http
from services.portal.clients.fund import Entries
from services.portal.clients.http import Refused
from services.portal.pages.page import Page
from services.portal.views import money, options

FILTERS = ("entry", "currency", "activity")


async def overview(request: Request) -> Response:
    """GET /fund"""
    page = Page.of(request, *FILTERS, "cursor")
    balances, entries, names = await asyncio.gather(
        http.part(fund.get_fund(page.client, page.lang, **page.moment)),
        http.part(_entries(page)),
        page.catalogue(),
    )
    return await page.show(
        "public/fund.html",
        complete=None not in (balances, entries),
        balances=balances,
        blocks=money.money_blocks(balances.balances) if balances else [],
        entries=entries,
        modalities=balances.modalities if balances else (),
        currency_options=[(each.currency, each.currency) for each in balances.balances]
        if balances
        else [],
        activity_options=options.activities(names),
        names=names,
        query={name: page.filters.get(name) for name in FILTERS},
    )


async def _entries(page: Page) -> Entries:
    """One page of the entries asked for; none for a filter that no entry can have."""
    try:
        return await fund.list_entries(page.client, **page.asked)
    except Refused:
        return Entries((), None)


ROUTES = [Route("/fund", overview)]
