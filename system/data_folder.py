"""The rights on DATA_DIR: drafts, comments and secrets stand there, for its owner alone."""

import os
from pathlib import Path

PRIVATE = ("*.db", "*.db-wal", "*.db-shm", "*.db.migrating", "pepper", "bootstrap.key")
NOBODY_ELSE = 0o077


def restrict() -> None:
    """Whatever this process creates from now on is for its owner alone."""
    os.umask(NOBODY_ELSE)


def tighten(folder: Path) -> None:
    """Take the rights of others from a folder, and from the files of this system in it.

    What another user owns is left: its rights are theirs to set.
    """
    _owner_only(folder)
    for pattern in PRIVATE:
        for path in folder.glob(pattern):
            _owner_only(path)


def _owner_only(path: Path) -> None:
    try:
        status = path.stat()
        if status.st_uid == os.geteuid() and status.st_mode & NOBODY_ELSE:
            path.chmod(status.st_mode & 0o777 & ~NOBODY_ELSE)
    except FileNotFoundError:  # another process has just removed it
        return
