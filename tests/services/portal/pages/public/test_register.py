"""The register: an entry looked up, a hash checked, both without script."""

from urllib.parse import quote

import httpx2
import pytest

from tests.services.portal.conftest import portal_over
from tests.services.portal.published import ID, LEDGER, PUBLISHED, listed
from tests.services.portal.samples import Sample

PAGES = {
    "plain": Sample("/register", answers=PUBLISHED),
    "entry": Sample("/register?entry=1", answers=PUBLISHED),
    "no entry": Sample("/register?entry=x", answers=PUBLISHED),
    "wrong hash": Sample("/register?hash=x", answers=PUBLISHED),
    "dossier": Sample(f"/register?hash={'cd' * 32}", answers=PUBLISHED),
    "found": Sample(f"/register?hash={LEDGER[1]['hash']}", answers=PUBLISHED),
    "not found": Sample(f"/register?hash={'ef' * 32}", answers=PUBLISHED),
}


THEN = {**LEDGER[0], "position": 2}
MOMENT = "2026-11-19T23:59:59.999999Z"


async def test_the_register_of_an_earlier_day_ends_with_that_day() -> None:
    asked: list[httpx2.Request] = []
    then = {"/indicators/status?as_of": {"position": 2, "last_event_at": None}}
    answers = {**PUBLISHED, **then, "/reports/ledger": {**listed(THEN), "dossiers": []}}
    async with portal_over(answers, asked) as client:
        text = (await client.get("/register?lang=en&as_of=2026-11-19&entry=3")).text
        await client.get(f"/register?as_of=2026-11-19&hash={'cd' * 32}")
    ledger = [dict(each.url.params) for each in asked if each.url.path == "/reports/ledger"]
    assert {each["as_of"] for each in ledger} == {MOMENT}
    assert {"after": "0", "limit": "10", "as_of": MOMENT} in ledger, "the latest entries"
    assert {"hash": "cd" * 32, "as_of": MOMENT} in ledger
    assert "From 1 to 2" in text
    assert 'Data as of <a href="/register?as_of=2026-11-19&amp;lang=en">entry 2 of' in text
    file = f"/reports/ledger?as_of={quote(MOMENT)}&amp;lang=en&amp;after=0&amp;limit=500"
    assert f'href="{file}"' in text


async def test_a_hash_is_looked_for_among_all_entries_with_one_question() -> None:
    asked: list[httpx2.Request] = []
    far = {"/indicators/status": {"position": 9_000, "last_event_at": None}}
    async with portal_over({**PUBLISHED, **far}, asked) as client:
        text = (await client.get(f"/register?lang=en&hash={'ef' * 32}")).text
    ledger = [dict(each.url.params) for each in asked if each.url.path == "/reports/ledger"]
    assert sorted(ledger, key=len) == [{"hash": "ef" * 32}, {"after": "8990", "limit": "10"}]
    assert "nor of an entry from 1 to 9,000" in text


async def test_before_the_first_entry_there_is_none() -> None:
    then = {"/indicators/status?as_of": {"position": 0, "last_event_at": None}}
    answers = {**PUBLISHED, **then, "/reports/ledger": listed()}
    async with portal_over(answers) as client:
        text = (await client.get("/register?lang=en&as_of=0")).text
    assert text.count("The register had no entry.") == 2
    assert "From 1 to" not in text


async def shown(query: str) -> str:
    async with portal_over(PUBLISHED) as client:
        return (await client.get(f"/register?lang=en&{query}")).text.partition('id="latest"')[0]


async def test_an_entry_shows_its_hashes_and_its_report() -> None:
    async with portal_over({**PUBLISHED, "/reports/ledger": listed(LEDGER[1])}) as client:
        text = (await client.get("/register?lang=en&entry=2")).text
    assert LEDGER[1]["hash"] in text
    assert f'href="/submissions/{ID}?lang=en"' in text


async def test_what_is_not_for_everybody_shows_its_hash_alone() -> None:
    text = await shown("entry=1")
    assert "A step that is not public" in text
    assert LEDGER[0]["hash"] in text


@pytest.mark.parametrize("number", ["0", "x", "1.5", "-3", "9" * 30])
async def test_what_is_no_number_of_an_entry(number: str) -> None:
    assert "There is no such entry. The register has 7." in await shown(f"entry={number}")


@pytest.mark.parametrize(
    ("pasted", "words"),
    [
        ("cd" * 32, "It is the hash of this dossier"),
        ("AB" * 32, "It is the hash of this dossier"),
        (f"sha256:{LEDGER[1]['hash']}", "It stands in the register"),
        (f" {LEDGER[1]['digest']} ", "It stands in the register"),
        ("ef" * 32, "It is neither the hash of a dossier nor of an entry from 1 to 7"),
        ("ef" * 31, "A hash has 64 characters"),
        ("xy" * 32, "A hash has 64 characters"),
    ],
)
async def test_a_pasted_hash(pasted: str, words: str) -> None:
    assert words in await shown(f"hash={pasted}")
