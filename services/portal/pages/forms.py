"""What a form sends: its fields in order, read from the body; and the cookies of a desk."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hmac import compare_digest
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import Request
from starlette.responses import Response

from kernel.errors import Problem
from kernel.web.bodies import read_bytes
from services.portal.pages import multipart
from services.portal.pages.multipart import File

MOST_FIELDS = 200_000  # a statistic of 5,000 observations has 40,000
LARGEST_FORM = 16 * 1024 * 1024  # far more than a service takes: what it refuses comes back
LARGEST_FILE = 20 * 1024 * 1024  # that is imported
LARGEST_WITH_FILE = LARGEST_FILE + 64 * 1024
SESSION_COOKIE, ENTRY_COOKIE, PROVIDER_COOKIE = "desk", "desk-entry", "desk-provider"
TOKEN, REPEAT, NEXT, KEPT = "token", "repeat", "next", "kept"
LOOPBACK = ("localhost", "127.0.0.1", "::1")
DESK = "/desk"


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a form in the order they were sent; a name may stand several times. `files`: by
    the names of their fields.
    """

    pairs: tuple[tuple[str, str], ...] = ()
    files: Mapping[str, File] = field(default_factory=dict, repr=False)

    def get(self, name: str, default: str = "") -> str:
        """The last value under a name."""
        return dict(self.pairs).get(name, default)

    def all(self, name: str) -> list[str]:
        """Every value under a name."""
        return [value for each, value in self.pairs if each == name]

    def matches(self, token: str) -> bool:
        """Whether it carries this token."""
        return compare_digest(self.get(TOKEN).encode(), token.encode())

    def words(self) -> "Form":
        """What its sender wrote: all but the token."""
        return Form(tuple(pair for pair in self.pairs if pair[0] != TOKEN))

    def anew(self) -> "Form":
        """The same as another form, whose words are another write."""
        return Form(tuple(pair for pair in self.pairs if pair[0] != REPEAT))

    def packed(self) -> str:
        """As the value of one field."""
        return json.dumps(self.pairs, ensure_ascii=False) if self.pairs else ""

    @classmethod
    def unpacked(cls, text: str) -> "Form":
        """The form that `packed` made; an empty one where it is something else."""
        try:
            pairs = tuple((name, value) for name, value in json.loads(text or "[]"))
        except (TypeError, ValueError):
            return cls()
        readable = all(isinstance(part, str) for pair in pairs for part in pair)
        return cls(pairs) if readable else cls()


EMPTY = Form()


async def read(request: Request) -> Form:
    """The form that a request sends. Raises Problem 400, 408, 413."""
    boundary = multipart.boundary_of(request.headers.get("content-type", ""))
    if boundary is not None:
        return _with_files(await read_bytes(request, LARGEST_WITH_FILE), boundary)
    text = (await read_bytes(request, LARGEST_FORM)).decode("utf-8", "replace")
    try:
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise Problem(413, "too_large", "This form has too many fields.") from None
    return Form(_lines(pairs))


def _with_files(body: bytes, boundary: bytes) -> Form:
    pairs, files = multipart.parse(body, boundary)
    return Form(_lines(pairs), files)


def _lines(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Fields with the line ends of texts."""
    return tuple((name, value.replace("\r\n", "\n")) for name, value in pairs)


def local(address: str) -> str:
    """The address if it is one of the desk's own, else the desk."""
    parts = urlsplit(address)
    inside = parts.path == DESK or parts.path.startswith(f"{DESK}/")
    own = inside and not parts.scheme and not parts.netloc and "\\" not in address
    return address if own and address.isprintable() else DESK


def set_cookie(
    request: Request, response: Response, name: str, value: str, *, strict: bool = True
) -> None:
    """A cookie of the desk, gone with the browser; `strict`: not sent from other sites' links.

    It travels by https alone, but on the machine itself, where nobody is in between.
    """
    plain = request.url.scheme == "http" and request.url.hostname in LOOPBACK
    response.set_cookie(
        name,
        value,
        path=DESK,
        httponly=True,
        secure=not plain,
        samesite="strict" if strict else "lax",
    )


def drop_cookie(response: Response, name: str) -> None:
    """Have the browser forget it."""
    response.delete_cookie(name, path=DESK, httponly=True, samesite="strict")
