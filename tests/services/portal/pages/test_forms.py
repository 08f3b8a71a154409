"""What a form sends, and cookies that only its own desk gets."""

import pytest

from services.portal.pages import forms
from services.portal.pages.forms import Form

FORM = Form((("token", "t"), ("a", "1"), ("a", "2"), ("b", 'ñ "x"\n')))


def test_fields_and_words() -> None:
    assert (FORM.get("a"), FORM.all("a"), FORM.get("z", "-")) == ("2", ["1", "2"], "-")
    assert FORM.matches("t")
    assert not FORM.matches("")
    assert "token" not in dict(FORM.words().pairs)


def test_words_survive_being_one_field() -> None:
    assert Form.unpacked(FORM.packed()) == FORM
    assert [Form.unpacked(text) for text in ("", "[", "[1]", '[["a", 1]]', "{}")] == [Form()] * 5


@pytest.mark.parametrize(
    ("address", "then"),
    [
        ("/desk", "/desk"),
        ("/desk/new?q=a&lang=es", "/desk/new?q=a&lang=es"),
        ("/", "/desk"),
        ("/desks", "/desk"),
        ("//evil.example/desk", "/desk"),
        ("https://evil.example/desk", "/desk"),
        ("/desk/\\evil.example", "/desk"),
        ("/desk\r\nSet-Cookie: a=b", "/desk"),
        ("", "/desk"),
    ],
)
def test_nobody_is_sent_away_from_the_desk(address: str, then: str) -> None:
    assert forms.local(address) == then
