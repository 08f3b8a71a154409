"""Submissions as files: a row for each, and for each row of the lists that they hold."""

import re
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any

from fastapi import Depends, Query, Request
from starlette.responses import Response

from files import answers, csv, exports, json, sizes, xlsx
from files.answers import About
from files.cells import Row
from files.sizes import Listed as ListedFile
from files.sizes import Sizes, Stand
from kernel import web
from kernel.auth import Caller
from kernel.db import Database
from kernel.errors import Invalid, invalid
from kernel.web import Callers, Languages
from services.reports.api import as_of, dependencies, overviews, rows
from services.reports.api.dependencies import resources
from services.reports.api.listing import Listed, Listing
from services.reports.formats import iati
from services.reports.schemas import columns, template
from services.reports.schemas.columns import Column
from services.reports.store import ledger, then

router = web.router("/reports", "exports")
listed = sizes.router("/reports")
states = exports.router("/reports", lambda request: resources(request).exports)

SUBMISSIONS = "submissions"  # the sheet that is of no list
Found = Callable[[], AsyncIterator[list[Row]]]
Workbook = Callable[[], AsyncIterator[dict[str, list[Row]]]]
FILES = (
    *(
        ListedFile(f"/reports/{name}.{ending}", media_type)
        for name in ("submissions", *overviews.COLUMNS)
        for ending, media_type in (("csv", csv.MEDIA_TYPE), ("xlsx", xlsx.MEDIA_TYPE))
    ),
    ListedFile("/reports/submissions.jsonl", json.LINES_MEDIA_TYPE),
    ListedFile("/reports/fund/entries.csv", csv.MEDIA_TYPE),
    ListedFile("/reports/fund.iati.xml", iati.MEDIA_TYPE),
)
VERSION = 1  # counts when the same submissions are written in another way


def file_sizes(db: Database) -> Sizes:
    """The files of this service, dated by the last position."""

    async def stand() -> Stand:
        async with db.read() as connection:
            return Stand(*(await ledger.newest(connection) or (0, None)))

    async def at(request: Request, moment: str) -> Stand:
        position = await as_of.position_of(request, moment)
        async with db.read() as connection:
            _, recorded = await ledger.newest(connection, position) or (0, None)
        return Stand(position, recorded)

    return Sizes(FILES, stand, at)


@dataclass(frozen=True, slots=True)
class Wanted:
    """The submissions that are asked for, and by whom; `position`: up to which they are read,
    `change`: the last write there was.
    """

    request: Request
    caller: Caller
    listing: Listing
    position: int
    change: int
    edition: str | None

    @property
    def kind(self) -> str | None:
        """The kind whose columns the file has."""
        return self.listing.wanted.kind

    def about(self, media_type: str, ending: str, lang: str, *more: Any) -> About:
        """What the answer says of the file: its name tells what it is of, and at which position."""
        caller = self.caller
        reader = (caller.key_id, caller.actor, dependencies.reviews(caller))
        stand = (self.listing.position, self.position, self.change, self.edition)
        tag = answers.tag_of(VERSION, ending, self._said, reader, stand, more)
        private = not caller.anonymous
        return About(media_type, self._file_name(ending), tag, private=private, lang=lang)

    @property
    def _said(self) -> dict[str, Any]:
        """The filters that are given."""
        return {name: value for name, value in self.listing.given.items() if value is not None}

    def _file_name(self, ending: str) -> str:
        parts = ["submissions", *(f"{name}-{value}" for name, value in self._said.items())]
        name = re.sub(r"[^\w.-]+", "_", "-".join(parts), flags=re.ASCII)[:150]
        return f"{name}-position-{self.position}.{ending}"

    def sheets(self) -> dict[str, list[Column]]:
        """The columns of each sheet: of the submissions, and with a kind of each list."""
        inner = columns.of_lists(self.kind) if self.kind else {}
        return {SUBMISSIONS: columns.of_submissions(self.kind), **inner}

    def items(self) -> AsyncIterator[list[rows.Item]]:
        """The submissions in batches."""
        return rows.batches(self.request, self.caller, self.listing)

    async def of_sheets(self) -> AsyncIterator[dict[str, list[Row]]]:
        """The rows of each sheet."""
        sheets = self.sheets()
        async for items in self.items():
            yield {name: _rows(name, items, of) for name, of in sheets.items()}

    async def of_template(self, of: Sequence[Column]) -> AsyncIterator[dict[str, list[Row]]]:
        """The rows of a sheet that can be imported."""
        async for items in self.items():
            yield {SUBMISSIONS: [template.row(item, of) for item in items]}

    async def of_submissions(self) -> AsyncIterator[list[Row]]:
        """Their rows."""
        wanted = columns.of_submissions(self.kind)
        async for items in self.items():
            yield _rows(SUBMISSIONS, items, wanted)

    async def of_list(self, name: str) -> AsyncIterator[list[Row]]:
        """The rows of a list that they hold."""
        wanted = columns.of_lists(self.kind)[name]
        async for items in self.items():
            yield _rows(name, items, wanted)


