"""DATA_DIR: the rights on it, as drafts, comments and secrets stand there, for its owner alone; and
the mark on one whose data are made up, so that these never mix with real ones.
"""

import os
from pathlib import Path

PRIVATE = ("*.db", "*.db-wal", "*.db-shm", "*.db.migrating", "pepper", "bootstrap.key")
NOBODY_ELSE = 0o077
DEMONSTRATION = "demonstration"  # the mark of a folder whose data are made up


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


def is_demonstration(folder: Path) -> bool:
    """Whether what a folder holds is made up."""
    return (folder / DEMONSTRATION).is_file()


def mark_demonstration(folder: Path) -> None:
    """Say that what a folder will hold is made up."""
    (folder / DEMONSTRATION).write_text("What this folder holds is made up.\n")


def in_use(folder: Path) -> bool:
    """Whether a folder holds anything of this system."""
    return any(path for pattern in PRIVATE for path in folder.glob(pattern))


def _owner_only(path: Path) -> None:
    try:
        status = path.stat()
        if status.st_uid == os.geteuid() and status.st_mode & NOBODY_ELSE:
            path.chmod(status.st_mode & 0o777 & ~NOBODY_ELSE)
    except FileNotFoundError:  # another process has just removed it
        return
