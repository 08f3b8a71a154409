"""Data as SDMX-CSV 2.0.0."""

import csv
import io
from collections.abc import AsyncIterator, Iterable, Iterator

from services.aggregator.domain.dataflows import AGENCY, VERSION, Series
from services.aggregator.formats.sdmx.message import Message, Part, View

ACTIONS = {"Information": "I", "Replace": "R", "Delete": "D"}
HEAD = ("STRUCTURE", "STRUCTURE_ID", "ACTION")


async def pieces(message: Message) -> AsyncIterator[bytes]:
    """The header, then the observations, some series at a time."""
    columns = _columns(message)
    yield _lines([[*HEAD, *columns]])
    async for part in message.parts():
        places = {name: n for n, name in enumerate(_names(part.view))}
        order = [places.get(name) for name in columns]
        async for batch in part.batches:
            rows = (row for series in batch for row in _rows(part, series))
            yield _lines([*row[:3], *_placed(row[3:], order)] for row in rows)


def _columns(message: Message) -> list[str]:
    """The components of all dataflows: dimensions, then measures, then attributes."""
    parts = zip(*map(_parts, message.views), strict=True)
    return [*dict.fromkeys(name for some in parts for names in some for name in names)]


def _parts(view: View) -> tuple[list[str], list[str], list[str]]:
    return view.flow.places, view.measured, [one.id for one in view.attributes]


def _names(view: View) -> list[str]:
    return [name for names in _parts(view) for name in names]


def _placed(told: list[str], order: list[int | None]) -> Iterator[str]:
    return ("" if place is None else told[place] for place in order)


def _rows(part: Part, series: Series) -> Iterator[list[str]]:
    view = part.view
    head = ["dataflow", f"{AGENCY}:{view.flow.id}({VERSION})", ACTIONS[part.action], *series.key]
    for one in series.observations:
        value = [one.value or ""] if view.measures else []
        yield [*head, one.period, *value, *(one.attributes[n] or "" for n in view.shown)]


def _lines(rows: Iterable[Iterable[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode()
