"""The indicators as files: every observation in long form."""

import re
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Annotated, Any

from fastapi import Depends, Query, Request
from starlette.responses import Response

from files import answers, csv, exports, json, parquet, sizes, xlsx
from files.answers import About
from files.cells import Row
from files.sizes import Listed, Sizes, Stand
from kernel import web
from kernel.db import Database
from kernel.web.dependencies import Callers
from kernel.web.language import Languages
from kernel.web.problems import documented
from services.aggregator import errors
from services.aggregator.api import dependencies
from services.aggregator.api.dependencies import At, Filtered, When, resources
from services.aggregator.api.observations import Observations
from services.aggregator.api.reading import Asked
from services.aggregator.domain.indicators import INDICATORS
from services.aggregator.domain.observations import COLUMNS
from services.aggregator.formats import csvw, datapackage, dcat, described
from services.aggregator.schemas import observations as schemas
from services.aggregator.store import position_times

router = web.router("/indicators", "exports")
listed = sizes.router("/indicators")
states = exports.router("/indicators", lambda request: resources(request).exports)

VERSION = 1  # counts when the same observations are written in another way
NAMES = list(COLUMNS)
TYPED = described.typed()
Code = Annotated[str | None, Query(max_length=40)]
FILES = (
    Listed("/indicators/data.csv-metadata.json", csvw.MEDIA_TYPE),
    Listed("/indicators/datapackage.json", datapackage.MEDIA_TYPE, speaks=True),
    Listed("/indicators/dcat.jsonld", dcat.MEDIA_TYPE),
    Listed("/indicators/data.csv", csv.MEDIA_TYPE),
    Listed("/indicators/data.parquet", parquet.MEDIA_TYPE),
    Listed("/indicators/data.json", json.MEDIA_TYPE, speaks=True),
    Listed("/indicators/data.xlsx", xlsx.MEDIA_TYPE, speaks=True),
)


def file_sizes(db: Database) -> Sizes:
    """The files of this service, dated by the position that is folded."""

    async def stand() -> Stand:
        generation, position = await dependencies.folded(db)
        async with db.read() as connection:
            return Stand(position, await position_times.recorded(connection, generation, position))

    async def at(request: Request, as_of: str) -> Stand:
        then = await dependencies.moment(request, When(as_of, None))
        return Stand(then.position, then.time)

    return Sizes(FILES, stand, at)


@dataclass(frozen=True, slots=True)
class Wanted:
    """The observations that are asked for; `filters`: by the names of the parameters."""

    observations: Observations
    filters: Mapping[str, Any]

    def about(self, media_type: str, ending: str, *more: Any, lang: str) -> About:
        """What the answer says of the file: its name tells what it is of, and at which position."""
        asked = self.observations.asked
        given = {name: value for name, value in self.filters.items() if value is not None}
        parts = ["indicators", asked.structure.edition, *(f"{n}-{given[n]}" for n in given)]
        name = re.sub(r"[^\w.-]+", "_", "-".join(parts), flags=re.ASCII)
        at = (asked.at.position, asked.at.noted)
        tag = answers.tag_of(VERSION, ending, asked.structure.edition, at, given, more)
        return About(media_type, f"{name}-position-{at[0]}.{ending}", tag, lang=lang)


async def _wanted(
    request: Request,
    filters: Filtered,
    when: At,
    objective: Code = None,
    indicator: Code = None,
) -> Wanted:
    """Raise 422 for codes that nobody knows."""
    structure, at = await dependencies.located(request, filters, when)
    if objective is not None and objective not in structure.links:
        raise errors.unknown("objective", objective)
    if indicator is not None and indicator not in INDICATORS:
        raise errors.unknown("indicator", indicator)
    observations = Observations(
        resources(request).db,
        Asked(structure, filters, at),
        [objective] if objective else structure.objectives,
        [indicator] if indicator else list(INDICATORS),
    )
    given = {"objective": objective, "indicator": indicator, **asdict(filters)}
    return Wanted(observations, given)


Asking = Annotated[Wanted, Depends(_wanted)]


@router.get(
    "/data.csv",
    operation_id="exportIndicatorsCsv",
    summary="Every observation as CSV",
    response_class=Response,
    responses=answers.documented_file(csv.MEDIA_TYPE),
)
async def as_csv(
    request: Request, _caller: Callers, lang: Languages, wanted: Asking, excel: bool = False
) -> Response:
    """A row for each objective, indicator and year, and for each actor, kind of actor and axis that
    has a fact. `excel`: with `;`, the decimal sign of the language and a byte order mark.
    """
    dialect = csv.for_excel(lang) if excel else csv.PLAIN
    about = wanted.about(csv.MEDIA_TYPE, "csv", dialect, lang=lang)
    batches = wanted.observations.batches
    return answers.stream(request, about, lambda: csv.pieces(NAMES, batches(), dialect))


@router.get(
    "/data.json",
    operation_id="exportIndicatorsJson",
    summary="Every observation as JSON",
    response_model=schemas.Observations,
    responses=documented(example=schemas.EXAMPLE),
)
async def as_json(request: Request, _caller: Callers, lang: Languages, wanted: Asking) -> Response:
    """One object: of which edition and position it is, the lists of codes, and the rows as
    `items`.
    """
    about = wanted.about(json.MEDIA_TYPE, "json", lang, lang=lang)
    foot, batches = wanted.observations.foot, wanted.observations.batches
    lists = described.code_lists(wanted.observations.asked.structure, lang)
    head = {**asdict(foot), "codelists": lists}
    return answers.stream(request, about, lambda: json.pieces(head, NAMES, batches()))


@router.get(
    "/data.parquet",
    operation_id="exportIndicatorsParquet",
    summary="Every observation as Parquet",
    response_class=Response,
    responses=answers.documented_file(parquet.MEDIA_TYPE),
)
async def as_parquet(
    request: Request, _caller: Callers, lang: Languages, wanted: Asking
) -> Response:
    """Numbers are of double precision, years and counts are integers."""
    about = wanted.about(parquet.MEDIA_TYPE, "parquet", lang=lang)
    foot = {name: str(value) for name, value in asdict(wanted.observations.foot).items()}
    batches = wanted.observations.batches
    return answers.stream(request, about, lambda: parquet.pieces(TYPED, batches(), foot))


@router.get(
    "/data.xlsx",
    operation_id="exportIndicatorsXlsx",
    summary="Every observation as XLSX",
    response_class=Response,
    responses=exports.DOCUMENTED,
)
async def as_xlsx(request: Request, _caller: Callers, lang: Languages, wanted: Asking) -> Response:
    """With a sheet that says what each column means. Beyond 50,000 rows it is made in the
    background: 202 with the address where it will be.
    """
    about = wanted.about(xlsx.MEDIA_TYPE, "xlsx", lang, lang=lang)
    sheets = {"data": NAMES, "columns": described.HEADER}
    batches = wanted.observations.batches

    async def rows() -> AsyncIterator[Mapping[str, Sequence[Row]]]:
        yield {"columns": described.columns(lang)}
        async for batch in batches():
            yield {"data": batch}

    here = resources(request).exports
    return await here.answer(request, about, None, sheets, rows)
