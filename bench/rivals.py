"""What somebody would write instead of the fold and the rebuild: one transaction an event with
asyncpg; one GROUP BY over typed columns.

Both do less than ours: they keep no earlier version of a cell or pair, the second not even the
steps between.
"""

import json
import time
from collections.abc import Sequence
from typing import Any

import asyncpg

from contracts import events
from contracts.reports import Published
from services.aggregator.domain.counters import amounts
from services.aggregator.domain.facts import At
from services.aggregator.domain.kinds import implementation
from services.aggregator.domain.kinds.implementation import Implementation

FOLD = """
CREATE TABLE rival_offset (id int PRIMARY KEY, position bigint NOT NULL);
INSERT INTO rival_offset VALUES (1, 0);
CREATE TABLE rival_positions (position bigint PRIMARY KEY, recordedtime text NOT NULL);
CREATE TABLE rival_facts (submission text, from_position bigint, to_position bigint,
  fact text NOT NULL, PRIMARY KEY (submission, from_position));
CREATE TABLE rival_cells (cell text PRIMARY KEY, facts bigint, joint bigint, partner bigint,
  evidence bigint, persons bigint, amount numeric);
CREATE TABLE rival_pairs (pair text, submission text, published bigint, status text,
  PRIMARY KEY (pair, submission));
"""
ADD = """
INSERT INTO rival_cells SELECT *, $2::bigint, $3::bigint, $4::bigint, $5::bigint, $6::bigint,
  $7::numeric FROM unnest($1::text[])
ON CONFLICT (cell) DO UPDATE SET facts = rival_cells.facts + excluded.facts,
  joint = rival_cells.joint + excluded.joint,
  partner = rival_cells.partner + excluded.partner,
  evidence = rival_cells.evidence + excluded.evidence,
  persons = rival_cells.persons + excluded.persons, amount = rival_cells.amount + excluded.amount"""
YEAR = 2026  # in which publications are recorded; no fact of a report looks at it
PUBLISHED = "reports.submission_published"
ENDS = ("reports.submission_withheld", "reports.submission_withdrawn")

Event = tuple[int, str, str, str, str]  # position, recordedtime, submission, type, payload


async def ledger(address: str, limit: int) -> list[Event]:
    """The first events of the ledger: the rival is given them in memory."""
    connection = await asyncpg.connect(address)
    try:
        rows = await connection.fetch(
            "SELECT seq, recordedtime, aggregateid, type, payload FROM reports_outbox "
            "WHERE seq IS NOT NULL ORDER BY seq LIMIT $1",
            limit,
        )
        return [tuple(row) for row in rows]
    finally:
        await connection.close()


async def decode_all(address: str) -> int:
    """Read the ledger from its start, a page after the other, and decode every event; how many."""
    connection = await asyncpg.connect(address)
    try:
        count = 0
        while rows := await connection.fetch(
            "SELECT type, typeversion, payload FROM reports_outbox WHERE seq > $1 "
            "ORDER BY seq LIMIT 1000",
            count,
        ):
            for type_, version, payload in rows:
                events.decode_text(type_, version, payload)
            count += len(rows)
        return count
    finally:
        await connection.close()


async def one_by_one(address: str, told: Sequence[Event], seconds: float) -> float:
    """Fold on from where the last call ended, one durable transaction an event; events a second."""
    connection = await asyncpg.connect(address)
    try:
        start = await connection.fetchval("SELECT position FROM rival_offset")
        count, began = 0, time.perf_counter()
        for event in told[start:]:
            async with connection.transaction():
                await _fold(connection, event)
            count += 1
            if time.perf_counter() - began >= seconds:
                break
        return count / (time.perf_counter() - began)
    finally:
        await connection.close()


async def _fold(connection: Any, event: Event) -> None:
    """Offset, position, fact, cells and pairs in the transaction that is open."""
    position, recordedtime, submission, type_, payload = event
    moved = await connection.execute(
        "UPDATE rival_offset SET position = $1 WHERE id = 1 AND position = $1 - 1", position
    )
    if moved != "UPDATE 1":
        raise RuntimeError(f"position {position} does not follow")
    await connection.execute("INSERT INTO rival_positions VALUES ($1, $2)", position, recordedtime)
    if type_ != PUBLISHED and type_ not in ENDS:
        return
    last = await connection.fetchval(
        "UPDATE rival_facts SET to_position = $1 WHERE submission = $2 AND to_position IS NULL "
        "RETURNING fact",
        position,
        submission,
    )
    if last:
        await _count(connection, fact_of(Published.model_validate_json(last), position), -1)
        await connection.execute(
            "DELETE FROM rival_pairs WHERE pair = ANY($1) AND submission = $2",
            _pairs(last, position),
            submission,
        )
    if type_ == PUBLISHED:
        await connection.execute(
            "INSERT INTO rival_facts VALUES ($1, $2, NULL, $3)", submission, position, payload
        )
        await _count(connection, fact_of(Published.model_validate_json(payload), position), 1)
        status = json.loads(payload)["implementation"]["status"]
        await connection.execute(
            "INSERT INTO rival_pairs SELECT *, $2, $3, $4 FROM unnest($1::text[])",
            _pairs(payload, position),
            submission,
            position,
            status,
        )


