"""What an address of e-mail is."""

import pytest

from services.access.domain.addresses import is_email


@pytest.mark.parametrize("text", ["a@b.co", "ana.gomez+x@mail.example.org", "o'hara@example.org"])
def test_addresses(text: str) -> None:
    assert is_email(text)


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
