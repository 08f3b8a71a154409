"""Data as SDMX-ML 3.0.0, specific to the structure: in series, or flat."""

from collections.abc import AsyncIterator, Iterable
from xml.sax.saxutils import quoteattr

from services.aggregator.domain.dataflows import MEASURE, Observation, Series
from services.aggregator.formats.sdmx import heads
from services.aggregator.formats.sdmx.message import Message, Part, View

DATA = f"{heads.BASE}/data/structurespecific"
SCHEMA = "http://www.w3.org/2001/XMLSchema-instance"


async def pieces(message: Message) -> AsyncIterator[bytes]:
    """The message, some series at a time."""
    yield _head(message).encode()
    async for part in message.parts():
        view = part.view
        yield _set(part, message.views.index(view) + 1).encode()
        async for batch in part.batches:
            yield "".join(_series(view, one) for one in batch).encode()
        yield b"</mes:DataSet>"
    yield b"</mes:StructureSpecificData>"


def _head(message: Message) -> str:
    spaces = "".join(f' xmlns:ns{n}="{_space(view)}"' for n, view in enumerate(message.views, 1))
    inside = "".join(map(_structure, message.views))
    names = f'{heads.NAMESPACES} xmlns:ss="{DATA}" xmlns:xsi="{SCHEMA}"{spaces}'
    header = heads.header(message.id, message.recorded, inside)
    return f"{heads.XML}<mes:StructureSpecificData {names}>{header}"


def _space(view: View) -> str:
    """The namespace of a dataflow whose observations tell this dimension."""
    return f"{heads.urn('dataflow', view.flow.id)}:ObsLevelDim:{view.level}"


def _structure(view: View) -> str:
    about = f'structureID="{view.flow.id}" namespace="{_space(view)}"'
    usage = f"<com:StructureUsage>{heads.urn('dataflow', view.flow.id)}</com:StructureUsage>"
    level = f'dimensionAtObservation="{view.level}"'
    return f"<mes:Structure {about} {level}>{usage}</mes:Structure>"


def _set(part: Part, number: int) -> str:
    refers = f'ss:structureRef="{part.view.flow.id}" xsi:type="ns{number}:DataSetType"'
    return f'<mes:DataSet {refers} ss:action="{part.action}"{_since(part)}>'


def _since(part: Part) -> str:
    return f' ss:validFromDate="{heads.instant(part.since)}"' if part.since else ""


def _series(view: View, series: Series) -> str:
    key = _attributes(zip((one.id for one in view.keys), series.key, strict=True))
    if view.flat:
        return "".join(f"<Obs{key}{_observed(view, one)}/>" for one in series.observations)
    inside = "".join(f"<Obs{_observed(view, one)}/>" for one in series.observations)
    return f"<Series{key}>{inside}</Series>"


def _observed(view: View, one: Observation) -> str:
    pairs: list[tuple[str, str | None]] = [(view.observed.id, one.period)]
    if view.measures:
        pairs.append((MEASURE, one.value))
    pairs += [(view.flow.attributes[n].id, one.attributes[n]) for n in view.shown]
    return _attributes(pairs)


def _attributes(pairs: Iterable[tuple[str, str | None]]) -> str:
    return "".join(f" {name}={quoteattr(text)}" for name, text in pairs if text is not None)
