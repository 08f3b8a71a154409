"""The catalogue of the open data (DCAT 3, as JSON-LD), for portals that harvest it."""

from collections.abc import Mapping
from typing import Any

from contracts.codes import LANGUAGES
from services.aggregator.formats import about
from services.aggregator.formats.about import Described

MEDIA_TYPE = "application/ld+json"
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
IANA = "http://www.iana.org/assignments/media-types/"
LANGUAGE = "http://publications.europa.eu/resource/authority/language/"
THREE = {"es": "SPA", "en": "ENG", "pt": "POR", "fr": "FRA"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: The files of each data set: their address, what they are called, their media type.
INDICATORS = (
    ("/indicators/data.csv", "CSV", "text/csv"),
    ("/indicators/data.xlsx", "XLSX", XLSX),
    ("/indicators/data.parquet", "Parquet", "application/vnd.apache.parquet"),
    ("/indicators/data.json", "JSON", "application/json"),
)
SUBMISSIONS = (
    ("/reports/submissions.csv", "CSV", "text/csv"),
    ("/reports/submissions.xlsx", "XLSX", XLSX),
    ("/reports/submissions.jsonl", "JSON Lines", "application/jsonl"),
)


def catalogue(of: Described, host: str) -> dict[str, Any]:
    """The catalogue; `host`: what its addresses begin with."""
    indicators = _dataset(of, host, "indicators", about.TITLE, about.DESCRIPTION, INDICATORS)
    indicators["dct:conformsTo"] = {"@id": f"{host}/indicators/data.csv-metadata.json"}
    submissions = _dataset(
        of, host, "submissions", about.SUBMISSIONS_TITLE, about.SUBMISSIONS, SUBMISSIONS
    )
    return {
        "@context": CONTEXT,
        "@id": f"{host}/indicators/dcat.jsonld",
        "@type": "dcat:Catalog",
        "dct:title": _texts(about.PROGRAM),
        "dct:description": _texts(about.DESCRIPTION),
        "dct:publisher": _publisher(),
        "dct:license": {"@id": about.LICENCE.url},
        "dct:language": _languages(),
        "dcat:dataset": [indicators, submissions],
    }


def _dataset(
    of: Described,
    host: str,
    name: str,
    title: Mapping[str, str],
    description: Mapping[str, str],
    files: tuple[tuple[str, str, str], ...],
) -> dict[str, Any]:
    modified = of.foot.recorded_at
    typed = {"@value": modified, "@type": "xsd:dateTime"}
    return {
        "@id": f"{host}/indicators/dcat.jsonld#{name}",
        "@type": "dcat:Dataset",
        "dct:identifier": name,
        "dct:title": _texts(title),
        "dct:description": _texts(description),
        "dct:publisher": _publisher(),
        "dct:license": {"@id": about.LICENCE.url},
        "dct:language": _languages(),
        "dcat:landingPage": {"@id": f"{host}/data"},
        "dcat:version": f"{of.foot.edition}/{of.foot.position}",
        **({"dct:modified": typed} if modified else {}),
        "dcat:distribution": [_distribution(host, title, *file) for file in files],
    }


def _distribution(
    host: str, title: Mapping[str, str], path: str, name: str, media_type: str
) -> dict[str, Any]:
    return {
        "@id": f"{host}{path}#file",
        "@type": "dcat:Distribution",
        "dct:title": _texts({lang: f"{text} ({name})" for lang, text in title.items()}),
        "dcat:accessURL": {"@id": host + path},
        "dcat:downloadURL": {"@id": host + path},
        "dcat:mediaType": {"@id": IANA + media_type},
        "dct:license": {"@id": about.LICENCE.url},
    }


def _publisher() -> dict[str, Any]:
    names = _texts(about.ORGANIZATION)
    return {"@id": about.PUBLISHER, "@type": "foaf:Agent", "foaf:name": names}


def _languages() -> list[dict[str, str]]:
    return [{"@id": LANGUAGE + THREE[lang]} for lang in LANGUAGES]


def _texts(texts: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"@value": text, "@language": lang} for lang, text in texts.items()]
