"""The versions of data one after the other: each is computed once, and compared with the one before
it, which is kept packed.
"""

import json
import zlib
from collections.abc import AsyncIterator, Iterator

from services.aggregator.api.sdmx.series import Source, beside, left_of, one_by_one, others_of
from services.aggregator.domain.dataflows import Observation, Series
from services.aggregator.formats.sdmx.message import Batches

QUICK = 1  # level of packing


class Packed:
    """Series that can be read again in their order; packed, an observation takes some bytes."""

    def __init__(self) -> None:
        self._packer, self._pieces = zlib.compressobj(QUICK), list[bytes]()

    def add(self, one: Series) -> None:
        """Keep the next one."""
        line = json.dumps([one.order, one.key, one.observations], ensure_ascii=False) + "\n"
        self._pieces.append(self._packer.compress(line.encode()))

    def seal(self) -> None:
        """Nothing comes any more."""
        self._pieces = [*filter(None, self._pieces), self._packer.flush()]

    def __iter__(self) -> Iterator[Series]:
        unpacker, rest = zlib.decompressobj(), b""
        for piece in self._pieces:
            *lines, rest = (rest + unpacker.decompress(piece)).split(b"\n")
            yield from map(_series, lines)


def _series(line: bytes) -> Series:
    order, key, told = json.loads(line)
    observations = [Observation(period, value, tuple(rest)) for period, value, rest in told]
    return Series(tuple(order), tuple(key), observations)


async def packed(source: Source) -> Packed:
    """The series of a moment."""
    made = Packed()
    async for one in one_by_one(source):
        made.add(one)
    made.seal()
    return made


class Versions:
    """What each version has that is new or other, then what it has no more: in this order."""

    def __init__(self, first: Packed) -> None:
        """`first`: what the first version is compared with."""
        self._last, self._gone = first, Packed()

    async def changed(self, now: Source) -> Batches:
        """The observations of the next version that are new or others, to the end."""
        following, self._gone = Packed(), Packed()
        async for was, is_ in beside(_each(self._last), one_by_one(now)):
            if is_:
                following.add(is_)
                if told := others_of(is_, was):
                    yield [told]
            if was and (left := left_of(was, is_)):
                self._gone.add(left)
        following.seal()
        self._gone.seal()
        self._last = following

    async def gone(self) -> Batches:
        """The observations that it has no more."""
        for one in self._gone:
            yield [one]


async def _each(some: Packed) -> AsyncIterator[Series]:
    for one in some:
        yield one
