"""A figure with the address that gives it again for ever, and what has become of it since."""

import hashlib
from dataclasses import asdict, dataclass, replace
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from starlette.responses import Response

from kernel import web
from kernel.errors import Problem
from services.aggregator.api import addresses, history, reading, subjects, values
from services.aggregator.api.dependencies import When, located, resources
from services.aggregator.api.evidence import indicator_of
from services.aggregator.api.subjects import Listing, Operation, Question, Subject
from services.aggregator.domain.indicators import Indicator, Value
from services.aggregator.formats.sentences import Cited, sentences
from services.aggregator.schemas.citation import EXAMPLE, Citation

router = web.router("/indicators", "indicators")

LOOKED_AT = 200  # positions that may have changed it
BODIES = {
    subjects.OBJECTIVE.path: values.of_objective,
    subjects.ACTIVITY.path: values.of_activity,
    subjects.ACTOR.path: values.of_actor,
    subjects.PROGRAMME.path: values.of_programme,
}
NOW = When(None, None)


async def citation(request: Request, question: Question, given: Listing) -> Response:
    """The value with a frozen address, the digest of the bytes that it gives, a sentence in four
    languages, and how the value stands now where it has been corrected.
    """
    known = indicator_of(question.indicator)
    subject = await question.subject(request, given.filters, given.when)
    figure = await _figure(request, subject, known)
    answer = {
        **await _sources(request, question, subject, figure),
        **{name: figure[name] for name in figure if name != "indicator"},
        **values.place(subject.asked),
        "recorded_at": subject.asked.at.time,
        "corrected_since": await Corrections(request, question, subject, known).of(figure),
    }
    return web.answer(request, answer, live=True)


CITATION = Operation(
    "citation", "get{}Citation", "How to cite a value{}", Citation, EXAMPLE, subjects.whole
)
subjects.declare(router, CITATION, citation)


async def _figure(request: Request, subject: Subject, known: Indicator) -> Value:
    db, asked = resources(request).db, subject.asked
    read = await reading.read(db, asked, subject.activities, known.needs)
    return known.shown(read.figure(known, subject.scope))


def frozen(question: Question, cited: Subject) -> str:
    """The address of the values at the position and edition of what is cited."""
    query = urlencode(_given(cited) | _place(cited))
    return f"{question.kind.address(question.code)}?{query}"


def _place(cited: Subject) -> dict[str, Any]:
    asked = cited.asked
    return {"as_of": asked.at.position, "edition": asked.structure.edition}


def _given(cited: Subject) -> dict[str, Any]:
    """The filters, by their names."""
    filters = asdict(cited.asked.filters)
    return {name: value for name, value in filters.items() if value is not None}


async def _digest(request: Request, question: Question, cited: Subject) -> str:
    """Of the bytes that the frozen address gives."""
    body = BODIES[question.kind.path]
    whole = await body(request, question.code, cited.asked.filters, _when(cited))
    return hashlib.sha256(web.json_bytes(whole)).hexdigest()


def _when(cited: Subject) -> When:
    """The moment of what is cited, by its position."""
    return When(str(cited.asked.at.position), None, cited.asked.structure.edition)


async def _sources(
    request: Request, question: Question, cited: Subject, figure: Value
) -> dict[str, Any]:
    """Where it stands, and how it is said."""
    address = frozen(question, cited)
    url, sha256 = addresses.absolute(request, address), await _digest(request, question, cited)
    return {
        "address": address,
        "url": url,
        "sha256": sha256,
        "sentence": sentences(_cited(question, cited, figure, url, sha256)),
        "code": question.code or None,
        "indicator": question.indicator,
    }


def _cited(question: Question, cited: Subject, figure: Value, url: str, sha256: str) -> Cited:
    at, structure = cited.asked.at, cited.asked.structure
    return Cited(
        question.kind.word,
        question.code,
        indicator_of(question.indicator),
        figure,
        [str(value) for value in _given(cited).values()],
        structure.edition,
        at.position,
        at.day or structure.date,
        url,
        sha256,
    )


@dataclass(frozen=True, slots=True)
class Corrections:
    """What has become of a value that is cited."""

    request: Request
    question: Question
    cited: Subject
    indicator: Indicator

    async def of(self, figure: Value) -> dict[str, Any] | None:
        """How it stands now, and where it changed; None where it is the same."""
        current = await self._subject(NOW)
        value = await self._value(current)
        if _told(value) == _told(figure):
            return None
        structure, at = await located(self.request, self.cited.asked.filters, NOW)
        steps = await self._steps([one for one in (self.cited, current) if one], at.position)
        return {
            **{name: value[name] for name in _told(value) if name != "breakdown"},
            "edition": structure.edition,
            "position": at.position,
            "positions": await self._changed(steps[:LOOKED_AT], figure),
            "more": len(steps) > LOOKED_AT,
        }

    async def _subject(self, when: When) -> Subject | None:
        """What it is of at a moment; None: the edition in force then does not have it."""
        try:
            return await self.question.subject(self.request, self.cited.asked.filters, when)
        except Problem as problem:
            if problem.status != 404:
                raise
            return None

    async def _value(self, subject: Subject | None) -> Value:
        if subject is None:
            return {"indicator": self.indicator.code, "value": None}
        return await _figure(self.request, subject, self.indicator)

    async def _changed(self, steps: list[int], before: Value) -> list[int]:
        """The positions at which it became another, against the edition in force then."""
        changed = []
        for position in steps:
            after = await self._value(await self._subject(When(str(position), None)))
            if _told(after) != _told(before):
                changed.append(position)
            before = after
        return changed

    async def _steps(self, every: list[Subject], until: int) -> list[int]:
        """The positions after the cited one that may have changed it, against either edition."""
        found: set[int] = set()
        for one in every:
            end = replace(one.asked, at=replace(one.asked.at, position=until))
            scope = replace(one, asked=end).scope
            place = (self.cited.asked.at.position, LOOKED_AT + 1)
            db = resources(self.request).db
            found |= {*await history.steps_of(db, end, self.indicator, scope, *place)}
        return sorted(found)


def _told(value: Value) -> Value:
    """What is corrected when it changes."""
    names = ("value", "numerator", "denominator", "small_cells", "breakdown")
    return {name: value[name] for name in names if name in value}