def _rows(name: str, items: Sequence[rows.Item], of: Sequence[Column]) -> list[Row]:
    """The rows of a sheet: one for each submission, or those of a list that they hold."""
    if name == SUBMISSIONS:
        return [columns.row(item, of) for item in items]
    return [row for item in items for row in columns.rows_of_list(item, name, of)]


async def _wanted(request: Request, caller: Callers, listing: Listed) -> Wanted:
    here = resources(request)
    catalogue = await here.replica.catalogue()
    async with here.db.read() as connection:
        end = await ledger.end(connection)
        change = await then.last_change(connection)
    position = end if listing.position is None else listing.position
    return Wanted(request, caller, listing, position, change, catalogue.edition)


Asking = Annotated[Wanted, Depends(_wanted)]
ListName = Annotated[
    str | None,
    Query(
        alias="list",
        max_length=40,
        description="The rows of this list (evidence, or one of the kind's, as beneficiaries)",
    ),
]
AsTemplate = Annotated[
    bool,
    Query(
        alias="template",
        description="With a kind: what its reporters fill in, so that it can be imported again",
    ),
]


@router.get(
    "/submissions.csv",
    operation_id="exportSubmissionsCsv",
    summary="Submissions as CSV",
    response_class=Response,
    responses=answers.documented_file(csv.MEDIA_TYPE),
)
async def as_csv(
    request: Request,
    wanted: Asking,
    lang: Languages,
    excel: bool = False,
    list_: ListName = None,
) -> Response:
    """With the columns of the envelope; with `kind` those of its template too. `list`: instead the
    rows of a list, each with id, state, revision and position of its submission.
    """
    dialect = csv.for_excel(lang) if excel else csv.PLAIN
    names, found = _table(wanted, list_)
    about = wanted.about(csv.MEDIA_TYPE, "csv", lang, dialect, list_)
    return answers.stream(request, about, lambda: csv.pieces(names, found(), dialect))


def _table(wanted: Wanted, name: str | None) -> tuple[list[str], Found]:
    """The names of the columns, and what gives the rows: of the submissions, or of a list."""
    if name is None:
        return _names(columns.of_submissions(wanted.kind)), wanted.of_submissions
    return _names(_list(wanted, name)), partial(wanted.of_list, name)


def _list(wanted: Wanted, name: str) -> list[Column]:
    """The columns of a list. Raises 422."""
    known = columns.of_lists(wanted.kind)
    if name not in known:
        detail = f"There is no list {name} here; there are {', '.join(known)}."
        raise invalid(Invalid("/list", "unknown_code", detail))
    return known[name]


@router.get(
    "/submissions.jsonl",
    operation_id="exportSubmissionsJsonl",
    summary="Submissions as JSON Lines",
    response_class=Response,
    responses=answers.documented_file(json.LINES_MEDIA_TYPE),
)
async def as_lines(request: Request, wanted: Asking, lang: Languages) -> Response:
    """Each submission as it is on a line of its own."""
    about = wanted.about(json.LINES_MEDIA_TYPE, "jsonl", lang)
    return answers.stream(request, about, lambda: json.lines(wanted.items()))


@router.get(
    "/submissions.xlsx",
    operation_id="exportSubmissionsXlsx",
    summary="Submissions as XLSX",
    response_class=Response,
    responses=exports.DOCUMENTED,
)
async def as_xlsx(
    request: Request, wanted: Asking, lang: Languages, as_template: AsTemplate = False
) -> Response:
    """The columns of the CSV file, and with a kind a sheet for each list that its submissions hold.
    Beyond 50,000 rows it is made in the background: 202 with the address where it will be.
    """
    sheets, rows = _to_import(wanted, lang) if as_template else _all_sheets(wanted)
    about = wanted.about(xlsx.MEDIA_TYPE, "xlsx", lang, *([lang] if as_template else []))
    here, key = resources(request).exports, wanted.caller.key_id
    return await here.answer(request, about, key, sheets, rows)


def _all_sheets(wanted: Wanted) -> tuple[exports.Sheets, Workbook]:
    return {name: _names(of) for name, of in wanted.sheets().items()}, wanted.of_sheets


def _to_import(wanted: Wanted, lang: str) -> tuple[exports.Sheets, Workbook]:
    """One sheet that an import reads. Raises 422 without a kind."""
    if wanted.kind is None:
        raise invalid(Invalid("/kind", "required", "A template is of one kind: say which."))
    of = template.exported(wanted.kind, lang)
    return {SUBMISSIONS: [*of]}, partial(wanted.of_template, [*of.values()])


def _names(of: Sequence[Column]) -> list[str]:
    return [column.name for column in of]
