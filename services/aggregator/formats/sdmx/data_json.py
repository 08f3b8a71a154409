"""Data as SDMX-JSON 2.0.0. What stands for each index comes behind the data, so that a message is
made while it is sent.
"""

import json
from collections.abc import AsyncIterator, Sequence
from typing import Any

from contracts.codes import LANGUAGES
from services.aggregator.domain.dataflows import MEASURE, TIME, Component, Observation, Series
from services.aggregator.formats.sdmx import heads
from services.aggregator.formats.sdmx.message import Message

SCHEMA = f"{heads.JSON_SCHEMAS}/sdmx-json-data-schema.json"
_text = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


async def pieces(message: Message) -> AsyncIterator[bytes]:
    """The message, some series at a time."""
    writer = _Writer(message)
    meta = {"schema": SCHEMA, **heads.meta(message.flow.id, LANGUAGES, message.recorded)}
    yield f'{{"meta":{_text(meta)},"data":{{"dataSets":['.encode()
    sets = 0
    async for part in message.parts():
        head = {"structure": 0, "action": part.action, "links": writer.links}
        head |= {"validFrom": heads.instant(part.since)} if part.since else {}
        kind = "observations" if message.flat else "series"
        yield f'{"," if sets else ""}{_text(head)[:-1]},"{kind}":{{'.encode()
        between = ""
        async for batch in part.batches:
            text = ",".join(writer.series(one) for one in batch)
            yield (between + text).encode()
            between = "," if between or text else ""
        yield b"}}"
        sets += 1
    yield f'],"structures":[{_text(writer.structure(sets))}]}}}}'.encode()


class _Writer:
    """Gives each code the index at which its name will stand."""

    def __init__(self, message: Message) -> None:
        self._message, flow = message, message.flow
        self._dimensions = (*message.keys, message.observed)
        self._attributes = [flow.attributes[n] for n in message.shown]
        self._indexes: dict[str, dict[str, int]] = {
            one.id: {} for one in (*self._dimensions, *self._attributes)
        }
        self.links = [{"urn": heads.urn("dataflow", flow.id), "rel": "dataflow"}]

    def series(self, series: Series) -> str:
        """A series, or its observations one by one."""
        names = [one.id for one in self._message.keys]
        pairs = zip(names, series.key, strict=True)
        key = ":".join(str(self._index(name, code)) for name, code in pairs)
        told = {one.period: self._observation(one) for one in series.observations}
        observed = self._message.observed.id
        indexed = {self._index(observed, period): text for period, text in told.items()}
        if self._message.flat:
            return ",".join(f'"{key}:{at}":{text}' for at, text in indexed.items())
        inside = ",".join(f'"{at}":{text}' for at, text in indexed.items())
        return f'"{key}":{{"observations":{{{inside}}}}}'

    def _observation(self, one: Observation) -> str:
        values = [one.value or "null"] if self._message.measures else []
        shown = zip(self._attributes, self._message.shown, strict=True)
        values += [self._attribute(each, one.attributes[n]) for each, n in shown]
        return f"[{','.join(values)}]"

    def _attribute(self, attribute: Component, text: str | None) -> str:
        if text is None:
            return "null"
        if attribute.codelist:
            return str(self._index(attribute.id, text))
        return text if attribute.type == "Integer" else _text(text)

    def _index(self, component: str, code: str) -> int:
        indexes = self._indexes[component]
        return indexes.setdefault(code, len(indexes))

    def structure(self, sets: int) -> dict[str, Any]:
        """What the indexes stand for."""
        places = self._message.flow.places
        dimensions = [
            {**self._named(one), "keyPosition": places.index(one.id), "values": self._values(one)}
            for one in self._dimensions
        ]
        keys, last = (
            (dimensions[:0], dimensions)
            if self._message.flat
            else (dimensions[:-1], dimensions[-1:])
        )
        measures = [self._named(Component(MEASURE))] if self._message.measures else []
        return {
            **self._names(None, self._message.flow.id),
            "links": self.links,
            "dataSets": list(range(sets)) or [0],
            "dimensions": {"dataSet": [], "series": keys, "observation": last},
            "measures": {"observation": measures},
            "attributes": {
                "dataSet": [],
                "series": [],
                "observation": [self._attribute_of(one) for one in self._attributes],
            },
        }

    def _attribute_of(self, one: Component) -> dict[str, Any]:
        related = {"relationship": {"dimensions": self._ids()}}
        values = {"values": self._values(one)} if one.codelist and self._indexes[one.id] else {}
        return {**self._named(one), **related, **values}

    def _ids(self) -> list[str]:
        return [one.id for one in self._dimensions]

    def _named(self, one: Component) -> dict[str, Any]:
        return {"id": one.id, **self._names(None, one.id)}

    def _values(self, one: Component) -> Sequence[dict[str, Any]]:
        if one.id == TIME:
            return self._periods()
        return [{"id": code, **self._names(one.codelist, code)} for code in self._indexes[one.id]]

    def _periods(self) -> list[dict[str, Any]]:
        return [{"id": period, "name": period} for period in self._indexes[TIME]]

    def _names(self, codelist: str | None, code: str) -> dict[str, Any]:
        names = self._message.name(codelist, code)
        return {"name": names[self._message.lang], "names": dict(names)}
