"""Packages with other parts: the rest is copied as it is packed."""

import io
import zipfile

import pytest

from services.reports.formats.imports import repacking


def package(*, stream: bool = False) -> bytes:
    class Pipe(io.BytesIO):
        def tell(self) -> int:
            if stream:
                raise OSError
            return super().tell()

    out = Pipe()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in ("a", "ñ/b", "c"):
            made.writestr(name, name.encode() * 1_000)
        made.writestr(zipfile.ZipInfo("stored"), b"stored")
    return out.getvalue()


@pytest.mark.parametrize("stream", [False, True])
def test_a_part_is_copied_as_it_is_packed(stream: bool) -> None:
    data, out = package(stream=stream), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given:
        assert bool(given.getinfo("a").flag_bits & repacking.SIZES_AFTER) is stream
        repacking.repack(data, given, {"c": [b"1", b"2"], "d": [b"new"]}, out)
        packed, written = given.getinfo("a").compress_size, given.getinfo("a").date_time
    with zipfile.ZipFile(out) as made:
        assert made.testzip() is None
        assert made.namelist() == ["a", "ñ/b", "c", "stored", "d"]
        assert [made.read(name) for name in ("c", "d", "stored")] == [b"12", b"new", b"stored"]
        assert made.read("ñ/b") == "ñ/b".encode() * 1_000
        assert made.getinfo("a").compress_size == packed
        assert made.getinfo("a").date_time == written


@pytest.mark.parametrize(("at", "made"), [(0, b"xabcd"), (2, b"abxcd"), (3, b"abcxd")])
def test_something_is_inserted_where_it_belongs(at: int, made: bytes) -> None:
    assert b"".join(repacking.spliced([b"ab", b"", b"cd"], at, b"x")) == made


def test_a_part_comes_in_pieces() -> None:
    with zipfile.ZipFile(io.BytesIO(package())) as given:
        assert b"".join(repacking.pieces(given, "a")) == b"a" * 1_000
