"""What has been published: the list with its filters, and one report with its path, its
revisions and what others say of it.
"""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from services.portal.clients import beside, http, reports
from services.portal.clients.beside import Revision, Statement, Step
from services.portal.clients.http import Refused
from services.portal.clients.reports import Submission, Submissions
from services.portal.pages.page import Page
from services.portal.views import options, payloads, revisions

FILTERS = ("q", "kind", "reporter", "activity", "objective", "year")
FORMATS = {"CSV": "csv", "XLSX": "xlsx", "JSON Lines": "jsonl"}
LIMIT = 50
EVERY = 500
ASSESSED = "implementation"
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
    page = Page.of(request)
    id_ = request.path_params["id"]
    submission, kinds, names = await asyncio.gather(
        reports.get_submission(page.client, id_, lang=page.lang, **page.moment),
        page.site.kinds(page.lang),
        page.catalogue(),
    )
    steps, texts, statements, assessments = await asyncio.gather(
        http.part(beside.list_steps(page.client, id_)),
        http.part(_texts(page, submission)),
        http.part(_statements(page, submission)),
        http.part(_assessments(page, submission)),
    )
    entry = _entry(steps or (), submission)
    return await page.show(
        "public/report.html",
        complete=None not in (steps, texts, statements, assessments),
        submission=submission,
        kinds=kinds,
        kind_name=kinds[submission.kind].name if submission.kind in kinds else submission.kind,
        field_names=kinds[submission.kind].fields if submission.kind in kinds else {},
        names=names,
        unconfirmed=[code for code in submission.joint if code not in submission.confirmed],
        permanent=_permanent(page, entry),
        fields=payloads.fields(submission, kinds.get(submission.kind)),
        people=payloads.people(submission.payload),
        steps=_until(steps or (), submission),
        entry=entry,
        changes=revisions.changes(texts or (), submission.kind, names),
        statements=statements or (),
        assessments=assessments or (),
    )


async def _texts(page: Page, submission: Submission) -> list[Revision]:
    """Its published texts, where there was more than one."""
    if submission.revision == 1:
        return []
    texts = await beside.list_revisions(page.client, submission.id)
    return [text for text in texts if text.number <= submission.revision]


async def _statements(page: Page, submission: Submission) -> list[Statement]:
    if submission.kind not in SPOKEN_OF:
        return []
    return await beside.list_statements(page.client, "submissions", submission.id)


async def _assessments(page: Page, submission: Submission) -> list[Assessment]:
    """The public assessments of a report, the latest first, each with its replies."""
    if submission.kind != ASSESSED:
        return []
    every = await reports.list_submissions(
        page.client, kind="assessment", limit=EVERY, **page.moment
    )
    about = [each for each in every.items if each.payload.get("submission") == submission.id]
    replies = await asyncio.gather(
        *(beside.list_statements(page.client, "submissions", each.id) for each in about)
    )
    return [Assessment(*each) for each in zip(about, replies, strict=True)]


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
