"""A form with a file in it, as browsers send it (multipart/form-data, RFC 7578)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from urllib.parse import unquote

from kernel.errors import Problem

MEDIA_TYPE = "multipart/form-data"
MOST_PARTS = 1000
NAME = re.compile(rb'[;\s]name="([^"]*)"', re.IGNORECASE)
FILE_NAME = re.compile(rb'[;\s]filename="([^"]*)"', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class File:
    """A file that was sent: what it is called at its sender's, and its bytes."""

    name: str
    content: bytes


def boundary_of(content_type: str) -> bytes | None:
    """What stands between the parts of a body of this type; None: it is no such form."""
    message = Message()
    message["Content-Type"] = content_type
    if message.get_content_type() != MEDIA_TYPE:
        return None
    return str(message.get_param("boundary", "")).encode("latin-1", "replace")


def parse(body: bytes, boundary: bytes) -> tuple[list[tuple[str, str]], dict[str, File]]:
    """The fields in their order, and the files by the names of their fields. Raises 400."""
    pairs: list[tuple[str, str]] = []
    files: dict[str, File] = {}
    for head, content in _parts(body, boundary):
        name, file_name = _said(NAME, head), _said(FILE_NAME, head)
        if name is None:
            raise _unreadable()
        if file_name is None:
            pairs.append((name, content.decode("utf-8", "replace")))
        elif file_name or content:  # else nothing was chosen
            files[name] = File(file_name, content)
    return pairs, files


def _parts(body: bytes, boundary: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Head and content of each part. Raises 400."""
    between = b"\r\n--" + boundary
    start = 0 if body.startswith(between[2:]) else -1
    start = start + len(between) - 2 if boundary and start == 0 else -1
    for _ in range(MOST_PARTS):
        if start >= 0 and body.startswith(b"--", start):
            return
        head_end = body.find(b"\r\n\r\n", start) if start >= 0 else -1
        end = body.find(between, head_end + 2) if head_end >= 0 else -1
        if end < 0:
            break
        yield body[start:head_end], body[head_end + 4 : end]
        start = end + len(between)
    raise _unreadable()


def _said(form: re.Pattern[bytes], head: bytes) -> str | None:
    """A parameter of the head, as browsers write it."""
    found = form.search(head)
    return unquote(found[1].decode("utf-8", "replace")) if found else None


def _unreadable() -> Problem:
    return Problem(400, "unreadable", "This form cannot be read.")
