"""A page that documents one service's interface for people, made from its OpenAPI document: every
operation, its fields and an example, and a form to try it. Nothing of a foreign host.
"""

from functools import cache

import jinja2
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.staticfiles import StaticFiles

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def add(app: FastAPI, path: str) -> None:
    """Serve the page at `path`, and what it loads beside it."""
    page = cache(lambda: _page(app, f"{path}-static"))

    async def documentation(_request: Request) -> HTMLResponse:
        return HTMLResponse(page(), headers={"Content-Security-Policy": POLICY})

    app.add_route(path, documentation, methods=["GET"])
    app.mount(f"{path}-static", StaticFiles(packages=[(__name__, "static")]))


def _page(app: FastAPI, files: str) -> str:
    loader = jinja2.PackageLoader(__name__, "templates")
    pages = jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    pages.policies["json.dumps_kwargs"] = {"indent": 1, "ensure_ascii": False}
    template = pages.get_template("page.html")
    return template.render(document=app.openapi(), address=app.openapi_url, files=files)
