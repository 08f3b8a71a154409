"""A message to be written, for the tests of the formats."""

from collections.abc import AsyncIterator, Sequence

from services.aggregator.domain.dataflows import MIGRATION, Observation, Series, regrouped
from services.aggregator.formats.sdmx import artefacts
from services.aggregator.formats.sdmx.message import Message, Part, View

KEY = ("COL", "_T", "INFLOW", "F", "_T")
TOLD = [
    Observation("2023", None, ('A "source" & more', "Q", "C", "m")),
    Observation("2024", "0", (None, "A", "F", "m")),
]


def message(
    *actions: str, level: str = "TIME_PERIOD", shown: Sequence[int] = (0, 1, 2, 3)
) -> Message:
    """A data set of one series for each action."""
    view = View(MIGRATION, shown, True, level)
    names = [one.id for one in MIGRATION.dimensions]

    async def batches() -> AsyncIterator[list[Series]]:
        series = Series(KEY, KEY, TOLD)
        yield regrouped(names.index(level), [series]) if level in names else [series]

    async def parts() -> AsyncIterator[Part]:
        for action in actions or ("Information",):
            yield Part(view, action, batches())

    recorded = "2026-11-29T10:20:30.123456Z"
    return Message([view], parts, recorded, "es", artefacts.name)


async def whole(pieces: AsyncIterator[bytes]) -> bytes:
    """All that is written."""
    return b"".join([piece async for piece in pieces])
