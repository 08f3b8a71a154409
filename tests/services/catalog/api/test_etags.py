"""An ETag read in any language is good for a write."""

import pytest
from fastapi import Request

from kernel.errors import Problem
from services.catalog.api import etags


def request(if_match: str | None) -> Request:
    headers = [] if if_match is None else [(b"if-match", if_match.encode())]
    return Request({"type": "http", "method": "PATCH", "path": "/", "headers": headers})


def render(lang: str) -> dict[str, str]:
    return {"lang": lang}


@pytest.mark.parametrize("lang", ["es", "en", "pt", "fr"])
def test_any_language_matches(lang: str) -> None:
    etags.require_if_match(request(f'"other", {etags.etag_of(render(lang))}'), render)


@pytest.mark.parametrize(
    ("sent", "status"), [(None, 428), ('"other"', 412), (etags.etag_of({"lang": "de"}), 412)]
)
def test_anything_else_does_not(sent: str | None, status: int) -> None:
    with pytest.raises(Problem) as problem:
        etags.require_if_match(request(sent), render)
    assert problem.value.status == status
