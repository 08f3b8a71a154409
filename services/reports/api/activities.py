"""What stands of an activity in one answer, for who shows it as a page."""

from typing import Annotated, Literal

from fastapi import Query, Request
from starlette.responses import Response

from kernel import web
from kernel.errors import not_found
from kernel.web import Callers
from kernel.web.problems import documented
from services.reports.api import filters, listed, overviews
from services.reports.api.overviews import OnThatDay
from services.reports.domain import overviews as domain
from services.reports.domain.kind import Term
from services.reports.domain.kinds.implementation import KIND as REPORT
from services.reports.schemas.activities import BesideActivity
from services.reports.schemas.examples import ANSWERS
from services.reports.store.lists import Wanted

router = web.router("/reports/activities", "beside")
LISTED = 50  # reports
Year = Annotated[int | None, Query(ge=2016, le=2100, description="Reports of this year alone")]
Treaties = Annotated[
    Literal["true"] | None,
    Query(description="true: with where each state stands with each treaty on the day"),
]


@router.get(
    "/{code}/beside",
    operation_id="getBesideActivity",
    summary="The reports on it, its agreements, and where states stand with treaties",
    response_model=BesideActivity,
    responses=documented(404, example=ANSWERS[BesideActivity]),
)
async def activity(
    request: Request,
    code: str,
    caller: Callers,
    day: OnThatDay,
    year: Year = None,
    treaties: Treaties = None,
) -> Response:
    """The first 50 reports and the agreements of the day, as their own lists tell them; `more`:
    whether there are other reports.
    """
    if not await filters.knows_activity(request, day.catalogue, code):
        raise not_found()
    wanted = Wanted(REPORT.name, terms=_terms(code, year))
    submissions, more = await listed.some(request, caller, wanted, day.until, LISTED)
    states = domain.states_of(day.catalogue) if treaties else ()
    rows = await overviews.standings(request, day, states, day.catalogue.instruments)
    data = {
        **overviews.head(day),
        "submissions": submissions,
        "more": more,
        "agreed": await overviews.agreed(request, day, activity=code),
        "treaties": list(rows),
    }
    return web.answer(request, data, private=True)


def _terms(code: str, year: int | None) -> list[list[Term]]:
    """Those of each of which a report must have one."""
    terms: list[list[Term]] = [[("activity", code)]]
    return terms if year is None else [*terms, [("year", str(year))]]
