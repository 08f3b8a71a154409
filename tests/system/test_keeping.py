"""A backup is tested by restoring it."""

from pathlib import Path

import pytest

from system import keeping
from system.resources import Settings, WrongUse
from tests.system.journey import Journey, judged
from tests.system.server import Server
from tests.system.test_commands import BODY


def test_what_is_restored_answers_the_same(tmp_path: Path) -> None:
    server = Server(tmp_path / "var").start()
    journey = Journey.at(server.base, server.data)
    journey.published(BODY)
    journey.caught_up()
    before, ledger = journey.client.get("/indicators/objectives").content, journey.ledger()
    assert server.command("backup", str(tmp_path / "kept.tar.gz")).returncode == 0
    server.kill()
    journey.client.close()
    other = Server(tmp_path / "other")
    assert other.command("restore", str(tmp_path / "kept.tar.gz")).returncode == 0
    assert other.command("restore", str(tmp_path / "kept.tar.gz")).returncode == 2, "never over data"
    other.start()
    again = Journey.at(other.base, other.data)
    try:
        assert again.client.get("/indicators/objectives").content == before
        assert again.ledger() == ledger
        again.keys = journey.keys
        judged(again)
    finally:
        again.client.close()
        other.kill()


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("x")
    with pytest.raises(WrongUse):
        keeping.restore(Settings(data_dir=tmp_path / "var"), tmp_path / "x")
    with pytest.raises(WrongUse):
        keeping.backup(Settings(data_dir=tmp_path / "var"), tmp_path / "y")
