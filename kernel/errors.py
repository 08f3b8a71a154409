"""What can go wrong, decided once.

Problem          an answer for the caller (RFC 9457): status, code, pointers
StaleWrite            a guarded write found another state than the one it decided from
DuplicateKey         a row with this identity exists already
Unavailable      outside trouble (database, log): try again later
Damaged          the database is damaged: Unavailable until it is restored
PoisonMessage       an event that cannot be applied: it is parked
LogConflict      another event stands at a position that was given: stop loudly
LogTruncated     the log no longer holds the position that comes next: stop loudly, rebuild
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

UNREADABLE_CHARACTER = (
    "unreadable_character",
    "Text holds no control characters, lone surrogates or marks that turn its direction.",
)


class Invalid(NamedTuple):
    """One invalid field:

    JSON pointer into the body (or the query parameter's name), stable code, one sentence.
    """

    pointer: str
    code: str
    detail: str


@dataclass(slots=True)
class Problem(Exception):
    """An RFC 9457 problem:

    `code` is stable, `detail` one sentence for a person, `extra` members beside the standard ones.
    """

    status: int
    code: str
    detail: str
    errors: Sequence[Invalid] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    extra: Mapping[str, object] = field(default_factory=dict)


class StaleWrite(Exception):
    """A guarded write matched no row: somebody was faster."""


class DuplicateKey(Exception):
    """An insert met a row with the same identity."""


class Unavailable(Exception):
    """The database or the log cannot answer now."""


class Damaged(Unavailable):
    """The database has lost or changed what it held: an operator must restore it."""


class PoisonMessage(Exception):
    """An event cannot be applied, whatever is tried; its text is the reason that is shown."""


class LogConflict(Exception):
    """The log holds another event at this position."""


class LogTruncated(Exception):
    """The log begins after the position that should be read next."""


def invalid(*errors: Invalid, detail: str = "The request has invalid fields.") -> Problem:
    """422 with a pointer and a code for each invalid field."""
    return Problem(422, "invalid", detail, errors)


def unreadable(detail: str) -> Problem:
    """400: the text cannot be read at all (JSON, encoding, cursor)."""
    return Problem(400, "unreadable", detail)


def unauthenticated(detail: str) -> Problem:
    """401: a key was needed or the one given is not valid."""
    return Problem(
        401, "unauthenticated", detail, headers={"WWW-Authenticate": 'Bearer realm="oasm"'}
    )


def needs_key() -> Problem:
    """401: nobody in particular asks."""
    return unauthenticated("This needs a key: send it as `Authorization: Bearer <key>`.")


def forbidden(detail: str, code: str = "forbidden", **extra: object) -> Problem:
    """403: known, but not allowed."""
    return Problem(403, code, detail, extra=extra)


def not_found(detail: str = "There is nothing here, or nothing that you may read.") -> Problem:
    """404: not there, or not readable by this caller; the same answer for both."""
    return Problem(404, "not_found", detail)


def conflict(code: str, detail: str, **extra: object) -> Problem:
    """409: the state of the thing does not allow it."""
    return Problem(409, code, detail, extra=extra)


def precondition_failed() -> Problem:
    """412: the ETag given is not the current one."""
    return Problem(
        412,
        "precondition_failed",
        "The thing has changed since you read it: read it again and repeat with its new ETag.",
    )
