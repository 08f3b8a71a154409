"""What is not public: why, since when, and its release."""

from tests.services.portal.offices import item, page, secretariat, send
from tests.services.portal.signed_in import fields
from tests.services.portal.spoken import languages_of

HERE = "/desk/secretariat/withheld"


async def test_it_says_why_and_since_when_and_releases() -> None:
    step = {"action": "withhold", "at": "2026-11-02T09:00:00.000000Z", "comment": "Un nombre"}
    beside = {"etag": '"a.7"', "step": step}
    answers = {
        "GET /reports/submissions": page(
            item("a", "withheld", allowed=["release"], beside=beside),
            item("b", "withheld", beside={"etag": '"b.1"', "step": None}),
        ),
        "POST /reports/submissions/a/transitions": item("a"),
    }
    async with secretariat(**answers) as (browser, over):
        text = (await browser.get(HERE)).text
        assert "since 2 November 2026" in text
        assert "Un nombre" in text
        assert text.count("· since ") == 1
        asked = [dict(one.url.params) for one in over.sent if one.url.path.endswith("submissions")]
        assert asked == [{"state": "withheld", "beside": "etag,step", "limit": "200", "lang": "en"}]
        assert languages_of(text, "Título a") == {"es"}
        await send(browser, HERE, id="a", etag=fields(text)["etag"])
    assert over.sent[-1].headers["if-match"] == '"a.7"'
    assert over.written() == [("POST /reports/submissions/a/transitions", {"action": "release"})]


async def test_an_empty_list_says_so() -> None:
    async with secretariat(**{"GET /reports/submissions": page()}) as (browser, _):
        assert "Everything that was published is public." in (await browser.get(HERE)).text
