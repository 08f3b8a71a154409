"""The next edition: what a draft changes, and what it has not taken in."""

from tests.services.portal.offices import cam, page

HERE = "/desk/cam/edition"
CURRENT = {"id": "2016-draft", "title": "2016 draft", "current": True, "published": True}
DRAFT = {"id": "next", "title": "Next", "current": False, "published": False}
DIFF = {
    "added": ["ACT-43"],
    "removed": [],
    "changed": [{"code": "SO-10"}],
    "mapping": [{"from": "ACT-01", "to": ["ACT-01"]}, {"from": "ACT-09", "to": ["ACT-43"]}],
}
ADOPTED = {
    "proposal": "p",
    "node": "ACT-33",
    "texts": {"en": {"title": "Support return"}},
    "reporter": "COL",
    "decided_at": "2026-11-02T09:00:00.000000Z",
}


async def test_a_draft_is_compared_with_the_edition_in_force() -> None:
    answers = {
        "GET /catalog/editions": page(CURRENT, DRAFT),
        "GET /catalog/editions/2016-draft/diff": DIFF,
        "GET /catalog/adoptions": page(ADOPTED, {**ADOPTED, "incorporated_in": "next"}),
    }
    async with cam(**answers) as (browser, _):
        text = (await browser.get(HERE)).text
    assert '<th scope="row">ACT-09</th><td>ACT-43</td>' in text
    assert "ACT-01" not in text
    assert text.count("Support return") == 1


async def test_without_a_draft_it_says_so() -> None:
    answers = {"GET /catalog/editions": page(CURRENT), "GET /catalog/adoptions": page()}
    async with cam(**answers) as (browser, _):
        text = (await browser.get(HERE)).text
    assert "No draft of an edition has been begun." in text
    assert "Every adopted proposal stands in a draft." in text
