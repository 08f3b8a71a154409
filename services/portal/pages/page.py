"""What every page begins with (its language, the client of the services) and ends with (an HTML
answer). No script, no foreign host.
"""

from dataclasses import dataclass
from typing import Any

import httpx2
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from kernel.web.language import accepted
from services.portal.views import render

SECURITY_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; base-uri "
    "'none'; form-action 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}


@dataclass(frozen=True, slots=True)
class Page:
    """One request for a page."""

    lang: str
    client: httpx2.AsyncClient
    demonstration: bool = False

    @classmethod
    def of(cls, request: Request) -> "Page":
        """Language from `?lang=`, else from `Accept-Language`; the client the portal was built
        with, and whether it shows made-up data.
        """
        lang = request.query_params.get("lang", "")
        if lang not in render.LANGUAGES:
            lang = accepted(request.headers.get("accept-language", ""))
        state = request.app.state
        return cls(lang, state.client, state.demonstration)

    def html(
        self,
        template: str,
        status: int = 200,
        headers: dict[str, str] | None = None,
        **content: Any,
    ) -> Response:
        """The answer: a template in this page's language, filled with `content`."""
        content |= {"demonstration": self.demonstration}
        return HTMLResponse(
            render.render(template, self.lang, **content),
            status,
            {
                **SECURITY_HEADERS,
                "Content-Language": self.lang,
                "Vary": "Accept-Language",
                "Cache-Control": "no-cache",
                **(headers or {}),
            },
        )
