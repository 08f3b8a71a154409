"""Reports 0008 and aggregator 0007: no stored number of 1 to 4 persons is left, all else stays.

Aggregator 0008: what is withheld is known, from the log.
"""

import json
from collections.abc import Callable
from typing import Any

from sqlalchemy import text

from kernel.db import migrating
from system import migrations
from tests.databases import Databases

CELLS = [{"sex": "female", "age_group": "adult", "count": count} for count in (0, 1, 4, 5, 120)]
SMALL = {"sex": "female", "age_group": "adult", "small": True}
NOW = [CELLS[0], SMALL, SMALL, *CELLS[3:]]
TEXTS = {1: {"year": 2024, "beneficiaries": CELLS}, 2: {"difficulties": '"count": 3'}}
TEXT = (
    "INSERT INTO reports_texts (submission, number, revision, title, language, payload, evidence,"
    " joint, saved_at) VALUES ('s', :number, 1, '', 'es', :payload, '[]', '[]', '')"
)
RECORD = (
    "INSERT INTO reports_idempotency (scope, key, request_hash, status, headers, body, created_at)"
    " VALUES ('s', :key, '', 201, '{}', :body, '')"
)
ANSWERS = {"a": {"id": "s", "payload": TEXTS[1]}, "b": {"items": [{"count": 3}]}, "c": ["count"]}
FACT = (
    "INSERT INTO aggregator_fact_versions (generation, submission, reporter, from_position,"
    " published, lead, activity, year, who, axes, fact)"
    " VALUES (1, 's', 'CIM', 1, 1, :lead, 'ACT-1', 2024, '', '', :fact)"
)
OFFSET = (
    "INSERT INTO aggregator_offsets (consumer, topic, part, next_offset, position, epoch,"
    " lease_until) VALUES (:consumer, 't', 0, 7, 7, 3, '')"
)
CONSUMERS = ("indicators:tallies:1", "catalog")


async def _run(url: str, work: Callable[[Any], Any]) -> Any:
    results: list[Any] = []

    def change(connection: Any) -> None:
        results.append(work(connection))
        connection.commit()

    await migrating.run(url, change)
    return results[0]


def _insert(connection: Any) -> None:
    for number, payload in TEXTS.items():
        connection.execute(text(TEXT), {"number": number, "payload": json.dumps(payload)})
    for key, body in ANSWERS.items():
        connection.execute(text(RECORD), {"key": key, "body": json.dumps(body)})


def _rows(connection: Any, statement: str) -> dict[Any, Any]:
    return {key: json.loads(value) for key, value in connection.execute(text(statement))}


async def test_texts_and_stored_answers_hold_no_small_number(databases: Databases) -> None:
    url = databases.url("reports")
    await migrations.downgrade("reports", url, "0007")
    await _run(url, _insert)
    await migrations.upgrade("reports", url)
    texts = await _run(url, lambda c: _rows(c, "SELECT number, payload FROM reports_texts"))
    emptied = TEXTS[1] | {"beneficiaries": NOW}
    assert texts == TEXTS | {1: emptied}
    answers = await _run(url, lambda c: _rows(c, "SELECT key, body FROM reports_idempotency"))
    assert answers == ANSWERS | {"a": {"id": "s", "payload": emptied}}


async def _refolded(url: str, *persons: int) -> bool:
    """Whether a database with a fact of these cells begins its log anew; its other consumers stay
    where they are.
    """
    await migrations.downgrade("aggregator", url, "0006")
    cells = [["female", "adult", count] for count in persons]
    fact = ["s", 1, 1, "ACT-1", 2024, "planned", [["CIM", "organ"]], 0, 0, 0, [], cells, []]

    def insert(connection: Any) -> None:
        connection.execute(text(FACT), {"lead": True, "fact": json.dumps(fact)})
        for consumer in CONSUMERS:
            connection.execute(text(OFFSET), {"consumer": consumer})

    def left(connection: Any) -> tuple[int, dict[str, tuple[int, int, int]]]:
        facts = connection.scalar(text("SELECT count(*) FROM aggregator_fact_versions"))
        offsets = "SELECT consumer, next_offset, position, epoch FROM aggregator_offsets"
        rows = {name: tuple(row) for name, *row in connection.execute(text(offsets))}
        for table in ("fact_versions", "offsets"):
            connection.execute(text(f"DELETE FROM aggregator_{table}"))
        return facts, rows

    await _run(url, insert)
    await migrations.upgrade("aggregator", url, "0007")
    facts, offsets = await _run(url, left)
    assert offsets["catalog"] == (7, 7, 3)
    assert (facts, offsets[CONSUMERS[0]]) in [(0, (0, 0, 3)), (1, (7, 7, 3))]
    return bool(facts == 0)


async def test_sums_with_a_small_number_are_folded_anew(databases: Databases) -> None:
    url = databases.url("aggregator")
    assert await _refolded(url, 100, 3)
    assert not await _refolded(url, 100, 5)


def _facts(connection: Any) -> Any:
    return connection.scalar(text("SELECT count(*) FROM aggregator_fact_versions"))


async def test_what_ended_is_folded_anew_to_know_what_was_withheld(databases: Databases) -> None:
    url = databases.url("aggregator")
    for ended, facts in ((None, 1), (5, 0)):
        await migrations.downgrade("aggregator", url, "0007")

        def insert(connection: Any, to_position: int | None = ended) -> None:
            connection.execute(text("DELETE FROM aggregator_fact_versions"))
            connection.execute(text(FACT), {"lead": True, "fact": "[]"})
            end = text("UPDATE aggregator_fact_versions SET to_position = :to_position")
            connection.execute(end, {"to_position": to_position})

        await _run(url, insert)
        await migrations.upgrade("aggregator", url)
        assert await _run(url, _facts) == facts
