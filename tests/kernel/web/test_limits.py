"""Rate limits: per address and per key, said in headers, 429 when reached."""

import pytest

from kernel.db import Database
from kernel.errors import Problem
from kernel.web import limits
from kernel.web.limits import PORTAL_HEADER, Limiter, Rates, network
from tests.kernel.web import shop


async def test_reads_and_writes_of_a_key_are_counted_apart(lite: Database) -> None:
    await lite.write(shop.key_rows)
    async with shop.client(shop.build(lite, Rates(reads=2, writes=1, address=100))) as client:
        reads = [
            await client.get("/shop/notes"),
            await client.head("/shop/notes"),
            await client.get("/shop/notes"),
        ]
        assert [answer.status_code for answer in reads] == [200, 200, 429]
        assert [answer.headers.get_list("ratelimit-policy") for answer in reads] == [
            ['"reads";q=2;w=60']
        ] * 3
        assert reads[0].headers["ratelimit-policy"] == '"reads";q=2;w=60'
        assert reads[0].headers["ratelimit"].startswith('"reads";r=1;t=')
        assert 1 <= int(reads[2].headers["retry-after"]) <= 60
        assert (reads[2].json()["code"], reads[2].headers["ratelimit"].split(";")[1]) == (
            "rate_limited",
            "r=0",
        )
        assert (await client.post("/shop/notes", json={"id": "a", "text": "x"})).status_code == 201
        assert (await client.post("/shop/notes", json={"id": "b", "text": "x"})).status_code == 429


async def test_who_shows_the_secret_is_not_counted_and_who_guesses_it_is(lite: Database) -> None:
    rates = Rates(address=1, secret="right")
    async with shop.client(shop.build(lite, rates), None) as client:
        statuses = [
            (await client.get("/shop/notes", headers={PORTAL_HEADER: secret})).status_code
            for secret in ("right", "right", "wrong", "wrong", "right", "")
        ]
    assert statuses == [200, 200, 200, 429, 200, 429]


async def test_without_a_secret_nobody_is_exempt(lite: Database) -> None:
    async with shop.client(shop.build(lite, Rates(address=1)), None) as client:
        ask = [await client.get("/shop/notes", headers={PORTAL_HEADER: ""}) for _ in range(2)]
    assert [answer.status_code for answer in ask] == [200, 429]


async def test_an_address_is_limited_without_a_key_and_probes_are_exempt(lite: Database) -> None:
    async with shop.client(shop.build(lite, Rates(address=1)), None) as client:
        first = await client.get("/shop/notes")
        assert (first.status_code, first.headers["ratelimit-policy"]) == (200, '"address";q=1;w=60')
        assert (await client.get("/shop/notes")).status_code == 429
        for probe in ("healthz", "readyz", "metrics"):
            assert (await client.get(f"/shop/{probe}")).status_code == 200


def test_an_ipv6_network_is_one_caller() -> None:
    ours = {network(f"2001:db8:1:2::{n:x}") for n in range(100)}
    assert len(ours) == 1
    assert network("2001:db8:1:3::1") not in ours
    assert network("fe80::1%eth0") == network("fe80::2%eth1")
    assert network("192.0.2.1") == network("::ffff:192.0.2.1") == "192.0.2.1"
    assert len(network("x:" * 10_000)) == len(network("x" * 10_000)) == 45


def test_more_callers_than_can_be_counted_are_counted_as_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "MOST_CALLERS", 10)
    limiter = Limiter(Rates(address=20))
    for n in range(30):
        limiter.count("address", f"192.0.2.{n}")
    assert len(limiter._counts) == 11
    limiter.count("address", "192.0.2.3")
    with pytest.raises(Problem, match="More than 20 requests"):
        limiter.count("address", "192.0.2.200")
