"""Languages of answers: what was asked, the chain of fallbacks, and the language a text was found in."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Depends, Query, Request

from contracts.codes import Language

CHAIN: tuple[str, ...] = ("en", "es", "fr", "pt")


def accepted(header: str) -> str:
    """The best of es, en, pt, fr for an `Accept-Language` header; en without a wish."""
    found, best = "en", 0.0
    for part in header.split(","):
        tag, _, parameters = part.strip().partition(";")
        wish, quality = tag.strip().lower().split("-")[0], _quality(parameters)
        if wish in CHAIN and quality > best:
            found, best = wish, quality
    return found


def _quality(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    try:
        return float(value) if name == "q" else 1.0
    except ValueError:
        return 0.0


def language(request: Request, lang: Annotated[Language | None, Query(description="Language of the answer")] = None) -> str:
    """The language this request asks for: `?lang=`, else `Accept-Language`, else en."""
    return lang or accepted(request.headers.get("accept-language", ""))


Languages = Annotated[str, Depends(language)]


def pick(texts: Mapping[str, Any], asked: str) -> tuple[str, str]:
    """(language, text) of the first non-empty text along the chain asked, en, es, fr, pt. Raises LookupError when all are empty."""
    for lang in (asked, *CHAIN):
        if text := texts.get(lang):
            return lang, str(text)
    raise LookupError("no text in any language")
