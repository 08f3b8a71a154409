"""Nobody else on the machine reads what stands in DATA_DIR."""

import os
from pathlib import Path

import pytest

from system import data_folder
from tests.system.server import Server


def _mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def _open_file(path: Path) -> None:
    """One that everybody may read, whatever mask a test before this one has left."""
    path.touch()
    path.chmod(0o644)


def _too_open(folder: Path) -> list[str]:
    return [str(path) for path in (folder, *folder.rglob("*")) if _mode(path) & 0o077]


def test_a_server_creates_its_files_for_its_owner_alone(tmp_path: Path) -> None:
    server = Server(tmp_path / "var").start()
    try:
        names = {path.name for path in server.data.iterdir()}
        assert {
            "reports.db",
            "reports.db-wal",
            "reports.db-shm",
            "pepper",
            "bootstrap.key",
        } <= names
        assert _too_open(server.data) == []
    finally:
        server.kill()


def test_a_command_tightens_what_is_there_already(tmp_path: Path) -> None:
    server = Server(tmp_path / "var")
    server.data.mkdir(mode=0o755)
    assert server.command("migrate").returncode == 0
    for path in server.data.iterdir():
        path.chmod(0o644)
    server.data.chmod(0o755)
    assert server.command("migrate").returncode == 0
    assert _too_open(server.data) == []


def test_only_files_of_this_system_are_tightened(tmp_path: Path) -> None:
    for name in ("reports.db", "reports.db-wal", "notes.txt"):
        _open_file(tmp_path / name)
    data_folder.tighten(tmp_path)
    assert [_mode(tmp_path / name) for name in ("reports.db", "reports.db-wal")] == [0o600] * 2
    assert _mode(tmp_path / "notes.txt") == 0o644
    assert _mode(tmp_path) & 0o077 == 0


def test_what_another_user_owns_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _open_file(tmp_path / "reports.db")
    monkeypatch.setattr(os, "geteuid", lambda: tmp_path.stat().st_uid + 1)
    data_folder.tighten(tmp_path)
    assert _mode(tmp_path / "reports.db") == 0o644


def test_files_may_go_meanwhile(tmp_path: Path) -> None:
    (tmp_path / "reports.db-wal").symlink_to(tmp_path / "gone")
    data_folder.tighten(tmp_path)
