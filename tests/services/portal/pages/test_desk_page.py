"""What holds on every page of a desk: who may see it, that nobody keeps it, and that no word is
lost, whatever is in its way.
"""

import re

import httpx2
import pytest
from starlette.responses import Response

from services.portal.pages import desk_page, forms
from services.portal.pages.desk_page import CAM, Desk, route
from services.portal.views import render
from tests.services.portal.signed_in import (
    KEY,
    NAME,
    Services,
    at_the_desk,
    browser,
    hidden,
    problem,
    services,
    sign_in,
)

WORDS = 'Lo que se hizo: <b>"mucho"</b>'


async def write(desk: Desk) -> Response:
    await desk.api.write("POST", "/reports/words", {"text": desk.form.get("text")}, repeat="r")
    return desk.go("/desk")


async def read(desk: Desk) -> Response:
    return await desk.html("desk/missing.html")


async def fault(_desk: Desk) -> Response:
    raise KeyError("a fault of ours")


@pytest.fixture(autouse=True)
def pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three pages more."""
    known = front_routes()
    mine = [
        route("/desk/words", read, write),
        route("/desk/cam/words", read, write, place=CAM),
        route("/desk/fault", read, fault),
    ]
    monkeypatch.setattr("services.portal.pages.ROUTES", [*mine, *known])


def front_routes() -> list[object]:
    from services.portal import pages as whole

    return list(whole.ROUTES)


def read_back(text: str) -> str:
    """The words that the answer's form would send again."""
    assert hidden(text, "text") == "Lo que se hizo: &lt;b&gt;&#34;mucho&#34;&lt;/b&gt;"
    assert '<li class="typed">Lo que se hizo' in text
    return hidden(text, "token")


async def test_a_page_is_kept_nowhere_and_names_whose_desk_it_is() -> None:
    async with at_the_desk(services()) as page:
        answer = await page.get("/desk/words")
    assert answer.headers["cache-control"] == "no-store"
    assert NAME in answer.text
    assert KEY not in answer.text


async def test_who_has_not_signed_in_is_asked_to_and_comes_back_here() -> None:
    async with browser(services()) as page:
        answer = await page.get("/desk/words?q=1")
        assert answer.status_code == 401
        assert hidden(answer.text, "next") == "/desk/words?q=1"
        fields = {"token": hidden(answer.text, "token"), "key": KEY, "next": "/desk/words?q=1"}
        assert (await page.post("/desk/sign-in", data=fields)).headers["location"] == fields["next"]


async def test_another_desk_says_whom_it_is_for() -> None:
    async with at_the_desk(services()) as page:
        answer = await page.get("/desk/cam/words")
    assert answer.status_code == 403
    assert f"You are signed in as {NAME}" in answer.text


async def test_words_outlive_a_lost_session() -> None:
    over = services(**{"POST /reports/words": {}})
    async with at_the_desk(over) as page:
        form = {"token": hidden((await page.get("/desk/words")).text, "token"), "text": WORDS}
        page.app.state.sessions = type(page.app.state.sessions)()  # type: ignore[attr-defined]
        lost = await page.post("/desk/words", data=form)
        assert lost.status_code == 401
        assert "What you saved is kept" in lost.text
        kept = hidden(lost.text, "kept").replace("&#34;", '"').replace("&lt;", "<")
        again = await sign_in(page, next="/desk/words", kept=kept.replace("&gt;", ">"))
        token = read_back(again.text)
        assert re.search(r'<form method="post" action="/desk/words">', again.text)
        assert (await page.post("/desk/words", data={"token": token, "text": WORDS})).is_redirect
    assert over.written() == [("POST /reports/words", {"text": WORDS})]


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (httpx2.Response(503), 503),
        (problem(412, "precondition_failed"), 412),
        (problem(409, "conflict"), 409),
        (problem(422, "invalid", ("/text", "too_long")), 422),
        (problem(429, "rate_limited"), 429),
    ],
)
async def test_words_outlive_what_a_service_says(answer: httpx2.Response, status: int) -> None:
    over = services(**{"POST /reports/words": answer})
    async with at_the_desk(over) as page:
        token = hidden((await page.get("/desk/words")).text, "token")
        given = await page.post("/desk/words", data={"token": token, "text": WORDS})
        assert given.status_code == status
        again = {"token": read_back(given.text), "text": WORDS}
        over.answers["POST /reports/words"] = {}
        assert (await page.post("/desk/words", data=again)).is_redirect


