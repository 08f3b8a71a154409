"""The hash chain over a topic: digest of an event, link to the one before.

Pure; an offline verifier needs nothing else.
"""

import hashlib
from typing import Any

import rfc8785

GENESIS = "0" * 64


def canonical(data: Any) -> str:
    """RFC 8785 canonical JSON text. Raises ValueError for what JSON cannot carry exactly."""
    return rfc8785.dumps(data).decode()


def digest(payload: str, id_: str, salt: str, type_: str) -> str:
    """SHA-256 of the canonical `{"data","id","salt","type"}`; `payload` is the data's canonical
    JSON already.
    """
    rest = canonical({"id": id_, "salt": salt, "type": type_})
    return hashlib.sha256(f'{{"data":{payload},{rest[1:]}'.encode()).hexdigest()


def link(previous: str, position: int, time: str, digest_: str) -> str:
    """SHA-256(previous hash, 32 bytes ‖ position, 8 bytes big-endian ‖ time, its 27 ASCII bytes ‖
    digest, 32 bytes), all as lower-case hex.
    """
    place = position.to_bytes(8, "big") + time.encode("ascii")
    return hashlib.sha256(bytes.fromhex(previous) + place + bytes.fromhex(digest_)).hexdigest()
