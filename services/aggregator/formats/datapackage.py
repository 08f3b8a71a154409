"""The data package (Frictionless): the CSV file with its schema, and the lists of codes."""

from typing import Any

from services.aggregator.domain.indicators import INDICATORS, Indicator
from services.aggregator.domain.observations import COLUMNS
from services.aggregator.formats import about, csvw, described
from services.aggregator.formats.about import Described

MEDIA_TYPE = "application/json"
TYPES = {"text": "string", "integer": "integer", "number": "number", "instant": "datetime"}
INSTANT = "%Y-%m-%dT%H:%M:%S.%fZ"
LIST = {"fields": [{"name": "code", "type": "string"}], "primaryKey": "code"}
TEXTS = ("code", "name", "kind", "unit", "formula")


def package(of: Described, lang: str) -> dict[str, Any]:
    """The package, its texts in one language."""
    codes = described.codes(of.structure)
    return {
        "profile": "data-package",
        "name": "indicators",
        "title": f"{about.PROGRAM[lang]}: {about.TITLE[lang]}",
        "description": about.DESCRIPTION[lang],
        "version": f"{of.foot.edition}.{of.foot.position}",
        **({"created": of.foot.recorded_at} if of.foot.recorded_at else {}),
        "licenses": [about.LICENCE._asdict() | {"path": about.LICENCE.url}],
        "contributors": [{"title": about.ORGANIZATION[lang], "role": "publisher"}],
        "resources": [
            _observations(of, codes, lang),
            _indicators(lang),
            *(_list(name, some) for name, some in codes.items() if name != "indicator"),
        ],
    }


def _observations(of: Described, codes: dict[str, list[str]], lang: str) -> dict[str, Any]:
    to = (("indicator", "indicators"), ("objective", "codelist-objective"))
    return {
        "name": "observations",
        "path": of.address("data.csv"),
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "profile": "tabular-data-resource",
        "schema": {
            "fields": [_field(name, codes, lang) for name in COLUMNS],
            "missingValues": [""],
            "primaryKey": csvw.KEY,
            "foreignKeys": [
                {"fields": name, "reference": {"resource": other, "fields": "code"}}
                for name, other in to
            ],
        },
    }


def _field(name: str, codes: dict[str, list[str]], lang: str) -> dict[str, Any]:
    texts, type_ = described.texts()[name], TYPES[COLUMNS[name]]
    constraints: dict[str, Any] = {"required": True} if name in csvw.ALWAYS else {}
    if name in ("kind", "actor_kind", "axis", "unit"):
        constraints["enum"] = codes[name]
    return {
        "name": name,
        "title": texts.name[lang],
        "description": texts.meaning[lang],
        "type": "date" if name == "denominator_on" else type_,
        **({"format": INSTANT} if type_ == "datetime" else {}),
        **({"constraints": constraints} if constraints else {}),
    }


def _indicators(lang: str) -> dict[str, Any]:
    """The indicators with their names and formulas."""
    return {
        "name": "indicators",
        "profile": "tabular-data-resource",
        "data": [_indicator(one, lang) for one in INDICATORS.values()],
        "schema": {
            "fields": [{"name": name, "type": "string"} for name in TEXTS],
            "primaryKey": "code",
        },
    }


def _indicator(one: Indicator, lang: str) -> dict[str, str]:
    texts = (one.code, one.names[lang], one.kind, one.unit, one.formula[lang])
    return dict(zip(TEXTS, texts, strict=True))


def _list(name: str, codes: list[str]) -> dict[str, Any]:
    return {
        "name": f"codelist-{name.replace('_', '-')}",
        "profile": "tabular-data-resource",
        "data": [{"code": code} for code in codes],
        "schema": LIST,
    }
