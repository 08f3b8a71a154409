"""Languages of answers: what was asked, the chain of fallbacks, and the language a text was found
in.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from operator import itemgetter
from typing import Annotated, Any

from fastapi import Depends, Query, Request

from contracts.codes import Language

WISH = re.compile(
    r"(?:^|,)\s*([a-z]+)(?:-[\w-]*)?\s*(?:;\s*q=(0(?:\.\d*)?|1(?:\.0*)?)\s*)?(?=,|$)",
    re.IGNORECASE | re.ASCII,
)
LONGEST = 256
CHAIN: tuple[str, ...] = ("en", "es", "fr", "pt")


def accepted(header: str) -> str:
    """The best of es, en, pt, fr for an `Accept-Language` header; en without a wish.

    Of a header that no browser sends only the beginning is read, so that nobody fills the cache.
    """
    return _best(header[:LONGEST])


@lru_cache(1024)
def _best(header: str) -> str:
    wishes = [(float(quality or 1), tag.lower()) for tag, quality in WISH.findall(header)]
    best = max(
        (wish for wish in wishes if wish[0] > 0 and wish[1] in CHAIN),
        key=itemgetter(0),
        default=(0, "en"),
    )
    return best[1]


def language(
    request: Request,
    lang: Annotated[Language | None, Query(description="Language of the answer")] = None,
) -> str:
    """The language this request asks for: `?lang=`, else `Accept-Language`, else en."""
    return lang or accepted(request.headers.get("accept-language", ""))


def wished(request: Request) -> str:
    """The same for who answers a request that may have been read without its dependencies."""
    given = request.query_params.get("lang") if request.scope["query_string"] else None
    return given if given in CHAIN else accepted(request.headers.get("accept-language", ""))


Languages = Annotated[str, Depends(language)]


def pick(texts: Mapping[str, Any], asked: str) -> tuple[str, str]:
    """(language, text) of the first non-empty text along the chain asked, en, es, fr, pt.

    Raises LookupError when all are empty.
    """
    for lang in (asked, *CHAIN):
        if text := texts.get(lang):
            return lang, str(text)
    raise LookupError("no text in any language")
