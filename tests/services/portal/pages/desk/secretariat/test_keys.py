"""Keys: in words, and a new one is shown once."""

import httpx2

from tests.services.portal.offices import page, secretariat, send
from tests.services.portal.signed_in import fields, hidden, problem

HERE = "/desk/secretariat/keys"
KEY = {
    "id": "k1",
    "state": "active",
    "revoked_at": None,
    "actor": "COL",
    "scopes": ["reports:write"],
    "label": "Ana",
    "last_used_at": "2026-11-02T09:00:00.000000Z",
    "expires_at": "2027-11-02T09:00:00.000000Z",
}
NEW = {**KEY, "id": "k2", "key": "oasm_new"}
OLD = {"id": "k1", "expires_at": "2026-11-30T09:00:00.000000Z"}
REPLACING = {
    "GET /access/keys": page(KEY),
    "GET /access/keys/k1": KEY,
    "POST /access/keys/k1/rotate": {**NEW, "replaces": OLD},
}


async def test_they_are_told_in_words() -> None:
    async with secretariat(**{"GET /access/keys": page(KEY)}) as (browser, _):
        text = (await browser.get(HERE)).text
    for words in ("Colombia", "report for its actor", "2 November 2026", "2 November 2027"):
        assert words in text


async def test_a_new_key_is_shown_this_once() -> None:
    answers = {"GET /access/keys": page(KEY), "POST /access/keys": NEW}
    async with secretariat(**answers) as (browser, over):
        made = await send(browser, HERE, actor="COL", scope=["reports:write"], label="Ana")
        assert "oasm_new" in made.text
        assert made.headers["cache-control"] == "no-store"
        assert "oasm_new" not in (await browser.get(HERE)).text
    ((_, body),) = over.written()
    assert (body["actor"], body["scopes"], body["label"]) == ("COL", ["reports:write"], "Ana")


async def test_a_new_key_is_shown_though_no_service_answers_any_more() -> None:
    answers = {"GET /access/keys": page(KEY), "POST /access/keys": NEW}
    async with secretariat(**answers) as (browser, over):
        token = hidden((await browser.get(HERE)).text, "token")
        over.answers = {"POST /access/keys": over.answers["POST /access/keys"]}
        made = await browser.post(HERE, data={"token": token, "scope": "reports:write"})
    assert made.status_code == 200
    assert "oasm_new" in made.text


async def test_a_key_is_replaced_once_however_often_its_form_is_opened_and_sent() -> None:
    async with secretariat(**REPLACING) as (browser, over):
        made = [await replaced(browser) for _ in ("first", "after going back")]
        for told in ("oasm_new", "works until 30 November 2026, 09:00 UTC", "would revoke"):
            assert told in made[-1].text
        assert "oasm_new" not in str(made[-1].url)
        over.answers["GET /access/keys"] = page(KEY, {**KEY, "revoked_at": "2026-11-03T09:00:00Z"})
        await replaced(browser)
    assert [body["overlap_hours"] for _, body in over.written()] == [168, 168, 168]
    first, again, other = (one.headers["idempotency-key"] for one in over.sent if one.content)
    assert first == again != other


async def replaced(browser: httpx2.AsyncClient) -> httpx2.Response:
    """Open the page, and press its button."""
    carried = fields((await browser.get(f"{HERE}/k1/replace")).text)
    return await browser.post(f"{HERE}/k1/replace", data={**carried, "grace": "week"})


async def test_who_replaces_the_own_key_can_still_ask_for_it_again() -> None:
    own = {"GET /access/keys/key-1": {**KEY, "id": "key-1"}, "POST /access/keys/key-1/rotate": NEW}
    own["POST /access/keys/key-1/rotate"] = {**NEW, "replaces": {**OLD, "id": "key-1"}}
    async with secretariat(**{**REPLACING, **own}) as (browser, over):
        assert "ends at once" in (await browser.get(f"{HERE}/k1/replace")).text
        assert "ends at once" not in (await browser.get(f"{HERE}/key-1/replace")).text
        made = await send(browser, f"{HERE}/key-1/replace", grace="none")
    assert "signed in with" in made.text
    ((_, sent),) = over.written()
    assert sent == {"overlap_hours": 24, "expires_at": None}


async def test_a_key_that_somebody_else_knows_ends_at_once() -> None:
    async with secretariat(**REPLACING) as (browser, over):
        made = await send(browser, f"{HERE}/k1/replace", grace="none")
        assert "The old key works no more" in made.text
        over.answers["GET /access/keys/k1"] = {**KEY, "state": "expired"}
        assert "cannot be replaced" in (await browser.get(f"{HERE}/k1/replace")).text
    assert over.written()[0][1]["overlap_hours"] == 0


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
