"""JSON Lines: each line is the body of a submission, with an `external_id` of its own if it has
one.
"""

import io
from collections.abc import Iterator
from typing import Any

from services.reports.domain.accepted import EXTERNAL_ID, Accepted
from services.reports.formats.imports import values
from services.reports.formats.imports.header import EXPORTED
from services.reports.formats.imports.refusal import Problem, Refused, Wrong
from services.reports.formats.imports.row import Row
from services.reports.formats.imports.sheet import address

COLUMN = 0  # where a line stands in a workbook of them


def lines(data: bytes) -> Iterator[tuple[int, str]]:
    """The lines that say something, each with its number. Raises Refused."""
    text = io.TextIOWrapper(io.BytesIO(data), "utf-8-sig", newline="\n")
    try:
        for number, line in enumerate(text, 1):
            if line.strip():
                yield number, line
    except UnicodeError:
        raise Refused("wrong_encoding", "JSON Lines are read in UTF-8 alone.") from None


def rows(data: bytes, accepted: Accepted) -> Iterator[Row]:
    """The rows that the lines are."""
    return (_row(number, line, accepted) for number, line in lines(data))


def _row(number: int, line: str, accepted: Accepted) -> Row:
    where = address(COLUMN, number)
    try:
        body = _object(line)
    except Wrong as wrong:
        problem = Problem(wrong.code, wrong.detail, "", where)
        return Row(number, {"kind": accepted.kind}, None, [problem], anywhere=where)
    kind = body.pop("kind", None) or accepted.kind
    id_ = str(body["id"]) if _exported(body) else None
    problems = []
    if kind != accepted.kind:
        detail = f"This line is of another kind than {accepted.kind}."
        problems.append(Problem("other_kind", detail, "/kind", where))
    external, said = _own_name(body.pop(EXTERNAL_ID, None)), _said(body, accepted)
    made = {"kind": accepted.kind, **said}
    return Row(number, made, external, problems, anywhere=where, submission=id_)


def _object(line: str) -> dict[str, Any]:
    value = values.value_of(line)
    if not isinstance(value, dict):
        raise Wrong("bad_json", "A line is an object: the body of a submission.")
    return value


def _own_name(given: Any) -> str | None:
    return None if given is None or given == "" else str(given)[:300]


def _exported(body: dict[str, Any]) -> bool:
    return body.keys() >= EXPORTED


def _said(body: dict[str, Any], accepted: Accepted) -> dict[str, Any]:
    """What a reporter fills in; a line of our own export says more."""
    passed = accepted.passed_over if _exported(body) else ()
    return {name: value for name, value in body.items() if name not in passed}
