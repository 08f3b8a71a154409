"""Data as SDMX-CSV 2.0.0."""

import csv
import io
from collections.abc import AsyncIterator

from services.aggregator.domain.dataflows import AGENCY, MEASURE, TIME, VERSION, Observation, Series
from services.aggregator.formats.sdmx.message import Message

ACTIONS = {"Information": "I", "Replace": "R", "Delete": "D"}


async def pieces(message: Message) -> AsyncIterator[bytes]:
    """The header, then the observations, some series at a time."""
    flow = message.flow
    names = [one.id for one in flow.dimensions]
    attributes = [flow.attributes[n].id for n in message.shown]
    measures = [MEASURE] if message.measures else []
    yield _lines([["STRUCTURE", "STRUCTURE_ID", "ACTION", *names, TIME, *measures, *attributes]])
    async for part in message.parts():
        head = ["dataflow", f"{AGENCY}:{flow.id}({VERSION})", ACTIONS[part.action]]
        async for batch in part.batches:
            yield _lines([row for series in batch for row in _rows(message, head, series)])


def _rows(message: Message, head: list[str], series: Series) -> list[list[str]]:
    return [[*head, *series.key, *_observed(message, one)] for one in series.observations]


def _observed(message: Message, one: Observation) -> list[str]:
    value = [one.value or ""] if message.measures else []
    return [one.period, *value, *(one.attributes[n] or "" for n in message.shown)]


def _lines(rows: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode()
