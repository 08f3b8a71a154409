"""The same request over a thousand submissions and over many more: it should take the same time.

Sizes by BENCH_GROWTH.
"""

import base64
import http.client
import itertools
import json
import os
import random
import select
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2

from bench import reports
from bench.checks import FOLDED, dense, folded
from bench.folding import STATES
from bench.lives import Generator, events_in
from bench.rounds import ROUNDS, SHORT, Broken, Finding
from bench.running import Ground, System

SIZES = (
    (20, 60)
    if SHORT
    else tuple(
        sorted(int(part) for part in os.environ.get("BENCH_GROWTH", "1000,10000,100000").split(","))
    )
)
REQUESTS = 4 if SHORT else 60  # a round and size
WRITES = 4 if SHORT else 30
OBJECTIVES = tuple(f"SO-{number:02}" for number in range(1, 13))
AXES = (
    "human_rights",
    "gender",
    "vulnerability",
    "children_adolescents",
    "development",
    "cultural_diversity",
    None,
)
SUBMISSIONS = "/reports/submissions"

Address = tuple[str, str, dict[str, str] | None]  # method, address, headers of a write


@dataclass(frozen=True, slots=True)
class Grown:
    """An installation with so many submissions, told, folded, and served by an API process of each
    service.
    """

    size: int
    system: System
    reports: str
    indicators: str


def grown(ground: Ground) -> list[Grown]:
    """One for each size, made once a run: the larger is a copy of the smaller that went on."""
    if not ground.grown:
        generator, system, before = None, ground.system("postgresql"), 0
        ground.release(system)
        for size in SIZES:
            if before:
                system = ground.copy(system)
            generator = generator or Generator(
                system.scalar("reports", STATES).split(","), models=20 if SHORT else 2_000
            )
            _grow(system, generator, before, size)
            ground.grown.append((size, system))
            before = size
        for size, each in ground.grown:
            _check(each, generator, size) if generator else None
    return [_served(size, system) for size, system in ground.grown]


def _grow(system: System, generator: Generator, before: int, size: int) -> None:
    """Write the rows in bulk, then have them told by the real relay and folded by the real fold."""
    began = time.monotonic()
    generator.fill(system.url, before, size)
    written = time.monotonic()
    system.start("reports", "worker")
    system.start("aggregator", "worker")
    system.rest(36_000)
    folded(system, 36_000)
    system.stop()
    system.scalar("reports", "VACUUM ANALYZE")
    print(
        f"  {size:,} submissions: written in {written - began:.0f} s, "
        f"told and folded in {time.monotonic() - written:.0f} s",
        flush=True,
    )


def _check(system: System, generator: Generator, size: int) -> None:
    """All of it is there: told densely, folded whole."""
    finding = Finding(f"growth to {size}", "", "")
    finding.require("submissions", system.count("reports", "reports_submissions"), size)
    told = system.count("reports", "reports_outbox", "type <> 'reports.catalogue_noted'")
    finding.require("events", told, events_in(generator, size))
    dense(finding, system)
    finding.require("folded", int(system.scalar("aggregator", FOLDED)), finding.checks["positions"])
    finding.require("parked", system.count("aggregator", "aggregator_parked"), 0)


def _served(size: int, system: System) -> Grown:
    if "reports-api" not in system.bases:
        for name in ("reports", "aggregator"):
            system.ready(system.start(name, "api"), name)
    return Grown(size, system, system.bases["reports-api"], system.bases["aggregator-api"])


def _measure(
    ground: Ground,
    name: str,
    addresses: Callable[[Grown, random.Random], Iterator[Address]],
    base: Callable[[Grown], str],
    count: int = REQUESTS,
) -> Finding:
    """Ask each size in turn, request by request; a round's value is the median time at the largest
    over that at the smallest.
    """
    finding = Finding(name, "", f"times the time at {SIZES[0]:,} submissions, at {SIZES[-1]:,}")
    all_sizes = grown(ground)
    chance = random.Random(7)
    sources = {one.size: _begun(addresses(one, chance)) for one in all_sizes}
    clients = {
        one.size: http.client.HTTPConnection(base(one).removeprefix("http://"), timeout=60)
        for one in all_sizes
    }
    medians: dict[int, list[float]] = {size: [] for size in SIZES}
    for number in range(
        -1, ROUNDS
    ):  # the first one does not count: connections are opened, plans are made
        took: dict[int, list[float]] = {size: [] for size in SIZES}
        for _, size in itertools.product(range(count), SIZES):
            took[size].append(_timed(clients[size], *next(sources[size])))
        if number < 0:
            continue
        for size in SIZES:
            medians[size].append(statistics.median(took[size]))
        finding.values.append(medians[SIZES[-1]][-1] / medians[SIZES[0]][-1])
        finding.p99s.append(max(took[SIZES[-1]]))
    for client in clients.values():
        client.close()
    finding.limit = "; ".join(
        f"{size:,}: {statistics.median(found):.2f} ms" for size, found in medians.items()
    )
    finding.checks["answered"] = (ROUNDS + 1) * count * len(SIZES)
    return finding


def _begun(source: Iterator[Address]) -> Iterator[Address]:
    """The same addresses; what finding them costs is paid now, while no connection waits."""
    return itertools.chain((next(source),), source)


