"""How many reports behind a thing there are of each year."""

from collections import Counter
from collections.abc import Mapping

from services.portal.clients import http, indicators
from services.portal.pages.page import Page

WHOLE = 500  # reports that one answer lists
COUNTED = "reports_published"


async def by_year(page: Page, code: str) -> Mapping[int, int] | None:
    """Counted from the list of reports where one answer holds them all, else asked for year by
    year. None while the indicators are silent.
    """
    scope, asked = indicators.scope_of(code), {**page.asked, "limit": WHOLE}
    evidence = indicators.get_evidence(page.client, scope, code, COUNTED, **asked)
    listed = await http.part(evidence)
    if listed is None:
        return None
    if listed.cursor is None:
        return Counter(row.year for row in listed.rows if row.year is not None)
    return await http.part(indicators.list_years(page.client, scope, code, COUNTED, **page.asked))
