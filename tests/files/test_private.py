"""Files that nobody but their owner reads."""

import stat
from pathlib import Path

from files import private


def test_a_file_left_by_a_crash_does_not_open_the_next_one_to_others(tmp_path: Path) -> None:
    left = tmp_path / "first.key.partial"
    left.write_text("half")
    left.chmod(0o666)
    private.write(tmp_path / "first.key", b"whole\n")
    assert (tmp_path / "first.key").read_text() == "whole\n"
    assert stat.S_IMODE((tmp_path / "first.key").stat().st_mode) == 0o600
    assert not left.exists()
