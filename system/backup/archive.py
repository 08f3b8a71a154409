"""The archive file: a manifest, one file a database, the secrets.

Written whole or not at all, readable by its owner alone.
"""

import hashlib
import json
import shutil
import tarfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pydantic import BaseModel, ValidationError

from system.resources import WrongUse

MANIFEST = "manifest.json"
# what reading a file may end with that is no archive, or not a whole one
DAMAGED = (
    *(OSError, EOFError, tarfile.TarError, zlib.error),
    *(KeyError, ValueError, OverflowError, ValidationError),
)


class ArchivedDatabase(BaseModel):
    """One database in the archive: its file, its kind (`sqlite`, `postgresql`) and the services
    whose tables it holds.
    """

    file: str
    kind: str
    services: list[str]


class LedgerEnd(BaseModel):
    """Where a topic's ledger ends in the archive."""

    position: int
    event: str | None


class Manifest(BaseModel):
    """What the archive holds. Archives of the first release have only `made` and `files`."""

    made: str
    files: list[str]
    databases: list[ArchivedDatabase] = []
    revisions: dict[str, str] = {}
    ledger: dict[str, LedgerEnd] = {}
    sha256: dict[str, str] = {}  # of each file; archives of the first releases have none

    @property
    def holds_log(self) -> bool:
        """Whether one of the databases holds the event log."""
        return any("eventlog" in database.services for database in self.databases)


def pack(folder: Path, manifest: Manifest, archive: Path) -> None:
    """Write beside the archive's place and move it there, so that a half archive never has its
    name.
    """
    (folder / MANIFEST).write_text(_text(folder, manifest))
    partial = archive.with_name(archive.name + ".partial")
    try:
        partial.touch(0o600)
        _write_tar(partial, folder, (MANIFEST, *manifest.files))
        partial.replace(archive)
    finally:
        partial.unlink(missing_ok=True)


def _text(folder: Path, manifest: Manifest) -> str:
    """The manifest with the digest of each file."""
    digests = {name: _sha256(folder / name) for name in manifest.files}
    return manifest.model_copy(update={"sha256": digests}).model_dump_json(indent=1)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write_tar(path: Path, folder: Path, names: Sequence[str]) -> None:
    with tarfile.open(path, "w:gz", compresslevel=1) as tar:
        for name in names:
            tar.add(folder / name, name)


def read_manifest(archive: Path) -> Manifest:
    """The manifest of an archive. Raises WrongUse when it is not one of this system."""
    with _open(archive) as tar:
        file = tar.extractfile(MANIFEST)
        manifest = Manifest.model_validate(json.loads(file.read()) if file else None)
    if outside := [name for name in manifest.files if Path(name).name != name]:
        raise WrongUse(f"{archive} names a file outside its folder: {outside[0]}")
    manifest.databases = manifest.databases or _sqlite_files(manifest.files)
    return manifest


def _sqlite_files(names: list[str]) -> list[ArchivedDatabase]:
    """The databases of an archive of the first release: a SQLite file for each service."""
    return [
        ArchivedDatabase(file=name, kind="sqlite", services=[name.removesuffix(".db")])
        for name in names
        if name.endswith(".db")
    ]


def unpack(archive: Path, manifest: Manifest, folder: Path) -> None:
    """Extract the files of the archive into a folder.

    Raises WrongUse, also when one of them is not what was packed.
    """
    with _open(archive) as tar:
        for name in manifest.files:
            tar.extract(name, folder, filter="data")
            if manifest.sha256 and manifest.sha256.get(name) != _sha256(folder / name):
                raise ValueError(f"{name} is not what was packed")
        _read_to_end(tar)


def _read_to_end(tar: tarfile.TarFile) -> None:
    """Read what is left, so that gzip compares its checksum: a byte that changed may have taken
    the digests out of the manifest.
    """
    while tar.fileobj and tar.fileobj.read(1 << 20):
        pass


@contextmanager
def _open(archive: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(archive) as tar:
            yield tar
    except DAMAGED as error:
        reason = " ".join(str(error).split())
        raise WrongUse(f"{archive} is not a whole archive of this system: {reason}") from None


def place(source: Path, target: Path) -> None:
    """Copy a secret to where the system looks for it, readable by its owner alone."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    target.chmod(0o600)
