"""A backup is tested by restoring it: on SQLite, on one PostgreSQL database, on one for each
service; with the log in Kafka and without.
"""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from aiokafka.admin import AIOKafkaAdminClient

from contracts import topics
from system import backup
from system.resources import SERVICES, Settings, WrongUse
from tests import requiring
from tests.system.journey import Journey, judged
from tests.system.server import Server
from tests.system.test_commands import BODY
from tools.components.postgres import Server as Postgres

Layout = Callable[[], dict[str, str]]  # the settings of a new, empty installation


@pytest.fixture(params=["sqlite", "postgresql", "postgresql each"])
def layout(request: pytest.FixtureRequest) -> Layout:
    if request.param == "sqlite":
        return dict
    server: Postgres = request.getfixturevalue("postgres_server")
    if request.param == "postgresql":
        return lambda: {"DATABASE_URL": server.create_database()}
    return lambda: {
        "DATABASE_URL": server.create_database(),
        **{f"{name.upper()}_DATABASE_URL": server.create_database() for name in SERVICES},
    }


def _answers(journey: Journey, end: int) -> list[bytes]:
    """The indicators at every position."""
    return [
        journey.client.get("/indicators/objectives", params={"as_of": at}).content
        for at in range(1, end + 1)
    ]


def _filled(server: Server) -> Journey:
    server.start()
    journey = Journey.at(server.base, server.data)
    journey.published(BODY)
    journey.act(journey.published({**BODY, "reporter": "MEX"}), "withdraw", journey.key("MEX"))
    return journey


def test_what_is_restored_answers_the_same(tmp_path: Path, layout: Layout) -> None:
    server = Server(tmp_path / "var", **layout())
    journey = _filled(server)
    end = journey.caught_up()
    before, ledger = _answers(journey, end), journey.ledger()
    archive = tmp_path / "kept.tar.gz"
    kept = server.command("backup", str(archive))
    assert kept.returncode == 0, kept.stderr
    assert archive.stat().st_mode & 0o077 == 0, "it holds secrets"
    journey.published({**BODY, "reporter": "COL"})  # not in the archive
    server.kill()
    journey.client.close()

    other = Server(tmp_path / "other", **layout())
    restored = other.command("restore", str(archive))
    assert restored.returncode == 0, restored.stderr
    again = other.command("restore", str(archive))
    assert (again.returncode, again.stderr.count("\n")) == (2, 1), "never over data"
    other.start()
    after = Journey.at(other.base, other.data)
    try:
        assert _answers(after, end) == before
        assert after.ledger() == ledger
        after.keys = journey.keys  # the keys of before still work
        judged(after)
        after.published({**BODY, "reporter": "ARG"})
        assert after.caught_up() == end + 5, "positions go on where the archive ends"
        judged(after)
        assert other.command("ledger", "export", str(tmp_path / "ledger.jsonl")).returncode == 0
        assert other.command("ledger", "verify", str(tmp_path / "ledger.jsonl")).returncode == 0
        assert other.command("aggregator", "verify").returncode == 0
    finally:
        after.client.close()
        other.kill()


def test_a_log_that_goes_on_is_refused_and_an_empty_one_is_filled(
    tmp_path: Path, postgres_server: Postgres, fresh_kafka: str
) -> None:
    """A topic that holds more than the archive would have positions twice; one that ends where the
    archive ends goes on.
    """
    log = {"EVENT_LOG_URL": f"kafka://{fresh_kafka}"}
    server = Server(tmp_path / "var", DATABASE_URL=postgres_server.create_database(), **log)
    journey = _filled(server)
    end = journey.caught_up()
    before, ledger, archive = (
        _answers(journey, end),
        journey.ledger(),
        str(tmp_path / "kept.tar.gz"),
    )
    server.stop()
    journey.client.close()
    assert server.command("backup", archive).returncode == 0
    same = Server(tmp_path / "same", DATABASE_URL=postgres_server.create_database(), **log)
    assert same.command("restore", archive).returncode == 0
    _goes_on(same, journey, before, ledger)  # the topic now holds what the archive does not

    late = Server(tmp_path / "late", DATABASE_URL=postgres_server.create_database(), **log)
    refused = late.command("restore", archive)
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert f"reports.v1 ends at position {end + 5}, the archive at {end}" in refused.stderr
    assert late.command("backup", str(tmp_path / "none")).returncode == 2, "nothing was restored"
    asyncio.run(_without_topics(fresh_kafka))
    assert late.command("restore", archive).returncode == 0
    _goes_on(late, journey, before, ledger)  # every service has told its ledger again
    # to a log in the database, which is empty
    away = Server(tmp_path / "away", DATABASE_URL=postgres_server.create_database())
    assert away.command("restore", archive).returncode == 0
    _goes_on(away, journey, before, ledger)


async def _without_topics(bootstrap: str) -> None:
    """What the operator does with kafka-topics.sh --delete."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        await admin.delete_topics(list(topics.SETTINGS))
        for _ in range(100):
            if not set(await admin.list_topics()) & set(topics.SETTINGS):
                break
            await asyncio.sleep(0.1)
    finally:
        await admin.close()


def _goes_on(
    server: Server, old: Journey, before: list[bytes], ledger: list[dict[str, object]]
) -> None:
    """It answers as the archive's did, takes a publication, counts it."""
    server.start()
    journey = Journey.at(server.base, server.data)
    journey.keys = old.keys
    try:
        assert _answers(journey, len(before)) == before
        assert journey.ledger() == ledger
        journey.published({**BODY, "reporter": "MEX"})
        assert journey.caught_up() == len(ledger) + 5
        judged(journey)
    finally:
        journey.client.close()
        server.stop()


@pytest.fixture
def fresh_kafka() -> Iterator[str]:
    """A broker with no topics: those of the session's broker hold what other tests wrote."""
    with requiring.own_kafka() as own:
        yield own.bootstrap_servers


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("x")
    with pytest.raises(WrongUse):
        backup.restore(Settings(data_dir=tmp_path / "var"), tmp_path / "x")
    with pytest.raises(WrongUse):
        backup.backup(Settings(data_dir=tmp_path / "var"), tmp_path / "y")


def test_an_archive_that_is_cut_short_restores_nothing(tmp_path: Path) -> None:
    server = Server(tmp_path / "var")
    assert server.command("keys", "issue", "--scope", "keys:admin").returncode == 0
    archive = tmp_path / "kept.tar.gz"
    assert server.command("backup", str(archive)).returncode == 0
    archive.write_bytes(archive.read_bytes()[:-20_000])
    other = Server(tmp_path / "other")
    failed = other.command("restore", str(archive))
    assert (failed.returncode, failed.stderr.count("\n")) == (2, 1), failed.stderr
    assert not list((tmp_path / "other").glob("*.db"))
