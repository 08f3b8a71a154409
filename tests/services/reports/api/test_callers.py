"""The operations that are not about one submission: what everybody reads, for every caller; and
where the others are tried with each of them.
"""

import pytest

from tests.services.reports.api import test_access
from tests.services.reports.conftest import Desk

FORMS = ("", ".csv", ".xlsx")
#: What everybody reads.
OPEN = {
    *(f"/{acts}{form}" for acts in ("ratifications", "agreements", "uptake") for form in FORMS),
    *("/cycles", "/fund", "/fund/entries", "/fund/entries.csv", "/fund.iati.xml"),
    *("/submissions.csv", "/submissions.xlsx", "/submissions.jsonl", "/files"),
    "/fund/modalities",
}
#: Where what begins with these words is tried with every caller.
ELSEWHERE = {
    "/brief": "test_brief.py",
    "/activities/{code}/beside": "test_access.py",
    "/actors/{code}/beside": "test_access.py",
    "/submissions/{id}/beside": "test_beside.py",
    "/cycles/{id}/contributions": "test_contributions.py",
    "/cycles/{id}/statements": "test_cycle_statements.py",
    "/cycles": "test_access_to_cycles.py",
    "/fund/modalities": "test_modalities.py",
    "/submissions/{id}/decision": "test_decisions.py",
    "/exports/": "test_exports.py",
    "/imports": "test_imports.py",
    "/templates/": "test_template_files.py",
}


@pytest.mark.parametrize("path", sorted(OPEN))
async def test_everybody_reads_what_is_public(desk: Desk, path: str) -> None:
    await desk.key("partner", "ILO")
    await desk.settled()
    for who in test_access.CALLERS:
        expected = 401 if who in ("revoked", "expired") else 200
        answer = await desk.ask(None if who == "nobody" else who, "GET", path)
        assert answer.status_code == expected, (who, answer.text)


def test_no_operation_is_left_out(desk: Desk) -> None:
    told = set(test_access.matrix("published"))
    for path, methods in desk.app.openapi()["paths"].items():
        for method in methods:
            operation = f"{method.upper()} {path.removeprefix('/reports')}"
            open_read = method == "get" and path.removeprefix("/reports") in OPEN
            elsewhere = any(path.startswith(f"/reports{begin}") for begin in ELSEWHERE)
            assert operation in told or open_read or elsewhere, operation
