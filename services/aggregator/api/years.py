"""A value year by year."""

from dataclasses import replace
from typing import Any

from fastapi import Request
from starlette.responses import Response

from kernel import clock, web
from services.aggregator.api import reading, subjects
from services.aggregator.api.dependencies import resources
from services.aggregator.api.evidence import indicator_of
from services.aggregator.api.subjects import Listing, Operation, Question, Subject
from services.aggregator.api.values import place
from services.aggregator.domain.indicators import Indicator
from services.aggregator.schemas import Years
from services.aggregator.schemas.examples import ANSWERS

router = web.router("/indicators", "indicators")

FIRST = 2016


async def years(request: Request, question: Question, given: Listing) -> Response:
    """The value of each year from 2016 on, as the filter `year` gives it."""
    subject = await question.subject(request, replace(given.filters, year=None), given.when)
    known = indicator_of(question.indicator)
    last = int(subject.asked.at.day[:4]) if subject.asked.at.day else clock.today().year
    items = [await _of_year(request, subject, known, year) for year in range(FIRST, last + 1)]
    return web.answer(request, {**place(subject.asked), "items": items})


async def _of_year(
    request: Request, subject: Subject, known: Indicator, year: int
) -> dict[str, Any]:
    asked = replace(subject.asked, filters=replace(subject.asked.filters, year=year))
    read = await reading.read(resources(request).db, asked, subject.activities, known.needs)
    figure = read.figure(known, replace(subject, asked=asked).scope)
    return {"year": year, "value": figure.value}


BY_YEAR = Operation(
    "years", "list{}Years", "A value{} year by year", Years, ANSWERS[Years], subjects.whole
)
subjects.declare(router, BY_YEAR, years)
