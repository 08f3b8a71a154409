"""What every operation begins with: who is calling, and no query parameter that nobody knows."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, get_args
from urllib.parse import unquote_to_bytes

from fastapi import Depends, Request
from fastapi._compat import ModelField
from fastapi.dependencies.utils import get_flat_params
from fastapi.params import Query

from contracts.texts import UNREADABLE
from kernel.auth import Caller
from kernel.errors import UNREADABLE_CHARACTER, Invalid, invalid, not_found, unreadable
from kernel.web.health import HealthChecks

Fields = Mapping[str, ModelField]
Given = Sequence[tuple[str, str]]
DIGITS = re.compile("[0-9]+", re.ASCII)


async def caller(request: Request) -> Caller:
    """The caller of a request. Raises 401 for a key that is not valid, on public reads too.

    A key's requests are counted against its limit. Raises 429, and 404 for an address that no text
    of ours can be.
    """
    health: HealthChecks = request.app.state.health
    address = request.client.host if request.client else None
    who = await health.keyring.caller(request.headers.get("authorization"), address)
    if who.key_id is not None:
        _count(request, who.key_id)
    if UNREADABLE.search(request.scope["path"]):
        raise not_found()
    return who


def _count(request: Request, key_id: str) -> None:
    """A request of a key against its limit. Raises 429."""
    policy = "reads" if request.method == "GET" else "writes"
    request.state.limits = request.app.state.limiter.count(policy, key_id)


Callers = Annotated[Caller, Depends(caller)]


async def known_parameters(request: Request, _caller: Callers) -> None:
    """Raise 422 for query parameters that are unknown, repeated, unreadable or no plain digits,
    and 400 where they are not UTF-8.
    """
    if not _is_utf8(request.scope["query_string"]):
        raise unreadable("The address is not UTF-8.")
    fields = get_flat_params(request.scope["route"].dependant)
    known = {field.alias: field for field in fields if isinstance(field.field_info, Query)}
    given = request.query_params.multi_items()
    if problems := [*_misnamed(known, given), *_miswritten(known, given)]:
        raise invalid(*problems)


def _misnamed(known: Fields, given: Given) -> Iterator[Invalid]:
    """Parameters that are unknown, then those that are repeated."""
    times = Counter(name for name, _ in given)
    yield from (_unknown(name) for name in times if name not in known)
    yield from (_repeated(name) for name in times if name in known and times[name] > 1)


def _miswritten(known: Fields, given: Given) -> Iterator[Invalid]:
    """Parameters that are unreadable, then those that are no plain digits."""
    odd = (name for name, text in given if UNREADABLE.search(name + text))
    yield from (Invalid(f"/{name}", *UNREADABLE_CHARACTER) for name in odd)
    yield from (_no_number(name) for name, text in given if _is_wrong(known.get(name), text))


def _is_utf8(query: bytes) -> bool:
    try:
        unquote_to_bytes(query).decode()
    except UnicodeDecodeError:
        return False
    return True


def _is_wrong(field: ModelField | None, text: str) -> bool:
    """Whether a text stands for a number without being one: `+5`, `5_0` and `5.0` are none."""
    return field is not None and _is_number(field) and not DIGITS.fullmatch(text)


def _is_number(field: ModelField) -> bool:
    annotation = field.field_info.annotation
    return annotation is int or int in get_args(annotation)


def _unknown(name: str) -> Invalid:
    detail = f"This operation has no query parameter {name}."
    return Invalid(f"/{name}", "unknown_parameter", detail)


def _repeated(name: str) -> Invalid:
    return Invalid(f"/{name}", "repeated", f"The query parameter {name} is given more than once.")


def _no_number(name: str) -> Invalid:
    return Invalid(f"/{name}", "wrong_type", "A number is written with digits alone.")
