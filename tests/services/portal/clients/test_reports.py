"""What has been published, as the portal reads it."""

from datetime import UTC, datetime

import pytest

from services.portal.clients import http, reports
from tests.services.portal.conftest import ANSWERS, REPORT, client_over


async def test_a_list_of_submissions() -> None:
    answers = {"/reports/submissions": {"items": [REPORT], "next": "/reports/x?cursor=c"}}
    async with client_over(answers) as services:
        found = await reports.list_submissions(services, kind="implementation")
    (report,) = found.items
    assert (found.cursor, report.reporters) == ("c", ("CIM", "COL"))
    assert (report.activity, report.year, report.status) == ("ACT-12", 2024, "under_way")
    assert report.published == datetime(2026, 11, 20, 10, 15, tzinfo=UTC)
    assert report.evidence == (reports.Link("https://example.org/a", "A", "public"),)


async def test_one_submission_and_one_that_is_gone() -> None:
    answers = {**ANSWERS, "/reports/submissions/a": REPORT, "/reports/submissions/b": 410}
    async with client_over(answers) as services:
        assert (await reports.get_submission(services, "a")).kind == "implementation"
        with pytest.raises(http.Gone) as gone:
            await reports.get_submission(services, "b")
    assert gone.value.problem["code"] == "x"


async def test_entries() -> None:
    entry = {
        "position": 1,
        "time": "2026-11-20T10:15:00.000000Z",
        "type": "reports.submission_published",
        "subject": "a",
        "revision": 1,
        "digest": "d",
        "hash": "h",
        "previous_hash": "p",
    }
    answers = {
        "/reports/ledger": {"items": [entry], "next": None},
    }
    async with client_over(answers) as services:
        (read,) = await reports.list_entries(services, 0, 1)
        assert (read.position, read.subject, read.hash) == (1, "a", "h")

    dossier = {"cycle": "c", "title": "t", "lang": "es", "position": 6}
    dossier |= {"json_sha256": "h", "pdf_sha256": "p"}
    answers["/reports/ledger"]["dossiers"] = [dossier]
    async with client_over(answers) as services:
        found = await reports.find_hash(services, "h")
    assert found.entries == (read,)
    assert found.dossiers == (reports.Anchored("c", "t", "es", "h", "p", 6),)
