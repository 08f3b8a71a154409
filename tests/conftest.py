"""Fixtures for every test: the real PostgreSQL and the real Kafka of this session."""

import gc
import os
from typing import Any

import pytest

from tests import requiring, sharing
from tests.databases import Databases
from tools.components import kafka, postgres

SLOWEST = [
    f"tests/{name}.py"
    for name in (
        "system/fuzz/test_reads",
        "system/fuzz/test_writes",
        "browser/test_pages",
        "bench/test_short",
        "system/test_model",
        "system/test_integrity",
        "system/test_backup",
        "system/test_crash",
        "system/test_corrections",
        "tools/torture/test_short",
        "system/test_commands",
        "deploy/test_up",
        "system/test_crash_of_acts",
        "system/test_migrations",
        "system/test_pauses",
        "services/reports/api/test_access",
        "services/aggregator/handlers/test_random_lives",
        "services/reports/api/test_corrections",
        "services/aggregator/api/test_values_of_kinds",
        "browser/test_journeys",
        "system/test_dossiers",
        "services/catalog/api/test_callers",
        "services/reports/api/test_fund",
        "browser/test_pseudo_locale",
        "kernel/eventlog/test_weak_places",
        "services/catalog/api/test_official_texts",
        "system/test_standalone",
        "services/reports/api/test_access_to_cycles",
        "architecture/test_walk",
        "browser/test_nothing_lost",
        "architecture/test_import_contracts",
        "services/reports/api/test_as_of",
        "services/reports/api/test_contributions",
        "services/catalog/api/test_nodes",
        "services/catalog/api/test_reads",
        "browser/test_media",
        "services/catalog/api/test_actors",
        "services/reports/api/test_submissions",
        "services/access/api/test_keys",
        "services/catalog/api/test_adoptions",
        "services/aggregator/api/test_editions",
        "services/aggregator/operations/test_verification",
        "tools/components/test_kafka",
        "tools/components/test_postgres",
        "services/aggregator/operations/test_rebuild",
    )
]


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(
        config, "workerinput"
    ):  # not in a worker of pytest-xdist: those share what their parent opened
        sharing.open_session()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The slowest files begin, so that what is left for the end is short. A test of many cases
    has all of them on SQLite and its first on PostgreSQL, unless ALL_CASES is set: what the
    databases do differently shows in what a test does, seldom in its values.
    """
    place = {file: number for number, file in enumerate(SLOWEST)}
    items.sort(key=lambda item: place.get(item.nodeid.partition("::")[0], len(place)))
    if not os.environ.get("ALL_CASES"):
        left_out = _further_cases_on_postgresql(items)
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]


def _further_cases_on_postgresql(items: list[pytest.Item]) -> list[pytest.Item]:
    met: set[str] = set()
    further = []
    for item in items:
        test, _, case = item.nodeid.partition("[")
        if case.startswith("postgresql"):
            further += [item] if test in met else []
            met.add(test)
    return further


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """A failure is told at once: a run that is cut off tells no summary."""
    if report.failed and not os.environ.get("PYTEST_XDIST_WORKER"):
        why = report.longreprtext.strip().splitlines()[-12:]
        print(f"\n{report.nodeid} failed after {report.duration:.1f} s", *why, sep="\n  ")


def pytest_collection_finish() -> None:
    """What was imported is never garbage, and what a test leaves is little: looking for it less
    often is a fifth less work.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        sharing.close_session()


@pytest.fixture(scope="session")
def postgres_server() -> postgres.Server:
    """A PostgreSQL of this session:

    `.create_database()` for a database of one's own, `.url(name)`.
    """
    announced = _obtain("postgres")
    return postgres.Server(announced["port"], announced["folder"])


@pytest.fixture(scope="session")
def kafka_broker() -> str:
    """The bootstrap servers of a real Kafka: the one that KAFKA_BOOTSTRAP_SERVERS names, else one
    of this session.
    """
    return os.environ.get(kafka.GIVEN) or str(_obtain("kafka")["bootstrap_servers"])


def _obtain(name: str) -> dict[str, Any]:
    with requiring.required():
        return sharing.obtain(name)


@pytest.fixture(scope="session")
def sqlite_databases(tmp_path_factory: pytest.TempPathFactory) -> Databases:
    """Migrated SQLite files: `.url(service)`."""
    return Databases(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgresql_databases(
    tmp_path_factory: pytest.TempPathFactory, postgres_server: postgres.Server
) -> Databases:
    """Migrated PostgreSQL databases: `.url(service)`."""
    return Databases(tmp_path_factory.mktemp("postgresql"), postgres_server)


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def databases(request: pytest.FixtureRequest) -> Databases:
    """The same test on both databases: `.url(service)` of a fresh, migrated one."""
    found: Databases = request.getfixturevalue(f"{request.param}_databases")
    return found
