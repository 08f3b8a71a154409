"""Backup and restore of the one-process system: every SQLite file by the database's own online copy, with the secrets, in one archive."""

import json
import shutil
import sqlite3
import tarfile
import tempfile
from contextlib import closing
from pathlib import Path

from kernel import clock
from system.resources import Settings, WrongUse

SECRETS = ("pepper", "bootstrap.key")
MANIFEST = "manifest.json"


def backup(settings: Settings, archive: Path) -> list[str]:
    """Write an archive of everything under the data folder, beside a running server; returns the names it holds."""
    if settings.database_url:
        raise WrongUse("this installation is on PostgreSQL: back it up with pg_dump, and keep the key pepper with it")
    databases = sorted(settings.data_dir.glob("*.db"))
    if not databases:
        raise WrongUse(f"there is nothing to back up in {settings.data_dir}")
    with tempfile.TemporaryDirectory(dir=archive.resolve().parent) as folder:
        names = [_copy(database, Path(folder)) for database in databases]
        for name in SECRETS:
            if (settings.data_dir / name).exists():
                shutil.copy2(settings.data_dir / name, folder)
                names.append(name)
        (Path(folder) / MANIFEST).write_text(json.dumps({"made": clock.stamp(), "files": names}))
        _pack(Path(folder), [MANIFEST, *names], archive)
    return names


def _copy(database: Path, folder: Path) -> str:
    with closing(sqlite3.connect(database, timeout=30)) as source, closing(sqlite3.connect(folder / database.name)) as target:
        source.backup(target)
    return database.name


def _pack(folder: Path, names: list[str], archive: Path) -> None:
    """Write beside the archive's place and move it there, so that a half archive never has its name."""
    partial = archive.with_name(archive.name + ".partial")
    with tarfile.open(partial, "w:gz") as tar:
        for name in names:
            tar.add(folder / name, name)
    partial.chmod(0o600)
    partial.replace(archive)


def restore(settings: Settings, archive: Path) -> list[str]:
    """Unpack an archive into an empty data folder; returns the names restored."""
    if any(settings.data_dir.glob("*.db")):
        raise WrongUse(f"{settings.data_dir} holds databases already: restore into an empty DATA_DIR")
    try:
        with tarfile.open(archive) as tar:
            names: list[str] = json.loads(_member(tar, MANIFEST))["files"]
            for name in names:
                if Path(name).name != name:
                    raise WrongUse(f"{archive} names a file outside its folder: {name}")
                tar.extract(name, settings.data_dir, filter="data")
    except (OSError, tarfile.TarError, KeyError, ValueError) as error:
        raise WrongUse(f"{archive} is not an archive of this system: {error}") from None
    return names


def _member(tar: tarfile.TarFile, name: str) -> bytes:
    file = tar.extractfile(name)
    if file is None:
        raise KeyError(name)
    return file.read()
