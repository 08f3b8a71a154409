"""What has been published: the list with its filters, and one report with its path, its
revisions and what others say of it.
"""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from services.portal.clients import beside, http, reports
from services.portal.clients.beside import Revision, Statement, Step
from services.portal.clients.http import Refused
from services.portal.clients.kinds import Kind
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


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a submission; None for what a silent service does not tell."""

    steps: list[Step] | None
    texts: list[Revision] | None
    statements: list[Statement] | None
    assessments: list[Assessment] | None

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return None not in (self.steps, self.texts, self.statements, self.assessments)


async def report(request: Request) -> Response:
    """GET /submissions/{id}"""
    page, id_ = Page.of(request), request.path_params["id"]
    submission, kinds, names = await asyncio.gather(
        reports.get_submission(page.client, id_, lang=page.lang, **page.moment),
        page.site.kinds(page.lang),
        page.catalogue(),
    )
    beside_it = await _beside(page, submission)
    return await page.show(
        "public/report.html",
        complete=beside_it.complete,
        submission=submission,
        kinds=kinds,
        names=names,
        unconfirmed=[code for code in submission.joint if code not in submission.confirmed],
        changes=revisions.changes(beside_it.texts or (), submission.kind, names),
        statements=beside_it.statements or (),
        assessments=beside_it.assessments or (),
        **_payload(submission, kinds.get(submission.kind)),
        **_path(page, submission, beside_it.steps or ()),
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
    entry = _entry(steps, submission)
    return {
        "steps": _until(steps, submission),
        "entry": entry,
        "permanent": _permanent(page, entry),
    }


async def _beside(page: Page, submission: Submission) -> Beside:
    return Beside(
        *await asyncio.gather(
            http.part(beside.list_steps(page.client, submission.id)),
            http.part(_texts(page, submission)),
            http.part(_statements(page, submission)),
            http.part(_assessments(page, submission)),
        )
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
    every = await page.shared("assessments", partial(_every_assessment, page))
    about = [each for each in every if each.payload.get("submission") == submission.id]
    replies = await asyncio.gather(
        *(beside.list_statements(page.client, "submissions", each.id) for each in about)
    )
    return [Assessment(*each) for each in zip(about, replies, strict=True)]


async def _every_assessment(page: Page) -> tuple[Submission, ...]:
    listed = await reports.list_submissions(
        page.client, kind="assessment", limit=EVERY, **page.moment
    )
    return listed.items


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
