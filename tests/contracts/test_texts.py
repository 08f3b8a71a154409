"""What a text may be: every character that nobody can read, blank texts, addresses of the web."""

from typing import Annotated, Any

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from contracts.texts import (
    EmptyIfBlank,
    NotBlank,
    TooDeep,
    WebAddress,
    is_blank,
    is_internal,
    normalized,
)

CONTROL = [*range(9), 11, 12, *range(14, 32), *range(0x7F, 0xA0)]
TURNING = [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]
UNREADABLE = [*CONTROL, *TURNING, 0xD800, 0xDFFF, 0xFFFE, 0xFFFF]
READABLE = "a\t\n\r ~é\u00a0\u200b\u200c\u200d\u200e\u2029\ue000\ufeff\ufffd\U0001f9ed"


class Named(BaseModel):
    """Something with a name and, perhaps, a note."""

    name: Annotated[str, NotBlank()]
    note: Annotated[str, EmptyIfBlank] = ""


def refused(adapter: TypeAdapter[Any], value: Any) -> str | None:
    """The code of what is wrong with a value."""
    try:
        adapter.validate_python(value)
    except ValidationError as error:
        return str(error.errors()[0]["type"])
    return None


@pytest.mark.parametrize("number", UNREADABLE)
def test_what_nobody_can_read_is_found_where_it_stands(number: int) -> None:
    found: list[Any] = []
    normalized({"a": ["x", {"b/c": "y" + chr(number)}]}, found)
    assert found == [("a", 1, "b/c")]


def test_no_script_piles_up_so_many_marks() -> None:
    found: list[Any] = []
    written = "a" + "\u0301\u0316" * 15  # out of order
    assert normalized([written], found) == ["\u00e1" + "\u0316" * 15 + "\u0301" * 14]
    assert found == []
    normalized([written + "\u0316"], found)
    assert found == [(0,)]


def test_every_other_character_may_stand_in_a_text() -> None:
    found: list[Any] = []
    assert normalized([READABLE, 1, None, True, 1.5], found) == [READABLE, 1, None, True, 1.5]
    assert found == []


def test_a_name_that_nobody_can_read_is_told_of_its_object() -> None:
    found: list[Any] = []
    normalized({"a": {"\x00": 1}}, found)
    assert found == [("a",)]


def test_texts_come_in_one_form() -> None:
    assert normalized({"a": ["n\u0303u", "\u212b"]}, []) == {"a": ["\u00f1u", "\u00c5"]}


def test_absurd_nesting_is_refused() -> None:
    value: Any = "x"
    for _ in range(66):
        value = [value]
    with pytest.raises(TooDeep):
        normalized(value, [])


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "   ",
            "\t\r\n",
            "\u200b",
            "\u200b \u00a0",
            "\u2003\u3000",
            "\ufeff",
            "\u2060\u00ad",
        ),
        *("\u115f", "\u1160", "\u2800", "\u3164", "\uffa0", "\u0301", "\u034f", "\ufe0f", "\u2028"),
    ],
)
def test_a_text_in_which_nothing_can_be_seen_is_blank(text: str) -> None:
    assert is_blank(text)
    assert refused(TypeAdapter(Named), {"name": text}) == "blank"
    assert Named(name="x", note=text).note == ""


@pytest.mark.parametrize("text", ["x", " x ", "\u200bx", ".", "ñ", "語", "\U0001f9ed", "1", "-"])
def test_a_text_that_says_something_stays_as_it_is(text: str) -> None:
    assert Named(name=text, note=text).model_dump() == {"name": text, "note": text}


def test_the_schema_says_what_is_required_of_a_text() -> None:
    assert Named.model_json_schema()["properties"]["name"] == {
        "title": "Name",
        "type": "string",
        "minLength": 1,
        "pattern": r"\S",
    }


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/informe?a=b#c",
        "HTTPS://Example.ORG",
        "Http://example.org:8080/@x",
        "http://ñandú.example/é",
        "http://[2001:db8::1]:80/",
        "http://10.0.0.1/",
        "http://example.org./",
    ],
)
def test_an_address_of_the_web_stays_as_it_is_written(url: str) -> None:
    assert TypeAdapter(WebAddress).validate_python(url) == url


@pytest.mark.parametrize(
    "url",
    [
        *(
            "",
            "x",
            "http:",
            "http://",
            "https:///",
            "http:///x",
            "http:example.org",
            "//example.org",
        ),
        *(
            "ftp://example.org",
            "javascript:alert(1)",
            "mailto:a@example.org",
            "http://?x",
            "http://#",
        ),
        *("http://a:b@example.org", "http://a@example.org", "http://:@example.org", "http://@x"),
        *("http://example.org:0", "http://example.org:99999", "http://example.org:x", "http://:80"),
        *("http://exa mple.org", " http://example.org", "http://example.org\n", "http://e\t.org"),
        *("http://a..b", "http://.", "http://[::1", "http://1.2.3.4.5/", "http://256.1.1.1/"),
        *(
            "http://e\u200bx.org",
            "http://example.org/\u00ad",
            "http:\\\\example.org",
            "http://a\\@b",
            "http://a\0",
        ),
        "http://example.org/" + "x" * 2_000,
    ],
)
def test_what_is_no_address_of_the_web_is_refused(url: str) -> None:
    assert refused(TypeAdapter(WebAddress), url) in ("wrong_form", "string_too_long")


@pytest.mark.parametrize(
    ("url", "internal"),
    [
        *[("https://example.org/", False), ("http://8.8.8.8/", False), ("http://local.org", False)],
        *[("http://10.1.2.3/", True), ("http://127.0.0.1:81/", True), ("http://0x7f.1/", True)],
        *[("http://192.168.1.1", True), ("http://169.254.169.254/", True), ("http://[::1]/", True)],
        *[
            ("http://[::ffff:10.0.0.1]/", True),
            ("http://[fd00::1]", True),
            ("http://localhost", True),
        ],
        *[
            ("http://intranet/x", True),
            ("http://files.LOCAL./x", True),
            ("http://a.internal", True),
        ],
    ],
)
def test_an_address_within_a_network_is_recognised(url: str, internal: bool) -> None:
    assert is_internal(url) == internal
