"""The archive file: whole or not there, private, and nothing outside its folder."""

import hashlib
import json
import tarfile
from pathlib import Path

import pytest

from system.backup import archive
from system.resources import WrongUse


def _tar(path: Path, manifest: object, *names: str) -> Path:
    (path.parent / archive.MANIFEST).write_text(json.dumps(manifest))
    with tarfile.open(path, "w:gz") as tar:
        for name in (archive.MANIFEST, *names):
            tar.add(path.parent / name, name)
    return path


def test_what_is_packed_is_unpacked(tmp_path: Path) -> None:
    (tmp_path / "pepper").write_text("p")
    manifest = archive.Manifest(
        made="now",
        files=["pepper"],
        ledger={"reports.v1": archive.LedgerEnd(position=3, event="e")},
    )
    archive.pack(tmp_path, manifest, tmp_path / "kept")
    packed = archive.read_manifest(tmp_path / "kept")
    assert packed.sha256 == {"pepper": hashlib.sha256(b"p").hexdigest()}
    assert packed.model_copy(update={"sha256": {}}) == manifest
    assert (tmp_path / "kept").stat().st_mode & 0o777 == 0o600
    archive.unpack(tmp_path / "kept", packed, tmp_path / "out")
    assert (tmp_path / "out" / "pepper").read_text() == "p"


def test_a_pack_that_fails_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="missing"):
        archive.pack(tmp_path, archive.Manifest(made="now", files=["missing"]), tmp_path / "kept")
    assert not list(tmp_path.glob("kept*"))


def test_a_file_that_is_not_what_was_packed_is_refused(tmp_path: Path) -> None:
    (tmp_path / "pepper").write_text("other")
    digest = hashlib.sha256(b"p").hexdigest()
    packed = {"made": "now", "files": ["pepper"], "sha256": {"pepper": digest}}
    path = _tar(tmp_path / "kept", packed, "pepper")
    with pytest.raises(WrongUse, match="pepper is not what was packed"):
        archive.unpack(path, archive.read_manifest(path), tmp_path / "out")


def test_an_archive_with_a_changed_byte_is_refused_wherever_it_is(tmp_path: Path) -> None:
    (tmp_path / "pepper").write_bytes(bytes(range(256)) * 8)
    manifest = archive.Manifest(made="now", files=["pepper"])
    archive.pack(tmp_path, manifest, tmp_path / "kept")
    whole = (tmp_path / "kept").read_bytes()
    for place in range(20, len(whole) - 8):  # behind the header of gzip, before its checksum
        (tmp_path / "kept").write_bytes(
            whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :]
        )
        try:
            packed = archive.read_manifest(tmp_path / "kept")
            archive.unpack(tmp_path / "kept", packed, tmp_path / f"out{place}")
        except WrongUse:
            continue
        unpacked = (tmp_path / f"out{place}" / "pepper").read_bytes()
        assert unpacked == bytes(range(256)) * 8, "what was changed did not matter"


def test_an_archive_is_read_to_its_checksum(tmp_path: Path) -> None:
    """One without digests, as the first release wrote them, of which gzip says that it changed."""
    (tmp_path / "pepper").write_text("p")
    path = _tar(tmp_path / "kept", {"made": "then", "files": ["pepper"]}, "pepper")
    whole = path.read_bytes()
    path.write_bytes(whole[:-8] + bytes([whole[-8] ^ 1]) + whole[-7:])  # the checksum
    with pytest.raises(WrongUse, match="not a whole archive"):
        archive.unpack(path, archive.read_manifest(path), tmp_path / "out")


def test_a_time_that_no_file_can_have_is_refused(tmp_path: Path) -> None:
    kept = _tar(tmp_path / "kept", {"made": "then", "files": ["pepper"]})
    with tarfile.open(kept, "w:gz") as tar:
        tar.add(tmp_path / archive.MANIFEST, archive.MANIFEST)
        pepper = tarfile.TarInfo("pepper")
        pepper.mtime = 2**70
        tar.addfile(pepper)
    with pytest.raises(WrongUse, match="not a whole archive"):
        archive.unpack(kept, archive.read_manifest(kept), tmp_path / "out")


def test_the_first_release_named_no_databases(tmp_path: Path) -> None:
    manifest = archive.read_manifest(
        _tar(tmp_path / "kept", {"made": "then", "files": ["reports.db", "pepper"]})
    )
    assert manifest.databases == [
        archive.ArchivedDatabase(file="reports.db", kind="sqlite", services=["reports"])
    ]


@pytest.mark.parametrize(
    "manifest",
    [{"made": "x", "files": ["../evil"]}, {"made": "x", "files": ["/etc/evil"]}, {}, [], "text"],
)
def test_what_is_no_archive_of_ours(tmp_path: Path, manifest: object) -> None:
    with pytest.raises(WrongUse):
        archive.read_manifest(_tar(tmp_path / "kept", manifest))


def test_a_secret_is_private(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("s")
    archive.place(tmp_path / "a", tmp_path / "deep" / "b")
    assert (tmp_path / "deep" / "b").stat().st_mode & 0o777 == 0o600
