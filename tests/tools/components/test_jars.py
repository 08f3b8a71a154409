"""Jars of components: fetched once, and missing with a reason."""

from pathlib import Path

import pytest

from tools.components import processes
from tools.components.jars import jars


def test_without_java_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(processes.Missing, match="install"):
        jars("nothing", Path(__file__))


def test_what_was_fetched_is_used_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for program in ("java", "mvn"):
        path = tmp_path / program
        path.write_text('#!/bin/sh\nmkdir -p "${7#-DoutputDirectory=}"\n')
        path.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(processes, "ROOT", tmp_path)
    pom = tmp_path / "pom.xml"
    pom.write_text("<project/>")
    folder = jars("thing", pom)
    assert folder.is_dir()
    (tmp_path / "mvn").write_text("#!/bin/sh\nexit 1\n")
    assert jars("thing", pom) == folder
    pom.write_text("<project>2</project>")
    with pytest.raises(processes.Missing, match="could not be fetched"):
        jars("thing", pom)
