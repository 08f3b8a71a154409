"""A report of another State that names this one: to be confirmed, or left as it is."""

from starlette.responses import Response
from starlette.routing import Route

from services.portal.clients.desk import Refused
from services.portal.pages import reporting
from services.portal.pages.desk import sent
from services.portal.pages.desk_page import Desk, route


async def show(desk: Desk) -> Response:
    """GET /desk/confirm/{id}"""
    report = await reporting.load(desk, desk.request.path_params["id"])
    if desk.actor not in report.data["joint_reporters"]:
        raise Refused(404, "not_found", "This report does not name you.")
    kind = await reporting.load_kind(desk, report.data["kind"])
    reporter = await desk.reference.get(f"/catalog/actors/{report.data['reporter']}")
    return await desk.html(
        "desk/confirm.html",
        report=report,
        kind=kind,
        reporter=reporter["name"],
        confirmed=desk.actor in report.data["confirmed"],
        parts=[
            (part, part.shown(part.typed(report.body), {}, blank=0))
            for part in await sent.choices(desk, kind.parts)
        ],
    )


async def take(desk: Desk) -> Response:
    """POST of the same: confirm, or take it back."""
    id_, etag = desk.request.path_params["id"], desk.form.get("etag")
    where = f"{reporting.SUBMISSIONS}/{id_}/confirmation"
    if desk.form.get("then") == "confirm":
        await desk.api.write("PUT", where, {}, repeat=desk.repeat, etag=etag)
    elif desk.form.get("then") == "take_back":
        await desk.api.write("DELETE", where, repeat=desk.repeat, etag=etag)
    return desk.go(f"/desk/confirm/{id_}")


ROUTES: list[Route] = [route("/desk/confirm/{id}", show, take)]
