"""Data as SDMX-JSON 2.0.0. What stands for each index comes behind the data, so that a message is
made while it is sent.
"""

import json
from collections.abc import AsyncIterator, Sequence
from typing import Any

from contracts.codes import LANGUAGES
from services.aggregator.domain.dataflows import TIME, Component, Observation, Series
from services.aggregator.formats.sdmx import heads
from services.aggregator.formats.sdmx.message import Message, Part, View

SCHEMA = f"{heads.JSON_SCHEMAS}/sdmx-json-data-schema.json"
_text = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


async def pieces(message: Message) -> AsyncIterator[bytes]:
    """The message, some series at a time."""
    meta = {"schema": SCHEMA, **heads.meta(message.id, LANGUAGES, message.recorded)}
    yield f'{{"meta":{_text(meta)},"data":{{"dataSets":['.encode()
    writers: dict[str, _Writer] = {}
    number = 0
    async for part in message.parts():
        writer = writers.setdefault(part.view.flow.id, _Writer(message, part.view))
        head = _head(part, [*writers].index(part.view.flow.id), writer)
        yield f"{',' if number else ''}{head}".encode()
        async for piece in _inside(part, writer):
            yield piece
        yield b"}}"
        writer.sets.append(number)
        number += 1
    told = ",".join(_text(one.structure()) for one in writers.values())
    yield f'],"structures":[{told}]}}}}'.encode()


def _head(part: Part, structure: int, writer: "_Writer") -> str:
    """What a data set begins with, up to its series."""
    head = {"structure": structure, "action": part.action, "links": writer.links}
    head |= {"validFrom": heads.instant(part.since)} if part.since else {}
    return f'{_text(head)[:-1]},"{"observations" if part.view.flat else "series"}":{{'


async def _inside(part: Part, writer: "_Writer") -> AsyncIterator[bytes]:
    between = ""
    async for batch in part.batches:
        text = ",".join(writer.series(one) for one in batch)
        yield (between + text).encode()
        between = "," if between or text else ""


class _Writer:
    """Gives each code of a dataflow the index at which its name will stand. `sets`: the numbers of
    the data sets of it.
    """

    def __init__(self, message: Message, view: View) -> None:
        self._message, self._view = message, view
        self.sets = list[int]()
        self._dimensions = (*view.keys, view.observed)
        self._attributes = view.attributes
        self._indexes: dict[str, dict[str, int]] = {
            one.id: {} for one in (*self._dimensions, *self._attributes)
        }
        self.links = [{"urn": heads.urn("dataflow", view.flow.id), "rel": "dataflow"}]

    def series(self, series: Series) -> str:
        """A series, or its observations one by one."""
        key = self._key(series)
        told = self._observations(series)
        if self._view.flat:
            return ",".join(f'"{key}:{at}":{text}' for at, text in told)
        inside = ",".join(f'"{at}":{text}' for at, text in told)
        return f'"{key}":{{"observations":{{{inside}}}}}'

    def _key(self, series: Series) -> str:
        names = [one.id for one in self._view.keys]
        pairs = zip(names, series.key, strict=True)
        return ":".join(str(self._index(name, code)) for name, code in pairs)

    def _observations(self, series: Series) -> list[tuple[int, str]]:
        """Each with the index of what it tells."""
        observed = self._view.observed.id
        return [
            (self._index(observed, one.period), self._observation(one))
            for one in series.observations
        ]

    def _observation(self, one: Observation) -> str:
        values = [one.value or "null"] if self._view.measures else []
        shown = zip(self._attributes, self._view.shown, strict=True)
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

    def structure(self) -> dict[str, Any]:
        """What the indexes stand for."""
        return {
            **self._names(None, self._view.flow.id),
            "links": self.links,
            "dataSets": self.sets,
            "dimensions": self._told_dimensions(),
            "measures": {"observation": self._measures()},
            "attributes": self._told_attributes(),
        }

    def _told_dimensions(self) -> dict[str, Any]:
        told = [self._dimension(one) for one in self._dimensions]
        keys = 0 if self._view.flat else -1
        return {"dataSet": [], "series": told[:keys], "observation": told[keys:]}

    def _dimension(self, one: Component) -> dict[str, Any]:
        place = self._view.flow.places.index(one.id)
        return {**self._named(one), "keyPosition": place, "values": self._values(one)}

    def _measures(self) -> list[dict[str, Any]]:
        return [self._named(Component(name)) for name in self._view.measured]

    def _told_attributes(self) -> dict[str, Any]:
        told = [self._attribute_of(one) for one in self._attributes]
        return {"dataSet": [], "series": [], "observation": told}

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
