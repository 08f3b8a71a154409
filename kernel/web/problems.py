"""RFC 9457 problems: every error leaves as one, and none shows a stack."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
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
TITLES = {
    400: "Unreadable request",
    401: "No valid key",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    409: "Conflict",
    410: "Gone",
    412: "Precondition failed",
    413: "Too large",
    415: "Unsupported media type",
    422: "Invalid",
    428: "Precondition required",
    429: "Too many requests",
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


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses=` entries of a route for these problem statuses; 400, 401, 422, 429 and 503
    can always occur.
    """
    every = sorted({400, 401, 422, 429, 503, *statuses})
    return {
        s: {
            "description": TITLES[s],
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDocument"}}},
        }
        for s in every
    }


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
        "errors": [
            {"pointer": e.pointer, "code": e.code, "detail": e.detail} for e in problem.errors
        ],
    }
    content = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
    return Response(
        content, problem.status, {**problem.headers, "Cache-Control": "no-store"}, MEDIA_TYPE
    )


async def on_error(request: Request, error: Exception) -> Response:
    """Answers every exception of an application that is expected."""
    return answered(error, request.url.path)


def answered(error: Exception, path: str) -> Response:
    """What an exception is answered with.

    One that nobody expected is our fault: logged with its stack by the caller, shown without.
    """
    if isinstance(error, Problem):
        return render(error, path)
    if isinstance(error, RequestValidationError):
        return render(
            Problem(
                422,
                "invalid",
                "The request has invalid parameters.",
                invalid_fields(error.errors(), drop=1),
            ),
            path,
        )
    if isinstance(error, HTTPException):
        code = CODES.get(error.status_code, "http_error")
        return render(
            Problem(error.status_code, code, str(error.detail), headers=error.headers or {}), path
        )
    if isinstance(error, Unavailable):
        log.warning("unavailable", reason=str(error))
        detail = (
            "The database or the event log cannot answer now; nothing is known to be lost. "
            "Repeat with the same Idempotency-Key."
        )
        return render(Problem(503, "unavailable", detail, headers={"Retry-After": "1"}), path)
    if isinstance(error, DuplicateKey | StaleWrite):
        log.info("lost a race", reason=str(error))
        lost = (
            conflict("exists", "A thing with this identity exists already.")
            if isinstance(error, DuplicateKey)
            else precondition_failed()
        )
        return render(lost, path)
    return render(
        Problem(
            500, "internal", "Something went wrong here. The request id leads the operators to it."
        ),
        path,
    )


def invalid_fields(errors: Sequence[Mapping[str, Any]], *, drop: int = 0) -> list[Invalid]:
    """Pydantic's errors as pointers and codes; `drop` leading parts of the location are left out
    (`query`, `body`).
    """
    return [
        Invalid(pointer(error["loc"][drop:]), _code(str(error["type"])), str(error["msg"]))
        for error in errors
    ]


def pointer(location: Sequence[Any]) -> str:
    """A JSON pointer (RFC 6901)."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in location)


def _code(kind: str) -> str:
    """Pydantic's error types as this contract's stable codes."""
    return CODES_OF.get(kind, "wrong_type" if kind.endswith(("_type", "_parsing")) else kind)
