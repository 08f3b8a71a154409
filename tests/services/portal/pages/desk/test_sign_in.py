"""Signing in with a key and with a one-time address, and signing out."""

import pytest

from services.portal.pages.forms import SESSION_COOKIE
from tests.services.portal.signed_in import (
    KEY,
    ME,
    at_the_desk,
    browser,
    hidden,
    services,
    sign_in,
)


@pytest.mark.parametrize(
    ("host", "secure"),
    [
        ("https://portal.example", True),
        ("http://portal.example", True),
        ("http://127.0.0.1:8000", False),
        ("http://localhost:8000", False),
    ],
)
async def test_the_cookie_is_opaque_and_of_the_desk_alone(host: str, secure: bool) -> None:
    async with browser(services(), host=host) as page:
        page.cookies.set("desk-entry", "t")
        answer = await page.post("/desk/sign-in", data={"token": "t", "key": f" {KEY}\n"})
    assert answer.headers["location"] == "/desk"
    cookie = answer.headers.get_list("set-cookie")[0]
    parts = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert parts == {"httponly", "path=/desk", "samesite=strict"} | (
        {"secure"} if secure else set()
    )
    assert KEY not in str(answer.headers)


async def test_a_wrong_key_is_said_to_be_one() -> None:
    async with browser(services()) as page:
        for key in ("oasm_live_no", "", "ключ", "k" * 300):
            answer = await sign_in(page, key)
            assert answer.status_code == 403
            assert "This key is not valid" in answer.text
            assert key not in answer.text or not key
        assert SESSION_COOKIE not in page.cookies


async def test_words_outlive_a_wrong_key_and_a_silent_service() -> None:
    over = services()
    async with browser(over) as page:
        wrong = await sign_in(page, "wrong", kept='[["text", "Mucho"]]')
        assert "Mucho" in hidden(wrong.text, "kept")
        form = (await page.get("/desk/sign-in")).text
        fields = {"token": hidden(form, "token"), "key": KEY, "kept": '[["text", "Mucho"]]'}
        with over.silent():
            silent = await page.post("/desk/sign-in", data=fields)
    assert silent.status_code == 503
    assert "Mucho" in hidden(silent.text, "kept")


async def test_the_form_must_be_this_browsers_own() -> None:
    async with browser(services()) as page:
        await page.get("/desk/sign-in")
        answer = await page.post("/desk/sign-in", data={"token": "another", "key": KEY})
    assert answer.status_code == 403
    assert SESSION_COOKIE not in page.cookies


async def test_each_sign_in_has_a_name_of_its_own_and_ends_the_one_before() -> None:
    async with at_the_desk(services()) as page:
        first = page.cookies[SESSION_COOKIE]
        await sign_in(page)
        assert page.cookies[SESSION_COOKIE] != first
        page.cookies.clear()
        page.cookies.set(SESSION_COOKIE, first)
        assert (await page.get("/desk")).status_code == 401


async def test_signing_out_needs_the_token_and_forgets_the_key() -> None:
    async with at_the_desk(services()) as page:
        name = page.cookies[SESSION_COOKIE]
        token = hidden((await page.get("/desk")).text, "token")
        await page.post("/desk/sign-out", data={"token": "another"})
        assert (await page.get("/desk")).status_code == 200
        out = await page.post("/desk/sign-out", data={"token": token})
        assert "signed out" in (await page.get(out.headers["location"])).text
        page.cookies.set(SESSION_COOKIE, name)
        assert (await page.get("/desk")).status_code == 401


@pytest.mark.parametrize(
    ("scopes", "first"),
    [
        (["keys:admin", "audit:read"], "/desk/secretariat"),
        (["programme:adopt"], "/desk/cam"),
        (["reports:write", "reports:review"], "/desk"),
    ],
)
async def test_everybody_comes_to_their_own_desk(scopes: list[str], first: str) -> None:
    over = services(**{"GET /access/me": {**ME, "scopes": scopes}})
    async with browser(over) as page:
        assert (await sign_in(page)).headers["location"] == first


async def test_a_one_time_address_signs_in_once() -> None:
    async with browser(services()) as page:
        address = f"/desk/sign-in/once/{page.app.state.sessions.invite(KEY)}"  # type: ignore[attr-defined]
        for _ in range(2):  # looking at it uses nothing up
            token = hidden((await page.get(address)).text, "token")
        assert (await page.post(address, data={"token": "another"})).status_code == 200
        entered = await page.post(address, data={"token": token})
        assert entered.headers["location"] == "/desk"
        assert (await page.get("/desk")).status_code == 200
        page.cookies.clear()
        token = hidden((await page.get(address)).text, "token")
        again = await page.post(address, data={"token": token})
    assert again.status_code == 403
    assert "has been used already" in again.text


async def test_without_a_provider_there_is_no_way_to_it() -> None:
    async with browser(services()) as page:
        assert "provider" not in (await page.get("/desk/sign-in")).text
        for address in ("/desk/sign-in/provider", "/desk/sign-in/provider/answer"):
            assert (await page.get(address)).status_code == 404
