"""A copy of a package with other parts in it: what does not change is copied as it is packed."""

import copy
import struct
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from typing import BinaryIO

PIECE = 1 << 16
LOCAL = struct.Struct("<26xHH")  # of the header before a part: how long its name and extras are
SIZES_AFTER = 0x08  # a flag: sizes stand behind the part, not before it


def repack(
    data: bytes, package: zipfile.ZipFile, changed: Mapping[str, Iterable[bytes]], out: BinaryIO
) -> None:
    """Write the package that `data` is, with these parts in the place of its own, or added."""
    names = package.namelist()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for part in package.infolist():
            if part.filename in changed:
                _write(made, part.filename, changed[part.filename])
            else:
                _copy(made, data, part)
        for name in changed.keys() - {*names}:
            _write(made, name, changed[name])


def _write(made: zipfile.ZipFile, name: str, pieces: Iterable[bytes]) -> None:
    with made.open(name, "w") as part:
        for piece in pieces:
            part.write(piece)


def _copy(made: zipfile.ZipFile, data: bytes, part: zipfile.ZipInfo) -> None:
    """Copy a part without unpacking it."""
    out, kept = made.fp, copy.copy(part)
    assert out is not None
    kept.flag_bits &= ~SIZES_AFTER
    kept.header_offset = out.tell()
    begin = _begin(data, part.header_offset)
    out.write(kept.FileHeader())
    out.write(data[begin : begin + part.compress_size])
    made.filelist.append(kept)
    made.NameToInfo[kept.filename] = kept
    made.start_dir = out.tell()


def _begin(data: bytes, header: int) -> int:
    """Where a part begins whose header is here."""
    name, extras = LOCAL.unpack_from(data, header)
    return header + LOCAL.size + int(name) + int(extras)


def spliced(pieces: Iterable[bytes], at: int, inserted: bytes) -> Iterator[bytes]:
    """Pieces with something inserted at an offset of all of them together."""
    for piece in pieces:
        if 0 <= at < len(piece):
            yield piece[:at] + inserted + piece[at:]
        else:
            yield piece
        at -= len(piece)


def pieces(package: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """A part in pieces."""
    with package.open(name) as part:
        while piece := part.read(PIECE):
            yield piece
