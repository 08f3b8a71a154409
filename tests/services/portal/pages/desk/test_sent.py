"""After sending: the path, the comments, and the steps that say what they do."""

from tests.services.portal.a_report import API, AT, HERE, Stored, beside, over
from tests.services.portal.signed_in import at_the_desk, fields

SENT = {"state": "submitted", "allowed": ["withdraw"]}


async def test_the_path_in_words() -> None:
    steps = [
        {"action": action, "at": AT, "actor": "CIM", "comment": None}
        for action in ("draft", "save", "submit", "take_back_confirmation")
    ]
    answers = {f"GET {API}/beside": beside(steps)}
    async with at_the_desk(over(Stored(**SENT), **answers)) as page:
        text = (await page.get(HERE)).text
    assert "Draft begun" in text
    assert "Submitted" in text
    assert "Confirmation taken back" in text
    assert "29 November 2026, 08:15 UTC" in text


async def test_a_comment_is_sent_and_a_blank_one_is_not() -> None:
    services = over(Stored(**SENT))
    async with at_the_desk(services) as page:
        form = fields((await page.get(HERE)).text)
        await page.post(f"{HERE}/comment", data={**form, "text": " With a university. "})
        await page.post(f"{HERE}/comment", data={**form, "text": " "})
    assert services.written() == [(f"POST {API}/comments", {"text": "With a university."})]


async def test_withdrawing_stands_behind_a_page_that_says_what_it_does() -> None:
    services = over(Stored(**SENT))
    async with at_the_desk(services) as page:
        asked = await page.get(f"{HERE}/step/withdraw")
        assert "This cannot be taken back" in asked.text
        answer = await page.post(f"{HERE}/step/withdraw", data=fields(asked.text))
        assert answer.headers["location"] == "/desk"
        for step in ("revise", "publish"):
            assert (await page.get(f"{HERE}/step/{step}")).headers["location"] == HERE
    assert services.written() == [(f"POST {API}/transitions", {"action": "withdraw"})]
    assert services.sent[-1].method == "GET"


async def test_a_step_names_the_version_that_was_looked_at() -> None:
    services = over(Stored(state="published", allowed=["revise"]))
    async with at_the_desk(services) as page:
        asked = await page.get(f"{HERE}/step/revise")
        await page.post(f"{HERE}/step/revise", data=fields(asked.text))
    [sent] = [one for one in services.sent if one.method == "POST"]
    assert sent.headers["if-match"] == '"1"'
