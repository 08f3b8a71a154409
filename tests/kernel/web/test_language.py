"""Which language is asked for, and which text answers."""

import httpx2
import pytest

from kernel.web.language import accepted, pick


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("es", "es"),
        ("ES-mx", "es"),
        ("de", "en"),
        ("de, fr;q=0.5", "fr"),
        ("fr;q=0.3, pt-BR;q=0.9, en;q=0.1", "pt"),
        ("fr;q=0", "en"),
        ("fr;q=0, es;q=0.1", "es"),
        ("*", "en"),
        ("fr;q=x, pt", "pt"),
        ("es, fr", "es"),
        (", ;;,fr", "fr"),
        ("fr; q=0.2, es ;q=0.8", "es"),
        ("fr;q=nan", "en"),
    ],
)
def test_the_best_supported_wish(header: str, language: str) -> None:
    assert accepted(header) == language


@pytest.mark.parametrize(
    ("asked", "texts", "found"),
    [
        ("pt", {"pt": "p", "en": "e"}, ("pt", "p")),
        ("pt", {"pt": "", "en": "e"}, ("en", "e")),
        ("pt", {"fr": "f", "es": "s"}, ("es", "s")),
        ("es", {"pt": "p", "fr": "f"}, ("fr", "f")),
        ("en", {"pt": "p", "fr": None}, ("pt", "p")),
    ],
)
def test_the_chain(asked: str, texts: dict[str, str], found: tuple[str, str]) -> None:
    assert pick(texts, asked) == found


def test_no_text_at_all_is_no_empty_text() -> None:
    with pytest.raises(LookupError):
        pick({"en": ""}, "es")


async def test_the_parameter_goes_before_the_header(client: httpx2.AsyncClient) -> None:
    by_header = await client.get("/shop/notes", headers={"Accept-Language": "fr"})
    by_parameter = await client.get("/shop/notes?lang=pt", headers={"Accept-Language": "fr"})
    assert (by_header.headers["content-language"], by_parameter.headers["content-language"]) == (
        "fr",
        "pt",
    )
    assert "Accept-Language" in by_header.headers["vary"]
