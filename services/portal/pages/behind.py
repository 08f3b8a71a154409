"""What the reports behind a thing come to: who has reported, on what, in which years."""

import asyncio
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from services.portal.clients import http, indicators
from services.portal.clients.indicators import Evidence, Figure
from services.portal.pages.page import Page

WHOLE = 500  # reports that one answer lists


@dataclass(frozen=True, slots=True)
class Behind:
    """Reporters, and how many reports by activity and by year; None for what is not at hand."""

    reporters: frozenset[str]
    by_activity: Mapping[str, int] | None
    by_year: Mapping[int, int] | None


async def load(page: Page, code: str) -> Behind | None:
    """Counted from the list of reports where one answer holds them all, else asked for one by one.
    None while the indicators are silent.
    """
    asked = {**page.asked, "limit": WHOLE}
    listed = await http.part(
        indicators.get_evidence(
            page.client, indicators.scope_of(code), code, "reports_published", **asked
        )
    )
    if listed is None:
        return None
    return _counted(listed) if listed.cursor is None else await _asked_for(page, code)


def _counted(listed: Evidence) -> Behind:
    rows = listed.rows
    return Behind(
        frozenset(reporter for row in rows for reporter in row.reporters),
        Counter(activity for row in rows for activity in row.activities),
        Counter(row.year for row in rows if row.year is not None),
    )


async def _asked_for(page: Page, code: str) -> Behind | None:
    client = page.client
    states, activities, years = await asyncio.gather(
        http.part(reporting_states(page, code)),
        http.part(indicators.list_activities(client, **page.asked)),
        http.part(
            indicators.list_years(
                client, indicators.scope_of(code), code, "reports_published", **page.asked
            )
        ),
    )
    if states is None:
        return None
    by_activity = activities and {
        activity: values.get("reports_published", Figure()).value or 0
        for activity, values in activities.by_activity.items()
    }
    return Behind(states, by_activity, years)


async def reporting_states(page: Page, code: str) -> frozenset[str]:
    """Who stands behind the number of States that have reported: few rows, whatever there is."""
    asked = {**page.asked, "limit": WHOLE}
    listed = await indicators.get_evidence(
        page.client, indicators.scope_of(code), code, "states_contributing", **asked
    )
    return frozenset(reporter for row in listed.rows for reporter in row.reporters)
