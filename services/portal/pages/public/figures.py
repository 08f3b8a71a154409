"""P11, the figures: what each of them counts."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from services.portal.pages.page import Page

HIDDEN = ("implementation_index",)  # an index is not shown: nobody is to be measured by it


async def figures(request: Request) -> Response:
    """GET /figures"""
    page = Page.of(request)
    definitions = await page.site.definitions(page.lang)
    catalogue = await page.catalogue()
    shown = [each for code, each in definitions.items() if code not in HIDDEN]
    return await page.show("public/figures.html", catalogue=catalogue, definitions=shown)


ROUTES = [Route("/figures", figures)]
