"""Settings to adapters."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kernel.eventlog.database import DatabaseLog
from kernel.eventlog.kafka import KafkaLog
from system import resources
from system.confluent import ConfluentLog
from system.resources import Settings, WrongUse


def test_urls_by_setting(tmp_path: Path) -> None:
    assert (
        Settings(data_dir=tmp_path).url("reports") == f"sqlite+aiosqlite:///{tmp_path}/reports.db"
    )
    shared = Settings(
        data_dir=tmp_path,
        database_url="postgresql+asyncpg://x",
        access_database_url="postgresql+asyncpg://y",
    )
    assert (shared.url("reports"), shared.url("access")) == (
        "postgresql+asyncpg://x",
        "postgresql+asyncpg://y",
    )


def test_the_log_is_chosen_by_url(tmp_path: Path) -> None:
    assert isinstance(resources.event_log(Settings(data_dir=tmp_path)), DatabaseLog)
    assert isinstance(
        resources.event_log(Settings(data_dir=tmp_path, event_log_url="kafka://127.0.0.1:1")),
        KafkaLog,
    )
    assert isinstance(
        resources.event_log(Settings(data_dir=tmp_path, event_log_url="confluent://127.0.0.1:1")),
        ConfluentLog,
    )


def test_many_may_look_at_once_whether_the_folder_can_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: resources.load().data_dir, range(400)))
    assert set(found) == {tmp_path / "data"}
    assert list((tmp_path / "data").iterdir()) == []


def test_made_up_data_have_a_folder_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "made-up"))
    assert not resources.load().demonstration
    monkeypatch.setenv("DEMONSTRATION", "true")
    assert resources.load().demonstration
    (tmp_path / "made-up" / "reports.db").touch()
    monkeypatch.delenv("DEMONSTRATION")
    assert resources.load().demonstration  # whatever the environment says


def test_made_up_data_never_come_to_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("DEMONSTRATION", "true")
    (tmp_path / "reports.db").touch()
    with pytest.raises(WrongUse, match="holds other data"):
        resources.load()
    (tmp_path / "reports.db").unlink()
    monkeypatch.setenv("REPORTS_DATABASE_URL", "postgresql+asyncpg://localhost/x")
    with pytest.raises(WrongUse, match="in DATA_DIR alone"):
        resources.load()
    assert list(tmp_path.iterdir()) == []


def test_the_pepper_is_made_once_and_private(tmp_path: Path) -> None:
    first = resources.pepper(Settings(data_dir=tmp_path))
    assert resources.pepper(Settings(data_dir=tmp_path)) == first
    assert (tmp_path / "pepper").stat().st_mode & 0o077 == 0
    with pytest.raises(WrongUse):
        resources.pepper(Settings(data_dir=tmp_path, key_pepper_file=tmp_path / "nowhere"))


def test_the_database_url_may_stand_in_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    secret = tmp_path / "database_url"
    monkeypatch.setenv("DATABASE_URL_FILE", str(secret))
    with pytest.raises(WrongUse, match=r"DATABASE_URL_FILE .*cannot be read"):
        resources.load()
    secret.write_text("\n")
    with pytest.raises(WrongUse, match="is empty"):
        resources.load()
    secret.write_text("postgresql+asyncpg://from-file\n")
    assert resources.load().url("reports") == "postgresql+asyncpg://from-file"
    monkeypatch.setenv("DATABASE_URL", "postgresql+asyncpg://given")
    assert resources.load().url("reports") == "postgresql+asyncpg://given"
