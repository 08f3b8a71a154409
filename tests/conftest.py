"""Fixtures for every test: the real PostgreSQL and the real Kafka of this session."""

import os
from typing import Any

import pytest

from tests.components import kafka, postgres, requiring, sharing
from tests.databases import Databases


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):  # not in a worker of pytest-xdist: those share what their parent opened
        sharing.open_session()


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        sharing.close_session()


@pytest.fixture(scope="session")
def postgres_server() -> postgres.Server:
    """A PostgreSQL of this session: `.create_database()` for a database of one's own, `.url(name)`."""
    announced = _obtain("postgres")
    return postgres.Server(announced["port"], announced["folder"])


@pytest.fixture(scope="session")
def kafka_broker() -> str:
    """The bootstrap servers of a real Kafka: the one that KAFKA_BOOTSTRAP_SERVERS names, else one of this session."""
    return os.environ.get(kafka.GIVEN) or str(_obtain("kafka")["bootstrap_servers"])


def _obtain(name: str) -> dict[str, Any]:
    with requiring.required():
        return sharing.obtain(name)


@pytest.fixture(scope="session")
def sqlite_databases(tmp_path_factory: pytest.TempPathFactory) -> Databases:
    """Migrated SQLite files: `.url(service)`."""
    return Databases(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgresql_databases(tmp_path_factory: pytest.TempPathFactory, postgres_server: postgres.Server) -> Databases:
    """Migrated PostgreSQL databases: `.url(service)`."""
    return Databases(tmp_path_factory.mktemp("postgresql"), postgres_server)


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def databases(request: pytest.FixtureRequest) -> Databases:
    """The same test on both databases: `.url(service)` of a fresh, migrated one."""
    found: Databases = request.getfixturevalue(f"{request.param}_databases")
    return found
