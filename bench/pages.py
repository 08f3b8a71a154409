"""Public pages made anew, beside the same pages kept: one reader, one page after the other."""

import itertools
import statistics
import time
from collections.abc import Iterator

import httpx2

from bench import reports
from bench.rounds import SHORT, Broken, Finding, Rate, in_turns
from bench.running import PREFIXES, Ground
from tests.system.journey import Journey

PAGES = (
    "/",
    "/programme",
    "/objectives/SO-07",
    "/activities",
    "/activities/ACT-12",
    "/activities/ACT-23",
    "/actors",
    "/actors/COL",
    "/submissions",
    "/figures/programme/reports_published",
    "/instruments",
)
PUBLISHED = 1 if SHORT else 40
TURNS = 1 if SHORT else 10  # over all pages, a round


def anew(ground: Ground) -> Finding:
    """Each under an address that nobody has asked for, so that it is put together again."""
    finding = Finding("page-anew", "the same pages kept", "of the pages/s of kept ones")
    system = ground.system("sqlite")
    base = system.ready(system.start("embedded"), *PREFIXES)
    journey = Journey.at(base, system.data)
    for number in range(PUBLISHED):
        journey.published(reports.body(number))
    journey.caught_up()
    journey.client.close()
    with httpx2.Client(base_url=base, timeout=20) as client:
        made: list[float] = []
        fresh = itertools.count()
        _read(client, ("" for _ in PAGES))  # what all pages share is read once
        in_turns(
            finding,
            lambda: _rate(client, (f"&n={next(fresh)}" for _ in range(len(PAGES) * TURNS)), made),
            lambda: _rate(client, ("" for _ in range(len(PAGES) * TURNS)), []),
        )
    finding.require("pages", len(made), len(PAGES) * TURNS * len(finding.values))
    ninety_five = statistics.quantiles(made, n=20, method="inclusive")[-1]
    finding.limit += f"; p95 of a page made anew: {ninety_five * 1000:.1f} ms"
    return finding


def _rate(client: httpx2.Client, ends: Iterator[str], made: list[float]) -> Rate:
    took = _read(client, ends)
    made += took
    slowest = statistics.quantiles(took, n=100, method="inclusive")[-1]
    return Rate(len(took) / sum(took), slowest * 1000)


def _read(client: httpx2.Client, ends: Iterator[str]) -> list[float]:
    """The seconds that each page took; `ends`: of the addresses."""
    took = []
    for page, end in zip(itertools.cycle(PAGES), ends, strict=False):
        began = time.perf_counter()
        answer = client.get(f"{page}?lang=en{end}")
        took.append(time.perf_counter() - began)
        if answer.status_code != 200:
            raise Broken(f"{page} answered {answer.status_code}")
    return took
