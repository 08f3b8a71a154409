"""Which databases are backed up, and which of them take what an archive holds."""

from pathlib import Path

import pytest

from system import migrations
from system.backup import stores
from system.backup.archive import ArchivedDatabase, Manifest
from system.backup.postgresql import Postgresql
from system.backup.sqlite import Sqlite
from system.resources import SERVICES, Settings, WrongUse

URL = "postgresql+asyncpg://x/y"
ONE = ArchivedDatabase(file="f", kind="postgresql", services=["eventlog", *SERVICES])
EACH = [
    ArchivedDatabase(file=f"{name}.db", kind="sqlite", services=[name])
    for name in ("eventlog", *SERVICES)
]


def _manifest(*databases: ArchivedDatabase, **revisions: str) -> Manifest:
    return Manifest(made="now", files=[], databases=list(databases), revisions=revisions)


def test_a_file_for_each_or_one_database_for_all(tmp_path: Path) -> None:
    each = stores.databases(Settings(data_dir=tmp_path))
    assert [(type(store), store.services) for store in each] == [
        (Sqlite, (name,)) for name in ("eventlog", *SERVICES)
    ]
    (one,) = stores.databases(Settings(data_dir=tmp_path, database_url=URL))
    assert (type(one), one.services) == (Postgresql, ("eventlog", *SERVICES))
    kafka = Settings(data_dir=tmp_path, database_url=URL, event_log_url="kafka://x:1")
    assert [store.services for store in stores.databases(kafka)] == [SERVICES]


def test_an_archive_goes_into_the_same_layout(tmp_path: Path) -> None:
    here = Settings(data_dir=tmp_path)
    assert stores.targets(here, _manifest(*EACH)) == stores.databases(here)
    there = Settings(data_dir=tmp_path, database_url=URL)
    assert stores.targets(there, _manifest(ONE)) == stores.databases(there)


def test_a_log_that_is_kafka_now_takes_no_database(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, event_log_url="kafka://x:1")
    assert [store.services for store in stores.targets(settings, _manifest(*EACH))] == [
        (name,) for name in SERVICES
    ]


@pytest.mark.parametrize(
    ("database_url", "databases"),
    [("", [ONE]), (URL, EACH)],
    ids=["one into each", "each into one"],
)
def test_another_layout_is_refused(
    tmp_path: Path, database_url: str, databases: list[ArchivedDatabase]
) -> None:
    with pytest.raises(WrongUse, match="set DATABASE_URL"):
        stores.targets(
            Settings(data_dir=tmp_path, database_url=database_url), _manifest(*databases)
        )


def test_an_archive_of_a_newer_release_is_refused(tmp_path: Path) -> None:
    head = migrations.head("reports")
    settings = Settings(data_dir=tmp_path)
    assert stores.targets(settings, _manifest(*EACH, reports=head))
    with pytest.raises(WrongUse, match=r"newer release .*reports"):
        stores.targets(settings, _manifest(*EACH, reports=f"{int(head) + 1:04}"))