def fact_of(published: Published, position: int) -> Implementation | None:
    """The fact of a publication; None for other kinds."""
    content = published.implementation
    return content and implementation.fact(content, published, At(position, YEAR))


async def _count(connection: Any, fact: Implementation | None, sign: int) -> None:
    if fact is None:
        return
    counters = amounts(fact)
    persons = sum(amount for name, amount in counters.items() if name.startswith("persons:"))
    money = sum(amount for name, amount in counters.items() if name.startswith("money:"))
    marks = [sign * counters[name] for name in ("facts", "joint", "partner", "evidence")]
    await connection.execute(ADD, sorted(_cells(fact)), *marks, sign * persons, sign * money)


def _pairs(payload: str, position: int) -> list[str]:
    fact = fact_of(Published.model_validate_json(payload), position)
    if fact is None:
        return []
    return [
        f"{fact.activity}|{fact.year}|{axis}|{code}|{kind}"
        for code, kind in fact.reporters
        for axis in ("*", *fact.axes)
    ]


def _cells(fact: Implementation) -> list[str]:
    who = [
        "*",
        *{f"kind:{kind}" for _, kind in fact.reporters},
        *(f"actor:{code}" for code, _ in fact.reporters),
    ]
    return [
        f"{fact.activity}|{fact.year}|{name}|{axis}" for name in who for axis in ("*", *fact.axes)
    ]


TYPED = f"""
CREATE TABLE typed_events (
  position bigint PRIMARY KEY, submission text NOT NULL, publishes boolean NOT NULL,
  ends boolean NOT NULL, activity text, year int, status text,
  reporter text, kind text, axes text[], joint boolean, partner boolean, evidence boolean,
  persons bigint, currency text, amount numeric);
INSERT INTO typed_events
SELECT seq, aggregateid, type = '{PUBLISHED}', type IN {ENDS}, i ->> 'activity',
  (i ->> 'year')::int, i ->> 'status',
  p -> 'reporters' -> 0 ->> 'code', p -> 'reporters' -> 0 ->> 'kind',
  ARRAY(SELECT json_array_elements_text(i -> 'axes')),
  i ->> 'execution' IN ('bilateral', 'multilateral'),
  i -> 'partner_kinds' ->> 0 IN ('civil_society', 'academia', 'diaspora', 'migrants'),
  json_array_length(p -> 'evidence') > 0, (i -> 'beneficiaries' -> 0 ->> 'count')::bigint,
  i -> 'resources' -> 0 ->> 'currency',
  (i -> 'resources' -> 0 ->> 'amount')::numeric
FROM (SELECT seq, aggregateid, type, payload::json AS p,
  payload::json -> 'implementation' AS i FROM reports_outbox WHERE seq IS NOT NULL) AS told;
CREATE TABLE grouped_cells (activity text, year int, who text, axis text, currency text,
  facts bigint, joint bigint, partner bigint, evidence bigint,
  persons numeric, amount numeric);
CREATE TABLE grouped_pairs (activity text, year int, axis text, reporter text, kind text,
  members text[]);
ANALYZE typed_events;
"""
STANDING = """
WITH last AS (SELECT DISTINCT ON (submission) * FROM typed_events WHERE publishes OR ends ORDER BY
  submission, position DESC),
standing AS (SELECT * FROM last WHERE NOT ends)
"""
GROUP_BY = (
    "TRUNCATE grouped_cells, grouped_pairs",
    STANDING
    + """
INSERT INTO grouped_cells SELECT activity, year, who, axis, currency, count(*),
  count(*) FILTER (WHERE joint), count(*) FILTER (WHERE partner),
  count(*) FILTER (WHERE evidence), sum(persons), sum(amount)
FROM standing, unnest(ARRAY['*', 'kind:' || kind, 'actor:' || reporter]) AS who,
  unnest('*'::text || axes) AS axis
GROUP BY activity, year, who, axis, currency""",
    STANDING
    + """
INSERT INTO grouped_pairs SELECT activity, year, axis, reporter, kind,
  array_agg(submission || ':' || position || ':' || status)
FROM standing, unnest('*'::text || axes) AS axis GROUP BY activity, year, axis, reporter, kind""",
)


async def load_typed(address: str) -> None:
    """Copy the ledger's events into typed columns. Not timed: the rival is given them."""
    connection = await asyncpg.connect(address)
    try:
        await connection.execute(TYPED)
    finally:
        await connection.close()


async def group_by(address: str) -> tuple[int, int, float]:
    """Every cell and pair anew, in one transaction; (cells, pairs, seconds)."""
    connection = await asyncpg.connect(address)
    try:
        began = time.perf_counter()
        async with connection.transaction():
            for statement in GROUP_BY:
                await connection.execute(statement)
        took = time.perf_counter() - began
        counts = [
            await connection.fetchval(f"SELECT count(*) FROM {table}")
            for table in ("grouped_cells", "grouped_pairs")
        ]
        return counts[0], counts[1], took
    finally:
        await connection.close()
