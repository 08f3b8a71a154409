"""What the pages of the Secretariat and of CAM share: names, days, and the steps that they take."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from starlette.responses import Response

from kernel import clock
from services.portal.clients.desk import Answer, Refused
from services.portal.clients.reference import KINDS
from services.portal.pages.desk_page import Desk
from services.portal.views import messages

Item = dict[str, Any]
LISTED = 200
CHANGED = "changed"
FIRST_LANGUAGE = "es"  # of the forms that ask for a text in four
BY_LANGUAGE = {"names": "name", "text": "text"}
RENAMED = {"scopes": "scope", "expires_at": "days"}
SUBMISSIONS, CYCLES = "/reports/submissions", "/reports/cycles"


async def actor_names(desk: Desk) -> dict[str, str]:
    """The name of every actor, by code, in the language of the page."""
    actors = await desk.reference.items("/catalog/actors")
    return {actor["code"]: actor["name"] for actor in actors}


async def activity_titles(desk: Desk) -> dict[str, str]:
    """The title of every activity, by code, in the language of the page."""
    activities = await desk.reference.items("/catalog/activities")
    return {one["code"]: one["title"] for one in activities}


async def kind_names(desk: Desk) -> dict[str, str]:
    """The name of every kind of submission, by code."""
    kinds = await desk.reference.items(KINDS)
    return {kind["code"]: kind["name"] for kind in kinds}


def day(stamp: str | None) -> date | None:
    """The UTC day of an instant or of a day as text."""
    return date.fromisoformat(stamp[:10]) if stamp else None


def days_since(stamp: str) -> int:
    """Whole days from an instant until today."""
    return (clock.today() - date.fromisoformat(stamp[:10])).days


def oldest_first(items: Iterable[Item]) -> list[Item]:
    """By their last change."""
    return sorted(items, key=lambda item: (item["updated_at"], item["id"]))


async def step(
    desk: Desk, id_: str, action: str, etag: str, what: str = SUBMISSIONS, **told: str
) -> None:
    """One transition of a submission, or of a cycle, and what is told of it (a comment, say) where
    that is not empty. Raises Refused, ServiceUnavailable.
    """
    path = f"{what}/{id_}/transitions"
    body = {"action": action, **{name: text for name, text in told.items() if text}}
    await desk.api.write("POST", path, body, repeat=desk.repeat, etag=etag)


def closed() -> Refused:
    """Why words cannot be given back in the form they were written in: the page has it no more."""
    return Refused(409, CHANGED, "This cannot be changed any more.")


def reason(refused: Refused) -> str:
    """Why something was refused, at which fields, as the service says it."""
    told = [f"{one.pointer} {one.detail}".strip() for one in refused.errors]
    return "; ".join(told) or refused.detail


def etag(desk: Desk, found: Answer, why: str) -> str:
    """The ETag that a form carries: that of the form that was sent, so that nobody's change is
    written over unseen; of what stands now where the page has just said that it was changed.
    """
    return found.etag if why == CHANGED else desk.form.get("etag") or found.etag


class Flaw(NamedTuple):
    """What is wrong with one field of an office's form; `detail`: in the service's own words, where
    we have none.
    """

    field: str
    sentence: str
    detail: str


def flaws(refused: Refused, lang: str) -> list[Flaw]:
    """Why a form was refused, field by field; without a field where the whole of it was."""
    other = messages.sentence("", lang)
    found = [
        (_field(one.pointer), messages.sentence(one.code, lang), one) for one in refused.errors
    ]
    told = [Flaw(name, text, one.detail if text == other else "") for name, text, one in found]
    return told or [Flaw("", "", refused.detail)]


def _field(pointer: str) -> str:
    """The field of a form that a pointer into the body made of it leads to."""
    names = [part for part in pointer.strip("/").split("/") if part and not part.isdigit()]
    if names and names[0] in BY_LANGUAGE:
        return f"{BY_LANGUAGE[names[0]]}-{names[1] if len(names) > 1 else FIRST_LANGUAGE}"
    return RENAMED.get(names[-1], names[-1]) if names else ""


async def html(
    desk: Desk, template: str, status: int = 200, *, why: str = "", **content: Any
) -> Response:
    """A page of an office; its template has `day`, which makes a day of an instant. `why`: the
    reason for which its form is shown again with the words that were sent (`kept.<why>`).
    """
    return await desk.html(template, status, day=day, why=why, **content)


async def allowed(desk: Desk, path: str, **parameters: str) -> list[Item] | None:
    """A list; None where the key may not read it. Raises Refused for anything else."""
    try:
        return await desk.api.whole(path, **parameters)
    except Refused as refused:
        if refused.status != 403:
            raise
        return None
