"""Which format a request asks for, by its Accept header or by name."""

import re
from collections.abc import Mapping
from typing import Literal

Format = Literal["json", "csv", "ml"]
Kind = Literal["data", "structure"]

MEDIA: Mapping[Kind, Mapping[Format, tuple[str, str]]] = {
    "data": {
        "ml": ("application/vnd.sdmx.data+xml", "3.0.0"),
        "json": ("application/vnd.sdmx.data+json", "2.0.0"),
        "csv": ("application/vnd.sdmx.data+csv", "2.0.0"),
    },
    "structure": {
        "ml": ("application/vnd.sdmx.structure+xml", "3.0.0"),
        "json": ("application/vnd.sdmx.structure+json", "2.0.0"),
    },
}
#: Other names of the formats.
NAMES: Mapping[str, Format] = {
    "*/*": "ml",
    "application/*": "ml",
    "application/xml": "ml",
    "text/xml": "ml",
    "application/json": "json",
    "text/csv": "csv",
    "json": "json",
    "csv": "csv",
    "xml": "ml",
    "ml": "ml",
    "jsondata": "json",
    "csvdata": "csv",
    "sdmx-json": "json",
    "sdmx-csv": "csv",
    "sdmx-ml": "ml",
}


def media_type(kind: Kind, form: Format) -> str:
    """The media type of an answer."""
    name, version = MEDIA[kind][form]
    return f"{name};version={version}"


def chosen(kind: Kind, accept: str, wish: str | None = None) -> Format | None:
    """The format that is asked for, best liked first; None: none that there is. `wish`: by the
    query, whatever the header says.
    """
    asked = (
        accept or "*/*" if wish is None else wish.replace(" ", "+").replace("+version", " version")
    )
    ranges = sorted((_range(one) for one in asked.split(",")), key=lambda one: -one[2])
    for name, version, weight in ranges:
        form = _known(kind, name, version)
        if weight > 0 and form is not None:
            return form
    return None


def prefers_json(accept: str, wish: str | None) -> bool:
    """Whether a message of an error should be JSON."""
    return chosen("data", accept, wish) == "json" or chosen("structure", accept, wish) == "json"


def _range(text: str) -> tuple[str, str | None, float]:
    name, *rest = (part.strip() for part in text.lower().split(";"))
    parameters = dict(part.partition("=")[::2] for part in rest)
    weight = parameters.get("q", "1")
    liked = float(weight) if re.fullmatch(r"[01](\.[0-9]{0,3})?", weight) else 0.0
    return name, parameters.get("version"), liked


def _known(kind: Kind, name: str, version: str | None) -> Format | None:
    for form, (media, only) in MEDIA[kind].items():
        if name == media:
            return form if version in (None, only, only[:3]) else None
    other = NAMES.get(name)
    return other if other in MEDIA[kind] else None
