"""Signing in with a real OpenID Connect provider, and what is not taken for a sign-in."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import httpx2
import pytest

from services.portal.clients import oidc
from services.portal.clients.http import ServiceUnavailable
from services.portal.settings import Settings
from tests.requiring import required
from tests.services.portal.signed_in import KEY, NAME, browser, hidden, services
from tools.components import oidc as component

HOME = "https://portal.example"
ANSWER = "/desk/sign-in/provider/answer"
BEGUN = oidc.SignIn("state", "nonce", "v" * 43, HOME + ANSWER, "/desk")


@pytest.fixture(scope="module")
def provider() -> Iterator[component.Provider]:
    running = component.provider(HOME + ANSWER)
    with required():
        component.library()
    try:
        yield running.start()
    finally:
        running.remove()


@pytest.fixture
def registration(provider: component.Provider, tmp_path: Path) -> oidc.Registration:
    keys = tmp_path / "keys.toml"
    keys.write_text(f'["{provider.issuer}"]\nana = "{KEY}"\n')
    return oidc.Registration(provider.issuer, provider.client_id, provider.client_secret, keys)


def settings(there: oidc.Registration) -> Settings:
    return Settings(
        oidc_issuer=there.issuer,
        oidc_client_id=there.client_id,
        oidc_client_secret=there.client_secret,
        oidc_keys_file=there.keys,
    )


def at_the_provider(address: str, who: str) -> dict[str, str]:
    """What somebody's browser brings back: they sign in there, and consent."""
    with httpx2.Client(follow_redirects=False) as person:
        answer = person.get(address)
        while not (target := answer.headers.get("location", "")).startswith(HOME):
            if answer.is_redirect:
                answer = person.get(answer.url.join(target))
                continue
            form = re.search(r'<form[^>]* action="([^"]+)"', answer.text)
            assert form, answer.text
            prompt = hidden(answer.text, "prompt")
            fields = {"prompt": prompt, "login": who, "password": "any"}
            answer = person.post(answer.url.join(form[1]), data=fields)
    return dict(parse_qsl(urlsplit(target).query))


async def signed_in(there: oidc.Registration, who: str = "ana") -> dict[str, str]:
    return at_the_provider(await oidc.authorization_url(there, BEGUN), who)


async def test_a_person_acts_through_the_key_bound_to_its_subject(
    registration: oidc.Registration,
) -> None:
    async with browser(services(), settings(registration)) as page:
        form = await page.get("/desk")
        assert "Sign in with 127.0.0.1" in form.text
        there = await page.get("/desk/sign-in/provider", params={"next": "/desk?lang=es"})
        cookie = there.headers.get_list("set-cookie")[0]
        assert "SameSite=lax" in cookie, "the answer comes from another site"
        answer = at_the_provider(there.headers["location"], "ana")
        back = await page.get(ANSWER, params=answer)
        assert f"You are signed in as {NAME}" in back.text
        assert 'href="/desk?lang=es"' in back.text
        assert (await page.get("/desk")).status_code == 200
        again = await page.get(ANSWER, params=answer)
        assert again.status_code == 403, "an answer is looked at once"


async def test_whom_no_key_is_bound_to_is_told_its_subject(registration: oidc.Registration) -> None:
    async with browser(services(), settings(registration)) as page:
        there = await page.get("/desk/sign-in/provider")
        back = await page.get(ANSWER, params=at_the_provider(there.headers["location"], "luis"))
        assert (back.status_code, "luis" in back.text) == (403, True)
        assert (await page.get("/desk")).status_code == 401


async def test_another_browsers_answer_is_none(registration: oidc.Registration) -> None:
    async with browser(services(), settings(registration)) as page:
        there = await page.get("/desk/sign-in/provider")
        answer = at_the_provider(there.headers["location"], "ana")
        page.cookies.clear()
        back = await page.get(ANSWER, params=answer)
    assert (back.status_code, "could not be completed" in back.text) == (403, True)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"nonce": "another"}, "nonce"),
        ({"verifier": "w" * 43}, "no token"),
        ({"state": "another"}, "state"),
        ({"redirect_uri": f"{HOME}/other"}, "no token"),
    ],
)
async def test_an_answer_to_another_sign_in_proves_nothing(
    registration: oidc.Registration, wrong: dict[str, str], why: str
) -> None:
    answer = await signed_in(registration)
    with pytest.raises(oidc.SignInFailed, match=why):
        await oidc.key_of(registration, replace(BEGUN, **wrong), answer)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"iss": "https://evil.example"}, "issuer"),
        ({"code": "x"}, "no token"),
        ({"code": ""}, "no code"),
    ],
)
async def test_an_answer_that_was_changed_proves_nothing(
    registration: oidc.Registration, wrong: dict[str, str], why: str
) -> None:
    answer = {**await signed_in(registration), **wrong}
    with pytest.raises(oidc.SignInFailed, match=why):
        await oidc.key_of(registration, BEGUN, answer)


async def test_a_code_is_taken_once(registration: oidc.Registration) -> None:
    answer = await signed_in(registration)
    assert await oidc.key_of(registration, BEGUN, answer) == KEY
    with pytest.raises(oidc.SignInFailed, match="no token"):
        await oidc.key_of(registration, BEGUN, answer)


class OtherKeys(httpx2.AsyncHTTPTransport):
    """The provider, but for its keys: those of another time."""

    def __init__(self, keys: bytes) -> None:
        super().__init__()
        self.keys = keys

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        if request.url.path == "/jwks":
            return httpx2.Response(200, content=self.keys, request=request)
        return await super().handle_async_request(request)


async def test_rotated_keys_are_followed_and_old_ones_no_longer_believed(
    provider: component.Provider, registration: oidc.Registration
) -> None:
    old = httpx2.get(f"{provider.issuer}/jwks").content
    assert await oidc.key_of(registration, BEGUN, await signed_in(registration)) == KEY
    provider.stop()
    provider.start()
    assert httpx2.get(f"{provider.issuer}/jwks").content != old
    assert await oidc.key_of(registration, BEGUN, await signed_in(registration)) == KEY
    outdated = replace(registration, transport=OtherKeys(old))
    with pytest.raises(oidc.SignInFailed, match="ID token"):
        await oidc.key_of(outdated, BEGUN, await signed_in(registration))


async def test_a_silent_provider_is_a_part_that_does_not_answer(
    registration: oidc.Registration,
) -> None:
    def silent(_request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError("refused")

    nobody = replace(registration, transport=httpx2.MockTransport(silent))
    with pytest.raises(ServiceUnavailable):
        await oidc.authorization_url(nobody, BEGUN)


def test_a_sign_in_is_hidden_in_its_cookie() -> None:
    envelope = oidc.Envelope("secret")
    cookie = envelope.close(BEGUN)
    assert "nonce" not in cookie
    assert envelope.open(cookie) == BEGUN
    for wrong in ("", cookie[:-4], oidc.Envelope("another").close(BEGUN)):
        with pytest.raises(oidc.SignInFailed):
            envelope.open(wrong)


def test_a_provider_is_named_by_its_host() -> None:
    there = oidc.Registration("https://login.example.org/realm", "portal", "s", Path("keys"))
    assert oidc.provider_name(there) == "login.example.org"
    assert "'s'" not in repr(there)
