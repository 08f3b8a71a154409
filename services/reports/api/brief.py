"""What a committee reads before it meets, in one answer: what became public between two days, and
the proposals that wait for its decision.
"""

from datetime import date
from typing import Annotated, Any

from fastapi import Query, Request
from starlette.responses import Response

from kernel import clock, web
from kernel.auth import Caller
from kernel.errors import Invalid, invalid
from kernel.web import Callers
from kernel.web.problems import documented
from services.reports.api import dependencies, listed
from services.reports.domain.cycles import CLOSED
from services.reports.domain.kinds import KINDS
from services.reports.schemas.brief import Brief
from services.reports.schemas.examples import ANSWERS
from services.reports.store import cycles
from services.reports.store.lists import Wanted

router = web.router("/reports", "beside")
MOST_CYCLES = 500
Since = Annotated[date | None, Query(description="By default the end of the last meeting")]
Until = Annotated[date | None, Query(description="By default today")]
Item = dict[str, Any]


@router.get(
    "/brief",
    operation_id="getBrief",
    summary="What became public between two days, and what waits for a decision",
    response_model=Brief,
    responses=documented(example=ANSWERS[Brief]),
)
async def brief(
    request: Request, caller: Callers, since: Since = None, until: Until = None
) -> Response:
    """As the list of submissions tells them, at most 500 of each: what was published after the
    first day and until the second, the latest first; and the public proposals without a final
    decision. The last meeting is the occasion that was closed last, other than one of annual
    reports.
    """
    first, last = since or await _last_meeting(request), until or clock.today()
    if last < first:
        raise invalid(Invalid("/until", "too_early", "This is before the day that it begins with."))
    data = {
        "since": first.isoformat(),
        "until": last.isoformat(),
        "published": await _published(request, caller, first, last),
        "undecided": await _undecided(request, caller),
    }
    return web.answer(request, data, private=True)


async def _last_meeting(request: Request) -> date:
    """The day on which an occasion was closed last; a year ago where none was."""
    async with dependencies.snapshot(request) as connection:
        closed = await cycles.page(connection, {"state": CLOSED}, None, MOST_CYCLES)
    days = [one.cycle.updated_at[:10] for one in closed if one.cycle.type != "annual_report"]
    today = clock.today()
    return date.fromisoformat(max(days, default=f"{today.year - 1}-{today:%m}-01"))


async def _published(request: Request, caller: Caller, first: date, last: date) -> list[Item]:
    """What changed since then, and of it what was published then."""
    end = f"{first.isoformat()}T23:59:59.999999Z"
    wanted = Wanted(state="published", updated_after=end)
    days = first.isoformat(), last.isoformat()

    def then(item: Item) -> bool:
        return days[0] < (item["published_at"] or "")[:10] <= days[1]

    between = await listed.such(request, caller, wanted, then)
    return sorted(between, key=lambda item: str(item["published_at"]), reverse=True)


async def _undecided(request: Request, caller: Caller) -> list[Item]:
    def waits(item: Item) -> bool:
        return not (item["decision"] and item["decision"].final)

    wanted = [Wanted(kind.name, state="published") for kind in KINDS.values() if kind.decided]
    return [item for one in wanted for item in await listed.such(request, caller, one, waits)]
