"""What has been published: the list with its filters, and one report with its path, its
revisions and what others say of it.
"""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from services.portal.clients import beside, http, reports
from services.portal.clients.beside import Beside, Revision, Statement, Step
from services.portal.clients.http import Refused
from services.portal.clients.kinds import Kind
from services.portal.clients.reports import Submission, Submissions
from services.portal.pages.page import Page
from services.portal.views import options, payloads, revisions

FILTERS = ("q", "kind", "reporter", "activity", "objective", "year")
FORMATS = {"CSV": "csv", "XLSX": "xlsx", "JSON Lines": "jsonl"}
LIMIT = 50
SPOKEN_OF = frozenset({"proposal", "recommendation", "assessment"})


@dataclass(frozen=True, slots=True)
class Assessment:
    """What experts find of a report, and what those who are assessed say to it."""

    submission: Submission
    replies: list[Statement]


async def published(request: Request) -> Response:
    """GET /submissions"""
    page = Page.of(request, *FILTERS, "cursor")
    listing, kinds, names = await asyncio.gather(
        _listing(page), page.site.kinds(page.lang), page.catalogue()
    )
    return await page.show(
        "public/submissions.html",
        listing=listing,
        kinds=kinds,
        names=names,
        query={name: page.filters.get(name) for name in FILTERS},
        downloads=_downloads(page),
        kind_options=options.kinds(kinds),
        actor_options=options.actors(names),
        activity_options=options.activities(names),
        objective_options=options.objectives(names),
        year_options=options.years(page.years),
    )


def _downloads(page: Page) -> list[tuple[str, str]]:
    """Exactly this selection as a file, in each format."""
    chosen = {name: page.filters[name] for name in FILTERS if name in page.filters}
    query = urlencode({**chosen, **page.moment, "lang": page.lang})
    return [(word, f"/reports/submissions.{ext}?{query}") for word, ext in FORMATS.items()]


async def _listing(page: Page) -> Submissions:
    """One page of the list; nothing for a filter that no report can have."""
    try:
        return await reports.list_submissions(
            page.client, lang=page.lang, limit=LIMIT, **page.asked
        )
    except Refused:
        return Submissions((), None)


async def report(request: Request) -> Response:
    """GET /submissions/{id}"""
    page, id_ = Page.of(request), request.path_params["id"]
    submission, around, kinds, names = await asyncio.gather(
        reports.get_submission(page.client, id_, lang=page.lang, **page.moment),
        http.part(beside.get_beside(page.client, id_, **page.moment)),
        page.site.kinds(page.lang),
        page.catalogue(),
    )
    statements = around.statements if around else {}
    return await page.show(
        "public/report.html",
        complete=around is not None,
        submission=submission,
        kinds=kinds,
        names=names,
        unconfirmed=[code for code in submission.joint if code not in submission.confirmed],
        changes=revisions.changes(_texts(around, submission), submission.kind, names),
        statements=statements.get(id_, ()) if submission.kind in SPOKEN_OF else (),
        assessments=_assessments(around),
        **_payload(submission, kinds.get(submission.kind)),
        **_path(page, submission, around.steps if around else ()),
    )


def _payload(submission: Submission, kind: Kind | None) -> dict[str, Any]:
    """What it says, under the names that its kind gives."""
    return {
        "kind_name": kind.name if kind else submission.kind,
        "field_names": kind.fields if kind else {},
        "fields": payloads.fields(submission, kind),
        "people": payloads.people(submission.payload),
    }


def _path(page: Page, submission: Submission, steps: Iterable[Step]) -> dict[str, Any]:
    """The way to the text that is shown, and its address for ever."""
    done = list(steps)
    entry = _entry(done, submission)
    return {
        "steps": _until(done, submission),
        "entry": entry,
        "permanent": _permanent(page, entry),
    }


def _texts(around: Beside | None, submission: Submission) -> list[Revision]:
    """Its published texts up to the one that is shown."""
    texts = around.revisions if around else []
    return [text for text in texts if text.number <= submission.revision]


def _assessments(around: Beside | None) -> list[Assessment]:
    """The public assessments of a report, the latest first, each with its replies."""
    if around is None:
        return []
    return [Assessment(each, around.statements.get(each.id, [])) for each in around.assessments]


def _until(steps: Iterable[Step], submission: Submission) -> list[Step]:
    """The steps up to the text that is shown."""
    return [step for step in steps if step.revision is None or step.revision <= submission.revision]


def _entry(steps: Iterable[Step], submission: Submission) -> int | None:
    """The entry of the register that made the text public."""
    entries = [
        step.position
        for step in steps
        if (step.action, step.revision) == ("publish", submission.revision)
    ]
    return entries[-1] if entries else None


def _permanent(page: Page, entry: int | None) -> str:
    """The whole address of the text as it stands now, for ever."""
    address = page.request.url.replace(query="", fragment="")
    return f"{address}?as_of={entry}" if entry else str(address)


ROUTES = [Route("/submissions", published), Route("/submissions/{id}", report)]
