"""Which format is asked for."""

import pytest

from services.aggregator.formats.sdmx.media import Kind, chosen, media_type, prefers_json

DATA = "application/vnd.sdmx.data"


@pytest.mark.parametrize(
    ("kind", "accept", "wish", "form"),
    [
        ("data", "", None, "ml"),
        ("data", "*/*", None, "ml"),
        ("data", f"{DATA}+json;version=2.0.0", None, "json"),
        ("data", f"{DATA}+json; version=2.0", None, "json"),
        ("data", f"{DATA}+json;version=1.0.0", None, None),
        ("data", f"{DATA}+xml;version=3.0.0;q=0.5,{DATA}+csv", None, "csv"),
        ("data", f"{DATA}+csv;q=0,text/html", None, None),
        ("data", "text/html,*/*;q=0.1", None, "ml"),
        ("data", "application/xml", "sdmx-csv", "csv"),
        ("data", "", f"{DATA} json;version=2.0.0", "json"),
        ("data", "", "pdf", None),
        ("structure", "text/csv", None, None),
        ("structure", "application/json", None, "json"),
        ("structure", "application/vnd.sdmx.structure+xml;version=2.1", None, None),
    ],
)
def test_the_format(kind: Kind, accept: str, wish: str | None, form: str | None) -> None:
    assert chosen(kind, accept, wish) == form


def test_its_media_type() -> None:
    assert media_type("data", "csv") == f"{DATA}+csv;version=2.0.0"


def test_errors_are_json_for_who_asks_for_json() -> None:
    assert prefers_json("application/vnd.sdmx.structure+json;version=2.0.0", None)
    assert prefers_json("application/json", None)
    assert not prefers_json("*/*", None)
