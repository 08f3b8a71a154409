"""The description of the CSV file as CSV on the Web (W3C Tabular Metadata)."""

from collections.abc import Mapping
from typing import Any

from services.aggregator.domain.observations import COLUMNS
from services.aggregator.formats import about, described
from services.aggregator.formats.about import Described

MEDIA_TYPE = "application/csvm+json"
DATATYPES = {"text": "string", "integer": "integer", "number": "decimal", "instant": "dateTime"}
KEY = ["objective", "indicator", "actor", "actor_kind", "axis", "year", "breakdown"]
ALWAYS = ("objective", "indicator", "kind", "unit", "suppressed", "edition", "position")


def metadata(of: Described) -> dict[str, Any]:
    """The metadata of the file: its columns with what they mean, in four languages."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": of.address("data.csv"),
        "dc:title": _texts(about.TITLE),
        "dc:description": _texts(about.DESCRIPTION),
        "dc:publisher": about.ORGANIZATION["en"],
        "dc:license": {"@id": about.LICENCE.url},
        "dc:modified": of.foot.recorded_at,
        "dcat:version": f"{of.foot.edition}/{of.foot.position}",
        "tableSchema": {
            "columns": [_column(name, type_) for name, type_ in COLUMNS.items()],
            "primaryKey": KEY,
        },
    }


def _column(name: str, type_: str) -> dict[str, Any]:
    texts = described.texts()[name]
    return {
        "name": name,
        "titles": {lang: [name, text] for lang, text in texts.name.items()},
        "dc:description": _texts(texts.meaning),
        "datatype": "date" if name == "denominator_on" else DATATYPES[type_],
        "required": name in ALWAYS,
    }


def _texts(texts: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"@value": text, "@language": lang} for lang, text in texts.items()]
