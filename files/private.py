"""Files that nobody but their owner reads."""

import os
from pathlib import Path
from typing import BinaryIO


def write(path: Path, content: bytes) -> None:
    """Whole or not at all, and on the disk."""
    partial = path.with_name(path.name + ".partial")
    partial.unlink(missing_ok=True)  # one left by a crash: its mode would be kept
    with create(partial) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)


def create(path: Path) -> BinaryIO:
    """A new file. Raises FileExistsError."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
