"""Lives of submissions in bulk: each is led once by the real commands, then copied with its own ids
and times, row by row as they queue them.
"""

import asyncio
import itertools
import random
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg

from bench import reports
from kernel.auth import Caller
from kernel.db import Tx
from kernel.db.transaction import Insert
from services.reports import commands, tables
from services.reports.commands import Content
from services.reports.domain.lifecycle import TABLE
from services.reports.domain.programme import Actor, Catalogue
from services.reports.domain.submission import Submission
from services.reports.store import writing

MODELS = 2_000
BEGIN = datetime(2025, 1, 1, tzinfo=UTC)
EDITION = "2016-draft"
PUBLISH = ("submit", "start_review", "accept", "publish")
LIVES: tuple[tuple[int, tuple[str, ...]], ...] = (  # share of a hundred, steps after the draft
    (80, PUBLISH),
    (10, ()),
    (5, (*PUBLISH, "withhold")),
    (5, (*PUBLISH, "revise", *PUBLISH)),
)
COPY_AT_ONCE = 2_000

Rows = dict[str, list[tuple[Any, ...]]]


class Model:
    """One life as the commands leave it, and what must differ in a copy."""

    def __init__(self, number: int, reporter: str, steps: Sequence[str]) -> None:
        self.columns: dict[str, tuple[str, ...]] = {}
        self.rows: Rows = defaultdict(list)
        submission, queued = _lead(number, reporter, steps)
        self.id = submission.current.id
        for table, row in [
            *queued,
            ("reports_submissions", {"id": self.id, **writing._head_row(submission)}),
        ]:
            self.columns[table] = tuple(row)
            self.rows[table].append(tuple(row.values()))
        self._payload = self.columns["reports_outbox"].index("payload")
        told = [dict(row) for table, row in queued if table == "reports_outbox"]
        self._fresh = [row["id"] for row in told], [row["salt"] for row in told]
        self._stamps = sorted(
            {
                value
                for rows in self.rows.values()
                for row in rows
                for value in row
                if _is_stamp(value)
            }
        )

    def copy(self, chance: random.Random, begin: datetime) -> Rows:
        """The same life led by another submission at another time."""
        ids, salts = self._fresh
        instants = [begin + timedelta(seconds=n) for n in range(len(self._stamps))]
        new = _uuid(chance, begin)
        swap: dict[Any, Any] = {self.id: new} | {id_: _uuid(chance, begin) for id_ in ids}
        swap |= {salt: f"{chance.getrandbits(128):032x}" for salt in salts}
        swap |= {
            old: instant.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
            for old, instant in zip(self._stamps, instants, strict=True)
        }
        copied = {
            name: [tuple(swap.get(value, value) for value in row) for row in rows]
            for name, rows in self.rows.items()
        }
        at = self._payload
        copied["reports_outbox"] = [
            (*row[:at], row[at].replace(self.id, new), *row[at + 1 :])
            for row in copied["reports_outbox"]
        ]
        return copied


def _lead(
    number: int, reporter: str, steps: Sequence[str]
) -> tuple[Submission, list[tuple[str, dict[str, Any]]]]:
    """Lead one submission through its steps; what was queued to be inserted, with revisions as the
    steps have changed them.
    """
    body, tx = reports.body(number, reporter, 600), Tx()
    content = Content(body["title"], body["language"], body["payload"], body["evidence"], ())
    catalogue = Catalogue(EDITION, {}, {}, {reporter: Actor(reporter, "state", None)})
    submission = commands.draft(
        tx, body["kind"], reporter, EDITION, content, Caller("bench", reporter)
    )
    for step in steps:
        submission = commands.move(
            tx,
            submission,
            TABLE[step],
            catalogue,
            "seen" if TABLE[step].comment else None,
            Caller("bench", reporter),
        )
    queued = [
        (str(one.table), dict(one.row))
        for one in tx.operations
        if isinstance(one, Insert) and one.table is not tables.submissions
    ]
    published = {
        row["revision"]: row
        for table, row in queued
        if table == "reports_outbox" and row["type"] == "reports.submission_published"
    }
    for table, row in queued:
        if table == "reports_revisions" and (event := published.get(row["revision"])):
            row |= {"published_at": event["time"], "published_event": event["id"]}
    return submission, queued


def _is_stamp(value: Any) -> bool:
    return isinstance(value, str) and len(value) == 27 and value.endswith("Z") and value[10] == "T"


def _uuid(chance: random.Random, instant: datetime) -> str:
    """A UUID of version 7 of that instant, from the seeded generator."""
    value = int(instant.timestamp() * 1000) << 80 | chance.getrandbits(80)
    digits = f"{value & ~(0xF << 76) & ~(0x3 << 62) | 0x7 << 76 | 0x2 << 62:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


class Generator:
    """Submissions number `start` to `stop`, always the same ones, of these reporters.

    `steps`: one life for all of them.
    """

    def __init__(
        self, reporters: Sequence[str], steps: Sequence[str] | None = None, models: int = MODELS
    ) -> None:
        chance = random.Random(20_160_419)
        weights, lives = zip(*LIVES, strict=True)
        self.models = [
            Model(
                number,
                chance.choice(reporters),
                chance.choices(lives, weights)[0] if steps is None else steps,
            )
            for number in range(models)
        ]

    def between(self, start: int, stop: int) -> Iterator[Rows]:
        """Their rows, so many submissions at once."""
        for first in range(start, stop, COPY_AT_ONCE):
            rows: Rows = defaultdict(list)
            for number in range(first, min(first + COPY_AT_ONCE, stop)):
                copied = self.models[number % len(self.models)].copy(
                    random.Random(number), BEGIN + timedelta(seconds=20 * number)
                )
                for table, more in copied.items():
                    rows[table] += more
            yield rows

    def columns(self, table: str) -> tuple[str, ...]:
        """The columns the rows of a table have."""
        return next(model.columns[table] for model in self.models if table in model.columns)

    def fill(self, url: str, start: int, stop: int) -> None:
        """Write them to the database at `url`, without positions: those are the relay's to give."""
        if url.startswith("postgresql"):
            asyncio.run(self._fill_postgresql(url, start, stop))
        else:
            self._fill_sqlite(url, start, stop)

    async def _fill_postgresql(self, url: str, start: int, stop: int) -> None:
        connection = await asyncpg.connect(url.replace("+asyncpg", ""))
        try:
            for rows in self.between(start, stop):
                async with connection.transaction():
                    for table, records in rows.items():
                        await connection.copy_records_to_table(
                            table, records=records, columns=self.columns(table)
                        )
            await connection.execute("ANALYZE")
        finally:
            await connection.close()

    def _fill_sqlite(self, path: str, start: int, stop: int) -> None:
        with closing(sqlite3.connect(path, timeout=30)) as connection:
            for rows in self.between(start, stop):
                for table, records in rows.items():
                    names = self.columns(table)
                    connection.executemany(
                        f"INSERT INTO {table} ({', '.join(names)}) VALUES "
                        f"({', '.join('?' * len(names))})",
                        records,
                    )
                connection.commit()


def events_in(generator: Generator, count: int) -> int:
    """How many events `count` submissions have told."""
    each = [len(model.rows["reports_outbox"]) for model in generator.models]
    return sum(itertools.islice(itertools.cycle(each), count))


def submissions_for(generator: Generator, events: int) -> int:
    """How many submissions tell about so many events."""
    return max(
        1, round(events * len(generator.models) / events_in(generator, len(generator.models)))
    )
