"""Request bodies: of a size (413), JSON by their media type (415), readable (400), valid (422)."""

import asyncio
import json
import math
import re
import unicodedata
from collections.abc import Mapping
from email.message import Message
from typing import Any, TypeVar

from fastapi import Request
from pydantic import BaseModel, ConfigDict, ValidationError

from contracts.texts import DEEPEST, UNREADABLE, TooDeep, normalized
from kernel.errors import UNREADABLE_CHARACTER, Invalid, Problem, invalid, unreadable
from kernel.web.problems import MOST_INVALID, invalid_fields, pointer

M = TypeVar("M", bound=BaseModel)
LIMIT = 1024 * 1024
BODY_SECONDS = 60.0  # for a whole body to arrive
MOST_NAMES = 2_000  # in one object: telling what is wrong with each costs more than reading it
MOST_VALUES = 20_000  # in one body: a statistic of 5,000 observations has them; read at once
DISCARDED, DISCARD_SECONDS = 32 * 1024 * 1024, 10.0  # how much of a refused body is read
TOO_DEEP = "The body is nested too deeply."
ESCAPED = re.compile(r"\\[bfu]")  # JSON can say in these ways what `UNREADABLE` does not find


class Body(BaseModel):
    """What a request body is: unknown fields are refused, types are not bent."""

    model_config = ConfigDict(extra="forbid", strict=True)


async def read_bytes(request: Request, limit: int = LIMIT) -> bytes:
    """The raw body, at most `limit` bytes. Raises 413, and 408 when it does not arrive in time.

    The rest of a body that is too large is thrown away before the answer (`middleware`).
    """
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > limit:
                    raise _too_large(limit)
    except TimeoutError:
        raise Problem(408, "too_slow", "The body did not arrive in time.") from None
    return bytes(body)


def _too_large(limit: int) -> Problem:
    return Problem(
        413, "too_large", f"The body is larger than {limit} bytes.", headers={"Connection": "close"}
    )


def read_json(request: Request, body: bytes) -> Any:
    """What the body says. Raises 415 for another media type, 400 for what is not readable JSON."""
    _require_json(request.headers.get("content-type", ""))
    return parse(body)


def validated(body: bytes, data: Any, model: type[M]) -> M:
    """A body that says `data` as a model. Raises 422 with pointers, 400 for absurd nesting."""
    if not _is_plain(body):
        body = json.dumps(readable(data), ensure_ascii=False).encode()
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        raise Problem(
            422,
            "invalid",
            "The body has invalid fields.",
            invalid_fields(error.errors(include_url=False)),
        ) from None


def readable(data: Any) -> Any:
    """What JSON says, every text of it in NFC.

    Raises 422 `unreadable_character` with pointers, 400 for absurd nesting.
    """
    found: list[tuple[str | int, ...]] = []
    try:
        data = normalized(data, found)
    except TooDeep:
        raise unreadable(TOO_DEEP) from None
    if found:
        raise invalid(
            *(Invalid(pointer(path), *UNREADABLE_CHARACTER) for path in found[:MOST_INVALID])
        )
    return data


def _is_plain(body: bytes) -> bool:
    """Whether all texts of JSON are readable and in NFC already, and nothing is nested deeply."""
    text = body.decode()
    brackets = text.count("[") + text.count("{")  # no text is nested deeper than it has of them
    harmless = not ESCAPED.search(text) and not UNREADABLE.search(text)
    return harmless and brackets <= DEEPEST and unicodedata.is_normalized("NFC", text)


def _require_json(content_type: str) -> None:
    """Raise 415 unless the media type is JSON in UTF-8."""
    if content_type == "application/json":
        return  # what nearly everybody sends
    message = Message()
    message["Content-Type"] = content_type
    media = message.get_content_type() if content_type else ""
    charset = str(message.get_param("charset", "utf-8")).lower()
    if media != "application/json" and not media.endswith("+json"):
        raise Problem(415, "unsupported_media_type", "Send Content-Type: application/json.")
    if charset not in ("utf-8", "utf8"):
        raise Problem(415, "unsupported_media_type", "JSON is sent in UTF-8.")


def parse(body: bytes) -> Any:
    """Parse JSON text strictly.

    Raises 400: not UTF-8, not JSON, duplicate names, NaN, numbers of absurd length, too deep, too
    many values.
    """
    try:
        text = body.decode("utf-8")
        if _has_too_many_values(text):
            raise unreadable(f"The body holds more than {MOST_VALUES} values.")
        return STRICT.decode(text)
    except UnicodeDecodeError:
        raise unreadable("The body is not UTF-8.") from None
    except RecursionError:
        raise unreadable(TOO_DEEP) from None
    except ValueError as error:
        raise unreadable(f"The body is not readable JSON: {error}.") from None


def _has_too_many_values(text: str) -> bool:
    """Whether JSON has more than `MOST_VALUES` commas between its values, or the quotation marks
    of as many names and texts, which are counted first: it takes no memory.
    """
    if text.count(",") < MOST_VALUES:
        return False
    quotes = text.count('"') - text.count('\\"')
    return quotes > 4 * (MOST_VALUES + 1) or _commas(text) >= MOST_VALUES


def _commas(text: str) -> int:
    """How many commas of JSON stand between its values, not within its texts."""
    outside = text.replace("\\\\", "").replace('\\"', "").split('"')[::2]
    return sum(part.count(",") for part in outside)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(pairs) > MOST_NAMES:
        raise ValueError("an object has too many names")
    out = dict(pairs)
    if len(out) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return out


def _refuse(text: str) -> Any:
    raise ValueError(f"{text} is not JSON")


def _bounded(text: str) -> int:
    if len(text) > 400:
        raise ValueError("a number is too long")
    return int(text)


def _finite(text: str) -> float:
    if not math.isfinite(number := float(text)):
        raise ValueError("a number is too large")
    return number


STRICT = json.JSONDecoder(
    object_pairs_hook=_unique, parse_constant=_refuse, parse_int=_bounded, parse_float=_finite
)


def documented(
    model: type[BaseModel],
    *,
    example: Any = None,
    examples: Mapping[str, Any] | None = None,
    required: bool = True,
) -> dict[str, Any]:
    """`openapi_extra` of a route whose body the write pipeline reads.

    `kernel.web.openapi` moves the definitions to their place.
    """
    schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
    named = {name: {"value": value} for name, value in (examples or {}).items()}
    content = {"schema": schema} | ({"examples": named} if named else {"example": example})
    return {"requestBody": {"required": required, "content": {"application/json": content}}}
