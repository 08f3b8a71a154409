"""RFC 9457 problems: every error leaves as one, and none shows a stack."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import iter_route_contexts
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.responses import Response

from kernel import logging
from kernel.errors import (
    DuplicateKey,
    Invalid,
    Problem,
    StaleWrite,
    Unavailable,
    conflict,
    precondition_failed,
)

MEDIA_TYPE = "application/problem+json"
DOCUMENT = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDocument"}}}
MOST_INVALID = 100  # fields in one answer: a body can have a hundred thousand that are wrong
TITLES = {
    400: "Unreadable request",
    401: "No valid key",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    408: "Too slow",
    409: "Conflict",
    410: "Gone",
    412: "Precondition failed",
    413: "Too large",
    415: "Unsupported media type",
    422: "Invalid",
    428: "Precondition required",
    429: "Too many requests",
    431: "Headers too large",
    500: "Internal error",
    503: "Unavailable",
}
CODES_OF = {
    "extra_forbidden": "unknown_field",
    "missing": "required",
    "literal_error": "unknown_code",
    "greater_than": "out_of_range",
    "greater_than_equal": "out_of_range",
    "less_than_equal": "out_of_range",
    "int_parsing_size": "out_of_range",
    "string_too_long": "too_long",
    "string_too_short": "too_short",
    "too_long": "too_many",
    "too_short": "too_few",
    "string_pattern_mismatch": "wrong_form",
}
EXPECTED = (Problem, DuplicateKey, StaleWrite, Unavailable, RequestValidationError, HTTPException)
CODES = {404: "not_found", 405: "method_not_allowed", 415: "unsupported_media_type"}

UNAVAILABLE = (
    "The database or the event log cannot answer now; nothing is known to be lost. "
    "Repeat with the same Idempotency-Key."
)
INTERNAL = "Something went wrong here. The request id leads the operators to it."

log = logging.get("web")


class InvalidField(BaseModel):
    """One invalid field."""

    pointer: str
    code: str
    detail: str


class ProblemDocument(BaseModel):
    """RFC 9457 problem details, as every error of every service is answered."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(examples=["/problems/invalid"])
    code: str = Field(examples=["invalid"])
    title: str
    status: int
    detail: str
    instance: str | None = None
    errors: list[InvalidField] = []


def documented(
    *statuses: int, example: Any = None, status: int = 200
) -> dict[int | str, dict[str, Any]]:
    """The `responses=` entries of a route for these problem statuses, and for an example of the
    answer that has `status`.

    400, 401, 422, 429 and 503 can always occur, 408 wherever there is a body (413).
    """
    of_bodies = {408} if 413 in statuses else set()
    refused = sorted({400, 401, 422, 429, 503, *of_bodies, *statuses})
    declared: dict[int | str, dict[str, Any]] = {
        each: {"description": TITLES[each], "content": DOCUMENT} for each in refused
    }
    answer = {"content": {"application/json": {"example": example}}}
    return declared if example is None else {status: answer, **declared}


def render(problem: Problem, instance: str) -> Response:
    """A problem as a response."""
    body = {
        **problem.extra,
        "type": f"/problems/{problem.code}",
        "code": problem.code,
        "title": TITLES.get(problem.status, "Error"),
        "status": problem.status,
        "detail": problem.detail,
        "instance": instance,
        "errors": [error._asdict() for error in problem.errors],
    }
    content = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
    headers = {**problem.headers, "Cache-Control": "no-store"}
    return Response(content, problem.status, headers, MEDIA_TYPE)


async def on_error(request: Request, error: Exception) -> Response:
    """Answers every exception of an application that is expected."""
    if isinstance(error, HTTPException) and error.status_code == 405:
        return method_not_allowed(request)
    return answered(error, request.url.path)


def method_not_allowed(request: Request) -> Response:
    """405 with every method of the address in `Allow`; OPTIONS asks for just that."""
    headers = {"Allow": ", ".join(sorted(_methods(request)))}
    if request.method == "OPTIONS":
        return Response(None, 204, headers)
    detail = f"{request.method} is no method of this address."
    problem = Problem(405, "method_not_allowed", detail, headers=headers)
    return render(problem, request.url.path)


def _methods(request: Request) -> set[str]:
    """Those of an address."""
    ways = iter_route_contexts(request.app.routes)
    here = (way.methods or () for way in ways if way.path_regex.fullmatch(request.url.path))
    methods = {"OPTIONS"}.union(*here)
    return methods | ({"HEAD"} if "GET" in methods else set())


def answered(error: Exception, path: str) -> Response:
    """The answer to an exception; `path`: of the request."""
    return render(as_problem(error), path)


def as_problem(error: Exception) -> Problem:
    """What an exception is to a caller.

    One that nobody expected is our fault: logged with its stack by who caught it, shown without.
    """
    if isinstance(error, Problem):
        return error
    if isinstance(error, RequestValidationError | HTTPException):
        return _wrong_request(error)
    if isinstance(error, Unavailable):
        log.warning("unavailable", reason=str(error))
        return Problem(503, "unavailable", UNAVAILABLE, headers={"Retry-After": "1"})
    if isinstance(error, DuplicateKey | StaleWrite):
        return _lost_race(error)
    return Problem(500, "internal", INTERNAL)


def _wrong_request(error: RequestValidationError | HTTPException) -> Problem:
    """What FastAPI or Starlette says of a request."""
    if isinstance(error, RequestValidationError):
        fields = invalid_fields(error.errors(), drop=1)
        return Problem(422, "invalid", "The request has invalid parameters.", fields)
    code = CODES.get(error.status_code, "http_error")
    return Problem(error.status_code, code, str(error.detail), headers=error.headers or {})


def _lost_race(error: DuplicateKey | StaleWrite) -> Problem:
    """409 for a thing that is there already, 412 for one that has changed."""
    log.info("lost a race", reason=str(error))
    if isinstance(error, DuplicateKey):
        return conflict("exists", "A thing with this identity exists already.")
    return precondition_failed()


def invalid_fields(errors: Sequence[Mapping[str, Any]], *, drop: int = 0) -> list[Invalid]:
    """Pydantic's errors as pointers and codes, the first MOST_INVALID of them; `drop` leading parts
    of the location are left out (`query`, `body`).
    """
    found = (
        Invalid(pointer(error["loc"][drop:]), _code(str(error["type"])), str(error["msg"]))
        for error in errors[:MOST_INVALID]
    )
    return list(dict.fromkeys(found))  # two dependencies may declare one parameter


def pointer(location: Sequence[Any]) -> str:
    """A JSON pointer (RFC 6901)."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in location)


def _code(kind: str) -> str:
    """Pydantic's error types as this contract's stable codes."""
    return CODES_OF.get(kind, "wrong_type" if kind.endswith(("_type", "_parsing")) else kind)
