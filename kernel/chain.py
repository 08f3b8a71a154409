"""The hash chain over a topic: digest of an event, link to the one before.

Pure; an offline verifier needs nothing else.
"""

import hashlib
import json
from typing import Any

import rfc8785

GENESIS = "0" * 64
EXACT = 2**53  # below it JSON's numbers carry an integer exactly
PLAIN = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def canonical(data: Any) -> str:
    """RFC 8785 canonical JSON text. Raises ValueError for what JSON cannot carry exactly."""
    return PLAIN.encode(data) if _plain(data) else rfc8785.dumps(data).decode()


def _plain(data: Any) -> bool:
    """Whether the standard library writes it as RFC 8785 wants it: no fractions, and names whose
    order everybody agrees on.
    """
    if isinstance(data, str):
        return data.isascii() or not any(0xD800 <= ord(c) <= 0xDFFF for c in data)
    if isinstance(data, dict):
        return all(type(name) is str and name.isascii() for name in data) and all(
            _plain(value) for value in data.values()
        )
    if isinstance(data, list | tuple):
        return all(_plain(value) for value in data)
    return data is None or isinstance(data, bool) or (type(data) is int and -EXACT < data < EXACT)


def digest(payload: str, id_: str, salt: str, type_: str) -> str:
    """SHA-256 of the canonical `{"data","id","salt","type"}`; `payload` is the data's canonical
    JSON already.
    """
    rest = canonical({"id": id_, "salt": salt, "type": type_})
    return hashlib.sha256(f'{{"data":{payload},{rest[1:]}'.encode()).hexdigest()


def link(previous: str, position: int, digest_: str) -> str:
    """SHA-256(previous hash, 32 bytes ‖ position, 8 bytes big-endian ‖ digest, 32 bytes), all as
    lower-case hex.
    """
    return hashlib.sha256(
        bytes.fromhex(previous) + position.to_bytes(8, "big") + bytes.fromhex(digest_)
    ).hexdigest()
