"""Every word of a question must begin a word of the node."""

import pytest

from services.catalog.domain.search import Index

INDEX = Index({"A": ["Educación para todos", "Educação"], "B": ["Œuvre"]})


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("educacion", ["A"]),
        ("EDUCAÇ", ["A"]),
        ("todos educa", ["A"]),
        ("ducacion", []),
        ("oeuv", ["B"]),
        ("e", ["A"]),
        ("todos oeuvre", []),
        ("", []),
        ("?", []),
    ],
)
def test_questions(question: str, found: list[str]) -> None:
    assert [code for code in ("A", "B", "C") if INDEX.matches(code, question)] == found
