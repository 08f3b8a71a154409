"""Everything that was sent, and help on one printable page."""

from urllib.parse import parse_qs, urlsplit

from starlette.responses import Response
from starlette.routing import Route

from services.portal.pages import reporting
from services.portal.pages.desk_page import Desk, route

PAGE = 50


async def history(desk: Desk) -> Response:
    """GET /desk/history"""
    cursor = desk.request.query_params.get("cursor", "")
    more = {"cursor": cursor} if cursor else {}
    answer = await desk.api.get(reporting.SUBMISSIONS, reporter=desk.actor, limit=PAGE, **more)
    kinds = {kind["code"]: kind["name"] for kind in await reporting.load_kinds(desk)}
    own = [item for item in answer.data["items"] if item["reporter"] == desk.actor]
    next_ = parse_qs(urlsplit(answer.data["next"] or "").query).get("cursor", [""])[0]
    return await desk.html("desk/history.html", items=own, kinds=kinds, next=next_)


async def help_(desk: Desk) -> Response:
    """GET /desk/help"""
    return await desk.html("desk/help.html")


ROUTES: list[Route] = [route("/desk/history", history), route("/desk/help", help_)]
