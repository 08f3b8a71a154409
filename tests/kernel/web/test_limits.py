"""Rate limits: per address and per key, said in headers, 429 when reached."""

from kernel.db import Database
from kernel.web.limits import Rates
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


async def test_an_address_is_limited_without_a_key_and_probes_are_exempt(lite: Database) -> None:
    async with shop.client(shop.build(lite, Rates(address=1)), None) as client:
        first = await client.get("/shop/notes")
        assert (first.status_code, first.headers["ratelimit-policy"]) == (200, '"address";q=1;w=60')
        assert (await client.get("/shop/notes")).status_code == 429
        for probe in ("healthz", "readyz", "metrics"):
            assert (await client.get(f"/shop/{probe}")).status_code == 200
