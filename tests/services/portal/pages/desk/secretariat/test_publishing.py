"""Publishing several: selected, read once more, confirmed."""

from html import unescape
from typing import Any

from tests.services.portal.offices import item, page, secretariat, send
from tests.services.portal.signed_in import hidden, problem
from tests.services.portal.spoken import languages_of

HERE = "/desk/secretariat/publish"


def answers() -> dict[str, Any]:
    steps = "POST /reports/submissions/{}/transitions"
    return {
        "GET /reports/submissions": page(
            item("a", "accepted", allowed=["publish"], beside={"etag": '"a.7"'}),
            item("b", "accepted", allowed=["publish"], beside={"etag": '"b.2"'}),
            item("own", "accepted", allowed=[]),
        ),
        steps.format("a"): item("a"),
        steps.format("b"): problem(409, "insufficient"),
    }


async def test_what_was_selected_is_published_after_one_confirmation() -> None:
    async with secretariat(**answers()) as (browser, over):
        shown = (await browser.get(HERE)).text
        assert "Título own" not in shown
        assert languages_of(shown, "Título a") == {"es"}
        summary = await send(browser, HERE, chosen=["a"])
        assert "This becomes public" in summary.text
        assert "Título b" not in summary.text
        assert over.written() == []
        read = {"etag.a": hidden(summary.text, "etag.a"), "chosen": ["a"], "confirmed": "yes"}
        done = await send(browser, HERE, **read)
    (written,) = (request for request in over.sent if request.content)
    assert unescape(written.headers["if-match"]) == '"a.7"'
    assert over.written() == [("POST /reports/submissions/a/transitions", {"action": "publish"})]
    assert '<span lang="es">Título a</span>: Published' in done.text


async def test_one_that_is_refused_does_not_hide_the_others() -> None:
    async with secretariat(**answers()) as (browser, _):
        done = await send(browser, HERE, chosen=["b", "a"], confirmed="yes")
    assert '<span lang="es">Título a</span>: Published' in done.text
    assert "It cannot be so." in done.text


async def test_nothing_selected_is_said() -> None:
    async with secretariat(**answers()) as (browser, _):
        refused = await send(browser, HERE)
    assert refused.status_code == 422
    assert "Nothing was selected." in refused.text
