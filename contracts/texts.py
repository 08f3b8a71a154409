"""What a text that comes from outside may be: readable, in one form (NFC), not blank where it is
required, and an address of the web where one is meant.
"""

import ipaddress
import re
import unicodedata
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AfterValidator, Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, Url, core_schema

DEEPEST = 64
#: Control characters but tab, line feed and carriage return; U+FFFE and U+FFFF; lone surrogates;
#: and what turns the direction of a text: the embeddings and overrides U+202A-202E, and the
#: isolates U+2066-2069.
UNREADABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
#: More marks on one character than any script has (UAX #15 knows 30): putting so many in order
#: takes a time that grows with their square.
MARKS = "".join(chr(code) for code in range(0x300, 0x1E95B) if unicodedata.combining(chr(code)))
PILED = re.compile(f"(?=[^\x00-\u02ff])[{MARKS}]{{31}}")
#: Kinds of characters that show nothing by themselves, and four more that are filed as letters.
INVISIBLE = frozenset({"Cc", "Cf", "Mn", "Zl", "Zp", "Zs"})
FILLERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
LOCAL_NAMES = ("localhost", "local", "internal", "intranet", "lan", "home.arpa")
ADDRESS = re.compile(r"https?://[^\s\0/\\?#@]+([/?#][^\s\\]*)?", re.IGNORECASE)
LABELS = re.compile(r"(?:[^.]+\.)*[^.]+\.?|\[.+\]")


class TooDeep(ValueError):
    """Values are nested more deeply than anybody means."""


Path = tuple[str | int, ...]


def normalized(value: Any, unreadable: list[Path], path: Path = ()) -> Any:
    """A value as JSON has them with every text in NFC.

    Adds to `unreadable` where a text stands that holds an unreadable character (of a name: the
    object that it names something in). Raises TooDeep.
    """
    if len(path) > DEEPEST:
        raise TooDeep
    if isinstance(value, str):
        return _normalized_text(value, unreadable, path)
    if isinstance(value, list):
        return [normalized(each, unreadable, (*path, n)) for n, each in enumerate(value)]
    return _normalized_object(value, unreadable, path) if isinstance(value, dict) else value


def _normalized_object(value: dict[str, Any], unreadable: list[Path], path: Path) -> dict[str, Any]:
    if any(UNREADABLE.search(name) for name in value):
        unreadable.append(path)
    return {name: normalized(each, unreadable, (*path, name)) for name, each in value.items()}


def _normalized_text(text: str, unreadable: list[Path], path: Path) -> str:
    if not UNREADABLE.search(text) and not _is_piled(text):
        return unicodedata.normalize("NFC", text)
    unreadable.append(path)
    return text


def _is_piled(text: str) -> bool:
    """Whether more marks would have to be put in order than any script has."""
    return not unicodedata.is_normalized("NFC", text) and PILED.search(text) is not None


def is_blank(text: str) -> bool:
    """Whether nothing of a text can be seen: white space, zero-width characters, marks alone."""
    return all(
        character in FILLERS or unicodedata.category(character) in INVISIBLE for character in text
    )


def _says_something(text: str) -> str:
    if is_blank(text):
        raise PydanticCustomError("blank", "a text is needed here")
    return text


def _empty_if_blank(text: str) -> str:
    return "" if is_blank(text) else text


@dataclass(frozen=True, slots=True)
class NotBlank:
    """Marks a text that is required: one in which nothing can be seen is `blank`."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """The schema of the text, and this after it."""
        return core_schema.no_info_after_validator_function(_says_something, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """As much of it as JSON Schema can say."""
        return {**handler(schema), "minLength": 1, "pattern": r"\S"}


#: Marks a text that may be left out: one in which nothing can be seen is left out.
EmptyIfBlank = AfterValidator(_empty_if_blank)


def _web_address(url: str) -> str:
    """The address as it is written. Raises `wrong_form`."""
    try:
        read = Url(url) if ADDRESS.fullmatch(url) and not _has_format(url) else None
    except ValueError:
        read = None
    if read is None or read.port == 0 or not LABELS.fullmatch(read.host or ""):
        sentence = "an http or https address with a host, and without user or password, is needed"
        raise PydanticCustomError("wrong_form", sentence)
    return url


def _has_format(url: str) -> bool:
    """Whether a character is there that only tells how to show others."""
    return not url.isascii() and any(unicodedata.category(sign) == "Cf" for sign in url)


WebAddress = Annotated[
    str,
    Field(max_length=2_000, json_schema_extra={"format": "uri", "pattern": "^[Hh][Tt][Tt][Pp]"}),
    AfterValidator(_web_address),
]


def is_internal(url: str) -> bool:
    """Whether an address of the web can mean something within a network only: a private or
    loopback address, a name of one label, or one under `.local` and its like.
    """
    try:
        host = (Url(url).host or "").strip("[]").rstrip(".")
    except ValueError:
        return True  # taken in before addresses were looked at so closely
    try:
        return not _is_global(host)
    except ValueError:
        return "." not in host or host.endswith(tuple(f".{name}" for name in LOCAL_NAMES))


def _is_global(host: str) -> bool:
    """Raises ValueError for what is no number but a name."""
    address = ipaddress.ip_address(host)
    return (getattr(address, "ipv4_mapped", None) or address).is_global
