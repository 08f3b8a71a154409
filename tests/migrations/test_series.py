"""Aggregator 0012: where a statistic was folded without its series, the log is folded anew."""

import json
from typing import Any

import pytest
from sqlalchemy import text

from kernel.db import migrating
from system import migrations
from tests.databases import Databases

FACT = (
    "INSERT INTO aggregator_facts (generation, submission, from_position, kind, published, year,"
    " who, activities, objectives, axes, fact) VALUES (1, 's', 1, :kind, 1, 2024, '', '', '', '',"
    " :fact)"
)
OFFSET = (
    "INSERT INTO aggregator_offsets (consumer, topic, part, next_offset, position, epoch,"
    " lease_until) VALUES (:consumer, 't', 0, 7, 7, 3, '')"
)


@pytest.mark.parametrize(("kind", "left"), [("statistic", (0, 0)), ("uptake", (1, 7))])
async def test_statistics_are_folded_anew(
    databases: Databases, kind: str, left: tuple[int, int]
) -> None:
    url = databases.url("aggregator")
    await migrations.downgrade("aggregator", url, "0011")
    found: list[Any] = []

    def insert(connection: Any) -> None:
        connection.execute(text(FACT), {"kind": kind, "fact": json.dumps(["s", 1, 1])})
        for consumer in ("indicators:tallies:1", "catalog"):
            connection.execute(text(OFFSET), {"consumer": consumer})
        connection.commit()

    def read(connection: Any) -> None:
        facts = connection.scalar(text("SELECT count(*) FROM aggregator_facts"))
        rows = connection.execute(text("SELECT consumer, position FROM aggregator_offsets"))
        found.extend([facts, dict(map(tuple, rows))])

    await migrating.run(url, insert)
    await migrations.upgrade("aggregator", url)
    await migrating.run(url, read)
    facts, offsets = found
    assert (facts, offsets["indicators:tallies:1"]) == left
    assert offsets["catalog"] == 7
