"""The style sheet and whatever else stands in `static`, served as a route: nothing is mounted."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.staticfiles import StaticFiles

FILES = StaticFiles(directory=Path(__file__).parents[1] / "static")


async def static(request: Request) -> Response:
    """GET /static/{name}"""
    return await FILES.get_response(request.path_params["name"], request.scope)


ROUTES = [Route("/static/{name}", static)]
