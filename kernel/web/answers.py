"""Answers to reads and writes:

JSON bytes, strong ETags, 304, caching and language headers, preconditions.
"""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from fastapi import Request
from pydantic_core import to_json
from starlette.responses import Response

from kernel.errors import Problem, precondition_failed
from kernel.web.language import wished

PUBLIC = "public, max-age=0, must-revalidate"
PRIVATE = "private, no-cache"
VARY = "Authorization, Accept-Language"


def json_bytes(data: Any) -> bytes:
    """Compact UTF-8 JSON, valid whatever is in it: what is no number is null."""
    return to_json(data, inf_nan_mode="null")


def answer(
    request: Request,
    data: Any,
    *,
    status: int = 200,
    lang: str | None = None,
    etag: str | Callable[[bytes], str] | None = None,
    private: bool = False,
    live: bool = False,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Answer with JSON. A GET carries an ETag (of its bytes unless given, or made of them by what
    is given) and turns into 304 when the caller has it.

    `lang`: the language of the answer, the one asked for unless given. `private`: the answer
    depends on the caller. `live`: it depends on more than the service's version. What is neither
    may be cached and given to others.
    """
    body, reading = json_bytes(data), request.method in ("GET", "HEAD")
    tag = etag if isinstance(etag, str) else (etag or _tag)(body)
    keep = request.scope["keep"] = reading and not private and not live
    out = {**_headers(request, lang, reading=reading, private=private), **(headers or {})}
    if reading or etag:
        out["ETag"] = tag
    if keep:
        out["Vary"] += ", Accept-Encoding"  # what is kept is sent packed to who can read that
    if reading and etag_matches(request.headers.get("if-none-match", ""), tag):
        return Response(None, 304, out)
    return Response(body, status, out, "application/json")


def _headers(request: Request, lang: str | None, *, reading: bool, private: bool) -> dict[str, str]:
    """Who may keep an answer for how long, and its language."""
    kept = PRIVATE if private else PUBLIC
    language = {"Content-Language": lang or wished(request)} if lang or reading else {}
    return {"Cache-Control": kept if reading else "no-store", "Vary": VARY, **language}


def _tag(body: bytes) -> str:
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def etag_matches(header: str, tag: str) -> bool:
    """Whether `If-None-Match` or `If-Match` names this ETag, weak or strong."""
    return header.strip() == "*" or tag in {
        part.strip().removeprefix("W/") for part in header.split(",")
    }


def require_match(request: Request, tag: str) -> None:
    """Check `If-Match` of a write: 428 when absent, 412 when it names another state.

    A tag of ours that a proxy has made weak is the same tag.
    """
    header = request.headers.get("if-match")
    if header is None:
        raise Problem(
            428, "precondition_required", "Send the ETag of what you change as If-Match (or `*`)."
        )
    if not etag_matches(header, tag):
        raise precondition_failed()
