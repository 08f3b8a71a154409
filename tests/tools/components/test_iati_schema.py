"""IATI's schema comes out of a package, and nothing else does."""

import io
import tarfile
from pathlib import Path

import pytest
from lxml import etree

from tests.requiring import required
from tools.components import iati_schema, processes


def test_only_the_schemas_are_unpacked(tmp_path: Path) -> None:
    package = tmp_path / "p.tar.gz"
    with tarfile.open(package, "w:gz") as archive:
        for name in (f"p-1{iati_schema.WHERE}a.xsd", "p-1/setup.py", f"p-1{iati_schema.WHERE}"):
            member = tarfile.TarInfo(name)
            member.type = tarfile.DIRTYPE if name.endswith("/") else tarfile.REGTYPE
            member.size = 0 if name.endswith("/") else 3
            archive.addfile(member, io.BytesIO(b"<a>"))
    iati_schema.unpack(package, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.xsd", "p.tar.gz"]


def test_the_real_one_is_a_schema() -> None:
    with required():
        path = iati_schema.schema()
    etree.XMLSchema(etree.parse(path))


def test_another_content_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pinned = tmp_path / "requirements.txt"
    pinned.write_text(iati_schema.PINNED.read_text().replace("sha256:b6", "sha256:b7"))
    monkeypatch.setattr(iati_schema, "PINNED", pinned)
    monkeypatch.setattr(processes, "ROOT", tmp_path)
    with pytest.raises(processes.Missing):
        iati_schema.schema()
    assert not list((tmp_path / ".cache").glob("iati-*[0-9a-f]"))
