"""What an address of e-mail is."""

import pytest

from services.access.domain.addresses import is_email


@pytest.mark.parametrize("text", ["a@b.co", "ana.gomez+x@mail.example.org", "o'hara@example.org"])
def test_addresses(text: str) -> None:
    assert is_email(text)


def test_longest_addresses() -> None:
    longest = f"a@{'.'.join('b' * length for length in (60, 60, 60, 60))}.{'c' * 8}"
    assert (len(longest), is_email(longest), is_email(f"{longest}c")) == (254, True, False)
    assert is_email(f"{'a' * 64}@example.org")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ana",
        "ana@localhost",
        "ana@@example.org",
        ".ana@example.org",
        "ana..g@example.org",
        "ana@-example.org",
        "ana@example.1",
        "ana@example.org\n",
        "ana@example.org,eva@example.org",
        f"{'a' * 65}@example.org",
        f"a@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.{'f' * 20}.org",
    ],
)
def test_no_addresses(text: str) -> None:
    assert not is_email(text)