async def test_a_form_without_the_sessions_token_changes_nothing() -> None:
    over = services(**{"POST /reports/words": {}})
    async with at_the_desk(over) as page:
        for token in ("", "0" * 64):
            given = await page.post("/desk/words", data={"token": token, "text": WORDS})
            assert given.status_code == 403
            read_back(given.text)
    assert over.written() == []


async def test_a_form_of_another_site_is_refused() -> None:
    async with browser(services()) as page:
        headers = {"Sec-Fetch-Site": "cross-site"}
        given = await page.post("/desk/words", data={"text": WORDS}, headers=headers)
    assert given.status_code == 403
    assert "mucho" not in given.text


async def test_a_revoked_key_ends_the_session_and_keeps_the_words() -> None:
    over = services(**{"POST /reports/words": problem(401, "unauthenticated")})
    async with at_the_desk(over) as page:
        token = hidden((await page.get("/desk/words")).text, "token")
        given = await page.post("/desk/words", data={"token": token, "text": WORDS})
        assert given.status_code == 401
        assert "mucho" in hidden(given.text, "kept")
        assert (await page.get("/desk/words")).status_code == 401


async def test_a_language_chosen_at_the_desk_stays() -> None:
    async with at_the_desk(services()) as page:
        assert (await page.get("/desk/words?lang=fr")).headers["content-language"] == "fr"
        assert (await page.get("/desk/words")).headers["content-language"] == "fr"


async def test_a_silent_service_is_told_where_nothing_was_written() -> None:
    over: Services = services()
    async with at_the_desk(over) as page:
        over.answers.pop("GET /reports/submissions")
        assert (await page.get("/desk")).status_code == 503


def test_desks_open_to_their_scopes() -> None:
    assert [place.code for place in desk_page.PLACES] == ["focal", "secretariat", "cam"]


async def test_words_outlive_a_fault_of_ours_and_a_desk_that_is_not_open() -> None:
    over = services(**{"POST /reports/words": {}})
    async with at_the_desk(over) as page:
        token = hidden((await page.get("/desk/words")).text, "token")
        for path, status in (("/desk/fault", 500), ("/desk/cam/words", 403)):
            given = await page.post(path, data={"token": token, "text": WORDS})
            assert given.status_code == status
            read_back(given.text)


async def test_a_form_that_a_service_would_refuse_for_its_size_comes_back_whole() -> None:
    over = services(**{"POST /reports/words": problem(413, "too_large")})
    async with at_the_desk(over) as page:
        token = hidden((await page.get("/desk/words")).text, "token")
        large = {"token": token, "text": WORDS, "more": "ñ" * 2_000_000}
        given = await page.post("/desk/words", data=large)
        assert given.status_code == 413
        assert hidden(given.text, "more") == large["more"]
        endless = await page.post("/desk/words", data={"more": "n" * forms.LARGEST_FORM})
        assert endless.status_code == 413
        assert endless.headers["content-type"].startswith("text/html")
        assert "too large to be taken at once" in endless.text


def test_a_heading_stays_a_heading() -> None:
    """With the role of a message it would be none, and its page have no first heading."""
    templates = render.HERE / "templates"
    assert [
        path.name
        for path in templates.rglob("*.html")
        if re.search(r"<h[1-6]\b[^>]*\brole=", path.read_text())
    ] == []
