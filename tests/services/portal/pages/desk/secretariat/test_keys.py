"""Keys: in words, and a new one is shown once."""

from tests.services.portal.offices import page, secretariat, send
from tests.services.portal.signed_in import problem

HERE = "/desk/secretariat/keys"
KEY = {
    "id": "k1",
    "state": "active",
    "actor": "COL",
    "scopes": ["reports:write"],
    "label": "Ana",
    "last_used_at": "2026-11-02T09:00:00.000000Z",
    "expires_at": "2027-11-02T09:00:00.000000Z",
}


async def test_they_are_told_in_words() -> None:
    async with secretariat(**{"GET /access/keys": page(KEY)}) as (browser, _):
        text = (await browser.get(HERE)).text
    for words in ("Colombia", "report for its actor", "2 November 2026", "2 November 2027"):
        assert words in text


async def test_a_new_key_is_shown_this_once() -> None:
    answers = {"GET /access/keys": page(KEY), "POST /access/keys": {"key": "oasm_new"}}
    async with secretariat(**answers) as (browser, over):
        made = await send(browser, HERE, actor="COL", scope=["reports:write"], label="Ana")
        assert "oasm_new" in made.text
        assert made.headers["cache-control"] == "no-store"
        assert "oasm_new" not in (await browser.get(HERE)).text
    ((_, body),) = over.written()
    assert (body["actor"], body["scopes"], body["label"]) == ("COL", ["reports:write"], "Ana")


async def test_what_is_refused_is_said_and_what_was_typed_stays() -> None:
    answers = {"GET /access/keys": page(), "POST /access/keys": problem(422, "invalid")}
    async with secretariat(**answers) as (browser, _):
        refused = await send(browser, HERE, actor="COL", label="Ana de Colombia")
    assert refused.status_code == 422
    assert "It cannot be so." in refused.text
    assert 'value="Ana de Colombia"' in refused.text


async def test_a_key_is_revoked() -> None:
    answers = {"GET /access/keys": page(KEY), "DELETE /access/keys/k1": {}}
    async with secretariat(**answers) as (browser, over):
        await send(browser, HERE, f"{HERE}/k1/revoke")
    assert over.written() == [("DELETE /access/keys/k1", None)]


async def test_a_key_that_administers_none_is_told_so() -> None:
    refused = {"GET /access/keys": problem(403, "forbidden")}
    async with secretariat(["reports:review"], **refused) as (browser, _):
        assert "administers keys" in (await browser.get(HERE)).text
