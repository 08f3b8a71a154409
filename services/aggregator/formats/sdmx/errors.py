"""Errors as messages of SDMX."""

import json
from xml.sax.saxutils import escape

from services.aggregator.formats.sdmx import heads

#: The code of SDMX for a status of HTTP.
CODES = {
    400: 140,
    401: 110,
    403: 150,
    404: 100,
    406: 140,
    413: 130,
    422: 140,
    429: 150,
    501: 501,
    503: 503,
}


def _code(status: int) -> int:
    return CODES.get(status, 500)


def as_json(status: int, detail: str) -> bytes:
    """An error in SDMX-JSON."""
    told = {"code": _code(status), "title": detail, "titles": {"en": detail}}
    return json.dumps({"meta": heads.meta("error", ["en"]), "errors": [told]}).encode()


def as_ml(status: int, detail: str) -> bytes:
    """An error in SDMX-ML."""
    text = f'<com:Text xml:lang="en">{escape(detail)}</com:Text>'
    message = f'<mes:ErrorMessage code="{_code(status)}">{text}</mes:ErrorMessage>'
    return f"{heads.XML}<mes:Error {heads.NAMESPACES}>{message}</mes:Error>".encode()
