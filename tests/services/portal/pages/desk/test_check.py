"""Checking and submitting: what lacks is linked, and who will read it is said."""

from tests.services.portal.a_report import API, HERE, Stored, over
from tests.services.portal.signed_in import at_the_desk, fields, problem

CHECK = f"{HERE}/check"


async def test_the_report_as_it_will_look() -> None:
    payload = {"activity": "ACT-12", "year": 2024, "status": "under_way", "axes": ["gender"]}
    async with at_the_desk(over(Stored(payload=payload))) as page:
        text = (await page.get(CHECK)).text
    assert "ACT-12 · Study the migration of women" in text
    assert "Under way" in text
    assert "Gender" in text
    assert "You can correct it after publication" in text
    assert "needs your attention" not in text


async def test_what_lacks_is_linked_to_where_it_is_answered() -> None:
    async with at_the_desk(over(Stored(payload={"activity": "ACT-12"}))) as page:
        text = (await page.get(CHECK)).text
    assert f'<a href="{HERE}#payload.year">Year</a>' in text
    assert "2 answers need your attention" in text


async def test_submitting_sends_it_and_says_so() -> None:
    stored = Stored()
    services = over(stored)
    async with at_the_desk(services) as page:
        form = fields((await page.get(CHECK)).text)
        for _ in range(2):
            answer = await page.post(CHECK, data=form)
        assert answer.headers["location"] == f"{HERE}?sent"
        assert "The report was submitted" in (await page.get(f"{HERE}?sent")).text
        assert (await page.get(CHECK)).headers["location"] == HERE
    assert services.written()[-1] == (f"POST {API}/transitions", {"action": "submit"})
    steps = [sent for sent in services.sent if sent.url.path == f"{API}/transitions"]
    assert len({sent.headers["idempotency-key"] for sent in steps}) == 1


async def test_what_the_service_finds_wrong_is_linked_too() -> None:
    refused = problem(422, "invalid", ("/payload/resources/0/amount", "wrong_form"))
    async with at_the_desk(over(Stored(), **{f"POST {API}/transitions": refused})) as page:
        answer = await page.post(CHECK, data=fields((await page.get(CHECK)).text))
    assert answer.status_code == 422
    assert f'href="{HERE}/parts/means#payload.resources"' in answer.text
