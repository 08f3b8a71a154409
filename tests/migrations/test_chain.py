"""Version 2 of the hash chain: rows of version 1 are linked anew, and linked as before when it is
taken back.
"""

import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from kernel.db import migrating
from system import migrations
from tests.databases import Databases

BEFORE = {"catalog": "0002", "access": "0003", "reports": "0006", "aggregator": "0005"}
TIMES = [f"2026-11-28T12:00:{second:02d}.000000Z" for second in (1, 1, 2)]
DIGESTS = [hashlib.sha256(bytes([n])).hexdigest() for n in range(3)]
INSERT = (
    "INSERT INTO {0}_outbox (id, aggregatetype, aggregateid, type, typeversion, payload, salt,"
    " time, seq, recordedtime, digest, hash, previous_hash) VALUES (:id, 's', 'a', 't', 1, '{{}}',"
    " '00', :time, :seq, :recordedtime, :digest, :hash, :previous_hash)"
)
RELAY = (
    "INSERT INTO {0}_relay (id, epoch, lease_until, assigned, published, head, recordedtime)"
    " VALUES (1, 7, '', 3, 3, :head, :recordedtime)"
)


def _hashes(*, timed: bool) -> list[str]:
    """The chain by hand: version 2 binds the time, version 1 does not."""
    hashes, previous = [], "0" * 64
    for position, (time, digest) in enumerate(zip(TIMES, DIGESTS, strict=True), start=1):
        parts = [bytes.fromhex(previous), position.to_bytes(8), time.encode() if timed else b""]
        previous = hashlib.sha256(b"".join(parts) + bytes.fromhex(digest)).hexdigest()
        hashes.append(previous)
    return hashes


async def _run(url: str, work: Callable[[Any], Any]) -> Any:
    results: list[Any] = []

    def change(connection: Any) -> None:
        results.append(work(connection))
        connection.commit()

    await migrating.run(url, change)
    return results[0]


def _fill(service: str, connection: Any) -> None:
    """Three events with a position, written in another order, and one without."""
    hashes = _hashes(timed=False)
    rows: list[dict[str, Any]] = [
        {
            "id": f"e{n}",
            "time": TIMES[n],
            "seq": n + 1,
            "recordedtime": TIMES[n],
            "digest": DIGESTS[n],
            "hash": hashes[n],
            "previous_hash": hashes[n - 1] if n else "0" * 64,
        }
        for n in (1, 0, 2)
    ]
    given = ("seq", "recordedtime", "digest", "hash", "previous_hash")
    waiting = {"id": "e3", "time": TIMES[2], **dict.fromkeys(given)}
    connection.execute(text(INSERT.format(service)), [*rows, waiting])
    connection.execute(text(RELAY.format(service)), {"head": hashes[-1], "recordedtime": TIMES[-1]})


def _chain(service: str, connection: Any) -> tuple[list[Any], Any]:
    rows = text(f"SELECT previous_hash, hash, digest FROM {service}_outbox ORDER BY id")
    relay = text(f"SELECT head, epoch > 7, assigned FROM {service}_relay")
    return [tuple(row) for row in connection.execute(rows)], tuple(connection.execute(relay).one())


def _expected(*, timed: bool) -> tuple[list[Any], Any]:
    hashes = _hashes(timed=timed)
    rows = list(zip(["0" * 64, *hashes], hashes, DIGESTS, strict=False))
    return [*rows, (None, None, None)], (hashes[-1], True, 3)


@pytest.mark.parametrize("service", BEFORE)
async def test_the_chain_is_linked_anew(databases: Databases, service: str) -> None:
    url, before = databases.url(service), BEFORE[service]
    await migrations.downgrade(service, url, before)
    await _run(url, lambda connection: _fill(service, connection))
    await migrations.upgrade(service, url)
    assert await _run(url, lambda connection: _chain(service, connection)) == _expected(timed=True)
    await migrations.downgrade(service, url, before)
    assert await _run(url, lambda connection: _chain(service, connection)) == _expected(timed=False)
