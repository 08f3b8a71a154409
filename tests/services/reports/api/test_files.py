"""Answers that are files: their name, their tag, and 304."""

from fastapi import Request

from services.reports.api.files import documented_file, file


def asked(**headers: str) -> Request:
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": "GET", "query_string": b"", "headers": raw}
    return Request(scope)


def test_a_file_has_a_name_and_a_tag() -> None:
    answer = file(asked(), b"a,b", "text/csv", "x.csv")
    assert answer.body == b"a,b"
    assert answer.headers["content-disposition"] == 'attachment; filename="x.csv"'
    known = asked(**{"if-none-match": answer.headers["etag"]})
    assert file(known, b"a,b", "text/csv", "x.csv").status_code == 304
    assert file(known, b"a,c", "text/csv", "x.csv").status_code == 200


def test_its_type_is_documented() -> None:
    assert "text/csv" in documented_file("text/csv")[200]["content"]
