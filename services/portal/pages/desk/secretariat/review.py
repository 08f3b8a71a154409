"""One submission before the Secretariat: its text, what it was before, what is said of it, and the
steps that are open.
"""

import asyncio
from dataclasses import dataclass, replace
from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from services.portal.clients.desk import Refused
from services.portal.pages import offices, reading
from services.portal.pages.desk_page import SECRETARIAT, Desk, route
from services.portal.pages.forms import Form
from services.portal.pages.offices import SUBMISSIONS, Item

HERE = f"{SECRETARIAT.path}/review"
NEED_COMMENT = ("return", "withhold")
STEPS = ("start_review", "accept", "return", "withhold", "release")
COMMENT, REMARK = "comment", "remark"  # with a step, and by itself
UNSENT = "unsent"


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A submission with what stands beside it."""

    item: Item
    etag: str
    comments: list[Item]
    history: list[Item]
    before: Item | None  # the public revision that this text would follow

    @property
    def steps(self) -> list[str]:
        """The steps that are open to who reads it."""
        return [step for step in STEPS if step in self.item["allowed"]]

    @property
    def content(self) -> dict[str, Any]:
        """What the page shows of it."""
        return {
            "item": self.item,
            "etag": self.etag,
            "comments": self.comments,
            "history": self.history,
            "steps": self.steps,
        }


async def load(desk: Desk, id_: str) -> Reviewed:
    """The submission and what stands beside it. Raises Refused, ServiceUnavailable."""
    path = f"{SUBMISSIONS}/{id_}"
    found, comments, history = await asyncio.gather(
        desk.api.get(path),
        desk.api.items(f"{path}/comments", limit=offices.LISTED),
        desk.api.items(f"{path}/history", limit=offices.LISTED),
    )
    return Reviewed(found.data, found.etag, comments, history, await _before(desk, found.data))


async def _before(desk: Desk, item: Item) -> Item | None:
    """The revision that is public while a correction is under way."""
    if item["revision"] == 1 or item["state"] == "published":
        return None
    try:
        path, last = f"{SUBMISSIONS}/{item['id']}", item["revision"] - 1
        return dict((await desk.api.get(path, revision=last)).data)
    except Refused:
        return None


async def show(desk: Desk) -> Response:
    """GET /desk/secretariat/review/{id}"""
    return await _page(desk, await load(desk, desk.request.path_params["id"]))


async def _page(
    desk: Desk, reviewed: Reviewed, status: int = 200, wrong: str = "", why: str = ""
) -> Response:
    names, lines = await asyncio.gather(
        offices.actor_names(desk), reading.lines(desk, reviewed.item)
    )
    differences = await reading.differences(desk, reviewed.before, lines)
    return await offices.html(
        desk,
        "desk/secretariat/review.html",
        status,
        **reviewed.content,
        names=names,
        lines=lines,
        differences=differences,
        wrong=wrong,
        why=why,
        typed=_typed(desk, reviewed),
    )


def _typed(desk: Desk, reviewed: Reviewed) -> dict[str, str]:
    """What was written, each at the field it was written in where the page still has that."""
    comment, remark = desk.form.get(COMMENT), desk.form.get(REMARK)
    if any(step in reviewed.steps for step in NEED_COMMENT):
        return {COMMENT: comment, REMARK: remark}
    return {COMMENT: "", REMARK: "\n\n".join(text for text in (comment, remark) if text)}


async def again(desk: Desk, why: str) -> Response:
    """The submission as it stands, with the comment that was written."""
    return await _page(desk, await load(desk, desk.request.path_params["id"]), why=why)


async def act(desk: Desk) -> Response:
    """POST /desk/secretariat/review/{id}: a step, or a comment."""
    id_, action = desk.request.path_params["id"], desk.form.get("action")
    if action == REMARK:
        return await _remark(desk, id_)
    comment = desk.form.get(COMMENT).strip()
    if not comment and action in NEED_COMMENT:
        return await _page(desk, await load(desk, id_), 422, action)
    if desk.form.get(REMARK).strip():
        return await _page(desk, await load(desk, id_), 422, UNSENT)
    await offices.step(desk, id_, action, desk.form.get("etag"), comment=comment)
    return desk.go(SECRETARIAT.path if action in ("accept", "return") else f"{HERE}/{id_}")


async def _remark(desk: Desk, id_: str) -> Response:
    """A comment of its own; what was written beside it, for a step, stays where it is."""
    remark = desk.form.get(REMARK).strip()
    if not remark:
        return await _page(desk, await load(desk, id_), 422, REMARK)
    path, body = f"{SUBMISSIONS}/{id_}/comments", {"text": remark}
    await desk.api.write("POST", path, body, repeat=desk.repeat)
    comment = desk.form.get(COMMENT)
    if not comment.strip():
        return desk.go(f"{HERE}/{id_}#comments")
    return await _page(replace(desk, form=Form(((COMMENT, comment),))), await load(desk, id_))


ROUTES: list[Route] = [route(f"{HERE}/{{id}}", show, act, place=SECRETARIAT, again=again)]
