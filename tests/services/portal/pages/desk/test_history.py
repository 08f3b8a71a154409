"""Everything sent, page by page; and the page of help."""

import pytest

from tests.services.portal.a_report import HERE, Stored, over, report
from tests.services.portal.signed_in import at_the_desk


async def test_everything_sent_with_its_state() -> None:
    listed = {
        "items": [report(), report(id="other", reporter="COL")],
        "next": "http://internal/reports/submissions?reporter=CIM&cursor=abc%3D&limit=50",
    }
    async with at_the_desk(over(Stored(), **{"GET /reports/submissions": listed})) as page:
        text = (await page.get("/desk/history")).text
    assert f'href="{HERE}"' in text
    assert "other" not in text, "a joint report of another is not this actor's"
    assert "/desk/history?cursor=abc%3D" in text
    assert "29 November 2026" in text


@pytest.mark.parametrize("lang", ["en", "es", "pt", "fr"])
async def test_help_says_what_never_goes_into_a_report(lang: str) -> None:
    async with at_the_desk(over(Stored())) as page:
        answer = await page.get("/desk/help", params={"lang": lang})
    assert answer.headers["content-language"] == lang
    assert answer.text.count("<h2>") == 6
