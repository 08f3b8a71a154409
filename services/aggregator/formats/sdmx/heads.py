"""What messages of SDMX begin with."""

from collections.abc import Sequence
from typing import Any

from services.aggregator.domain.dataflows import AGENCY, VERSION

XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
BASE = "http://www.sdmx.org/resources/sdmxml/schemas/v3_0"
NAMESPACES = f'xmlns:mes="{BASE}/message" xmlns:com="{BASE}/common"'
JSON_SCHEMAS = "https://json.sdmx.org/2.0.0"
UNKNOWN = "1970-01-01T00:00:00Z"
CLASSES = {
    "dataflow": "datastructure.Dataflow",
    "datastructure": "datastructure.DataStructure",
    "codelist": "codelist.Codelist",
    "conceptscheme": "conceptscheme.ConceptScheme",
    "concept": "conceptscheme.Concept",
    "agencyscheme": "base.AgencyScheme",
    "agency": "base.Agency",
    "categoryscheme": "categoryscheme.CategoryScheme",
    "category": "categoryscheme.Category",
    "categorisation": "categoryscheme.Categorisation",
    "code": "codelist.Code",
}


def urn(kind: str, id_: str, item: str | None = None, agency: str = AGENCY) -> str:
    """The URN of an artefact, or of an item of one."""
    inside = f".{item}" if item else ""
    return f"urn:sdmx:org.sdmx.infomodel.{CLASSES[kind]}={agency}:{id_}({_version(kind)}){inside}"


def _version(kind: str) -> str:
    return "1.0" if kind == "agencyscheme" else VERSION


def meta(id_: str, languages: Sequence[str], prepared: str | None = None) -> dict[str, Any]:
    """The head of a message in JSON; `prepared`: when what it tells was recorded."""
    return {
        "id": id_,
        "prepared": instant(prepared),
        "test": False,
        "contentLanguages": list(languages),
        "sender": {"id": "OAS_CAM"},
    }


def header(id_: str, prepared: str | None = None, inside: str = "") -> str:
    """The head of a message in XML."""
    return (
        f"<mes:Header><mes:ID>{id_}</mes:ID><mes:Test>false</mes:Test>"
        f"<mes:Prepared>{instant(prepared)}</mes:Prepared>"
        f'<mes:Sender id="OAS_CAM"/>{inside}</mes:Header>'
    )


def instant(recorded: str | None) -> str:
    """An instant in seconds: a message depends on what it tells, not on the clock."""
    return f"{recorded[:19]}Z" if recorded else UNKNOWN
