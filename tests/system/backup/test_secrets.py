"""The secrets in an archive: the pepper wherever it is set, never another one."""

import tarfile
from pathlib import Path

import pytest

from system.backup import secrets
from system.resources import Settings, WrongUse
from tests.system.server import Server


def test_secrets_come_back_to_where_they_were(tmp_path: Path) -> None:
    here, there = Settings(data_dir=tmp_path / "a"), Settings(data_dir=tmp_path / "b")
    for settings in (here, there):
        settings.data_dir.mkdir()
    (here.data_dir / secrets.PEPPER).write_text("p\n")
    here.bootstrap_key.write_text("key\n")
    names = secrets.copy(here, tmp_path)
    assert names == [secrets.PEPPER, secrets.BOOTSTRAP]
    secrets.place(there, names, tmp_path)
    assert there.bootstrap_key.read_text() == "key\n"
    assert (there.data_dir / secrets.PEPPER).read_text() == "p\n"


def test_a_pepper_of_the_environment_is_not_written_elsewhere(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "a", key_pepper="p")
    secrets.check_pepper(settings, tmp_path)  # the archive has none
    assert secrets.copy(settings, tmp_path) == [secrets.PEPPER]
    secrets.check_pepper(settings, tmp_path)
    secrets.place(settings, [secrets.PEPPER], tmp_path)
    assert not (tmp_path / "a").exists()


def test_another_pepper_is_refused(tmp_path: Path) -> None:
    (tmp_path / "given").write_text("another\n")
    (tmp_path / secrets.PEPPER).write_text("p\n")
    with pytest.raises(WrongUse, match="is not the archive's"):
        secrets.check_pepper(Settings(key_pepper_file=tmp_path / "given"), tmp_path)


def test_a_pepper_is_never_made_by_a_backup_and_another_one_is_refused(tmp_path: Path) -> None:
    server = Server(tmp_path / "var", KEY_PEPPER="the one")
    assert server.command("keys", "issue", "--scope", "keys:admin").returncode == 0
    archive = tmp_path / "kept.tar.gz"
    assert Server(tmp_path / "var").command("backup", str(archive)).returncode == 2, (
        "the pepper is somewhere else"
    )
    assert server.command("backup", str(archive)).returncode == 0
    with tarfile.open(archive) as tar:
        assert tar.extractfile("pepper").read() == b"the one\n"  # type: ignore[union-attr]
    assert (
        Server(tmp_path / "a", KEY_PEPPER="another").command("restore", str(archive)).returncode
        == 2
    )
    assert Server(tmp_path / "b").command("restore", str(archive)).returncode == 0
    assert (tmp_path / "b" / "pepper").read_text() == "the one\n"
