"""Settings to adapters."""

from pathlib import Path

import pytest

from kernel.eventlog.confluent import ConfluentLog
from kernel.eventlog.database import DatabaseLog
from kernel.eventlog.kafka import KafkaLog
from system import resources
from system.resources import Settings, WrongUse


def test_urls_by_setting(tmp_path: Path) -> None:
    assert Settings(data_dir=tmp_path).url("reports") == f"sqlite+aiosqlite:///{tmp_path}/reports.db"
    shared = Settings(data_dir=tmp_path, database_url="postgresql+asyncpg://x", access_database_url="postgresql+asyncpg://y")
    assert (shared.url("reports"), shared.url("access")) == ("postgresql+asyncpg://x", "postgresql+asyncpg://y")


def test_the_log_is_chosen_by_url(tmp_path: Path) -> None:
    assert isinstance(resources.event_log(Settings(data_dir=tmp_path)), DatabaseLog)
    assert isinstance(resources.event_log(Settings(data_dir=tmp_path, event_log_url="kafka://127.0.0.1:1")), KafkaLog)
    assert isinstance(resources.event_log(Settings(data_dir=tmp_path, event_log_url="confluent://127.0.0.1:1")), ConfluentLog)


def test_the_pepper_is_made_once_and_private(tmp_path: Path) -> None:
    first = resources.pepper(Settings(data_dir=tmp_path))
    assert resources.pepper(Settings(data_dir=tmp_path)) == first
    assert (tmp_path / "pepper").stat().st_mode & 0o077 == 0
    with pytest.raises(WrongUse):
        resources.pepper(Settings(data_dir=tmp_path, key_pepper_file=tmp_path / "nowhere"))
