"""Reading a submission at a desk: its answers from what reports tells of its kind."""

from tests.services.portal.offices import item, page, secretariat


async def test_codes_of_other_lists_are_not_taken_for_words() -> None:
    other = {"id": "actor_kind", "codes": [{"code": "ACT-28", "label": "Never"}]}
    answers = {
        "GET /catalog/codelists": page(other),
        "GET /reports/submissions/a": item("a"),
        "GET /reports/submissions/a/comments": page(),
        "GET /reports/submissions/a/history": page(),
    }
    async with secretariat(**answers) as (browser, _):
        text = (await browser.get("/desk/secretariat/review/a")).text
    assert "Never" not in text
    assert "ACT-28" in text
