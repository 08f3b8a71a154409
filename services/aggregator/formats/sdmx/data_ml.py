"""Data as SDMX-ML 3.0.0, specific to the structure: in series, or flat."""

from collections.abc import AsyncIterator, Iterable
from xml.sax.saxutils import quoteattr

from services.aggregator.domain.dataflows import MEASURE, Observation, Series
from services.aggregator.formats.sdmx import heads
from services.aggregator.formats.sdmx.message import Message, Part

DATA = f"{heads.BASE}/data/structurespecific"
SCHEMA = "http://www.w3.org/2001/XMLSchema-instance"


async def pieces(message: Message) -> AsyncIterator[bytes]:
    """The message, some series at a time."""
    yield _head(message).encode()
    async for part in message.parts():
        yield _set(message, part).encode()
        async for batch in part.batches:
            yield "".join(_series(message, one) for one in batch).encode()
        yield b"</mes:DataSet>"
    yield b"</mes:StructureSpecificData>"


def _head(message: Message) -> str:
    flow = message.flow.id
    usage = heads.urn("dataflow", flow)
    at = message.level
    space = f"{usage}:ObsLevelDim:{at}"
    inside = (
        f'<mes:Structure structureID="{flow}" namespace="{space}" dimensionAtObservation="{at}">'
        f"<com:StructureUsage>{usage}</com:StructureUsage></mes:Structure>"
    )
    names = f'{heads.NAMESPACES} xmlns:ss="{DATA}" xmlns:xsi="{SCHEMA}" xmlns:ns1="{space}"'
    header = heads.header(flow, message.recorded, inside)
    return f"{heads.XML}<mes:StructureSpecificData {names}>{header}"


def _set(message: Message, part: Part) -> str:
    refers = f'ss:structureRef="{message.flow.id}" xsi:type="ns1:DataSetType"'
    return f'<mes:DataSet {refers} ss:action="{part.action}"{_since(part)}>'


def _since(part: Part) -> str:
    return f' ss:validFromDate="{heads.instant(part.since)}"' if part.since else ""


def _series(message: Message, series: Series) -> str:
    key = _attributes(zip((one.id for one in message.keys), series.key, strict=True))
    if message.flat:
        return "".join(f"<Obs{key}{_observed(message, one)}/>" for one in series.observations)
    inside = "".join(f"<Obs{_observed(message, one)}/>" for one in series.observations)
    return f"<Series{key}>{inside}</Series>"


def _observed(message: Message, one: Observation) -> str:
    pairs: list[tuple[str, str | None]] = [(message.observed.id, one.period)]
    if message.measures:
        pairs.append((MEASURE, one.value))
    pairs += [(message.flow.attributes[n].id, one.attributes[n]) for n in message.shown]
    return _attributes(pairs)


def _attributes(pairs: Iterable[tuple[str, str | None]]) -> str:
    return "".join(f" {name}={quoteattr(text)}" for name, text in pairs if text is not None)