def _timed(
    client: http.client.HTTPConnection, method: str, address: str, headers: dict[str, str] | None
) -> float:
    body = headers.pop("body") if headers else None
    if client.sock and select.select([client.sock], [], [], 0)[0]:
        client.close()  # the server has given up a connection that nobody used for some seconds
    began = time.perf_counter()
    client.request(method, address, body.encode() if body else None, headers or {})
    answer = client.getresponse()
    text = answer.read()
    took = 1000 * (time.perf_counter() - began)
    if answer.status != (201 if method == "POST" else 200):
        raise Broken(f"{method} {address} was answered {answer.status}: {text[:300]!r}")
    return took


def ingest(ground: Ground) -> Finding:
    """Submitting one report."""
    return _measure(ground, "growth-ingest", _writes, lambda one: one.reports, WRITES)


def _writes(one: Grown, chance: random.Random) -> Iterator[Address]:
    for number in itertools.count():
        key = f"growth-{number}-{chance.getrandbits(64)}"
        headers = {
            "Authorization": f"Bearer {one.system.keys['reporter']}",
            "Content-Type": "application/json",
            "Idempotency-Key": key,
        }
        yield "POST", SUBMISSIONS, headers | {"body": reports.as_json(reports.body(number))}


def read(ground: Ground) -> Finding:
    """One published submission."""
    return _measure(ground, "growth-read", reads, lambda one: one.reports)


def reads(one: Grown, chance: random.Random) -> Iterator[Address]:
    """Published submissions, drawn by lot."""
    found = one.system.column(
        "reports",
        "SELECT id FROM reports_submissions WHERE state = 'published' ORDER BY md5(id) LIMIT 2000",
    )
    while True:
        yield "GET", f"{SUBMISSIONS}/{chance.choice(found)}", None


def listed(ground: Ground) -> Finding:
    """A page of fifty somewhere in the list, by its cursor."""
    return _measure(ground, "growth-list", pages, lambda one: one.reports)


def pages(one: Grown, chance: random.Random) -> Iterator[Address]:
    """Cursors to places drawn by lot, in the first half so that the pages are full."""
    rows = one.system.column(
        "reports",
        "SELECT updated_at || '|' || id FROM reports_submissions "
        "WHERE state = 'published' AND updated_at > (SELECT percentile_disc(0.5) "
        "WITHIN GROUP (ORDER BY updated_at) FROM reports_submissions) ORDER BY md5(id) LIMIT 2000",
    )
    limit = 5 if SHORT else 50
    first = f"{SUBMISSIONS}?limit={limit}"
    scope = _scope(one.reports, first)
    while True:
        updated_at, _, id_ = chance.choice(rows).partition("|")
        yield "GET", f"{first}&cursor={_cursor(scope, updated_at, id_)}", None


def _scope(base: str, first: str) -> str:
    """What a list's cursors begin with: taken from the one it gives itself."""
    cursor = parse_qs(urlsplit(httpx2.get(base + first, timeout=60).json()["next"]).query)[
        "cursor"
    ][0]
    return str(json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))[0])


def _cursor(scope: str, *after: Any) -> str:
    return (
        base64.urlsafe_b64encode(json.dumps([scope, *after], separators=(",", ":")).encode())
        .decode()
        .rstrip("=")
    )


def indicator(ground: Ground) -> Finding:
    """The values of an objective, with and without filters."""
    return _measure(ground, "growth-indicator", indicators, lambda one: one.indicators)


def indicators(one: Grown, chance: random.Random) -> Iterator[Address]:
    """Every combination of objective, year and axis once, in an order drawn by lot."""
    del one
    while True:
        yield from (("GET", address, None) for address in chance.sample(_scopes(), len(_scopes())))


def _scopes() -> list[str]:
    asked = itertools.product(OBJECTIVES, (*range(2016, 2026), None), AXES)
    return [
        f"/indicators/objectives/{code}?"
        + "&".join(
            part
            for part in (f"year={year}" if year else "", f"axis={axis}" if axis else "")
            if part
        )
        for code, year, axis in asked
    ]


def as_of(ground: Ground) -> Finding:
    """The values of an objective as they were at a position."""
    return _measure(ground, "growth-as-of", moments, lambda one: one.indicators)


def moments(one: Grown, chance: random.Random) -> Iterator[Address]:
    """Positions of the second half, drawn by lot."""
    last = int(one.system.scalar("aggregator", FOLDED))
    while True:
        yield (
            "GET",
            f"/indicators/objectives/{chance.choice(OBJECTIVES)}"
            f"?as_of={chance.randrange(last // 2, last)}",
            None,
        )


def evidence(ground: Ground) -> Finding:
    """A page of the reports behind a value, by its cursor."""
    return _measure(ground, "growth-evidence", behind, lambda one: one.indicators)


def behind(one: Grown, chance: random.Random) -> Iterator[Address]:
    """A page of ten at a place drawn by lot in the first half of the evidence of an objective."""
    last = int(one.system.scalar("aggregator", FOLDED))
    firsts = [
        f"/indicators/objectives/{code}/activity_coverage/evidence?limit={2 if SHORT else 10}"
        for code in OBJECTIVES
    ]
    scopes, edition = {}, ""
    for first in firsts:
        found = httpx2.get(one.indicators + first, timeout=60).json()
        if found["next"]:
            scopes[first], edition = _scope(one.indicators, first), found["edition"]
    while True:
        first = chance.choice(list(scopes))
        behind = chance.randrange(1, last // 2), "0", last, edition
        yield "GET", f"{first}&cursor={_cursor(scopes[first], *behind)}", None
