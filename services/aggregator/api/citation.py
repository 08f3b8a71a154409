"""A figure with the address that gives it again for ever, and what has become of it since."""

import hashlib
from dataclasses import asdict, dataclass, replace
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from starlette.responses import Response

from kernel import web
from kernel.web.dependencies import Callers
from kernel.web.problems import documented
from services.aggregator.api import addresses, dependencies, history, reading, values
from services.aggregator.api.dependencies import At, Filtered, resources
from services.aggregator.api.evidence import indicator_of
from services.aggregator.api.reading import Asked
from services.aggregator.domain.indicators import Indicator, Value
from services.aggregator.formats.sentences import Cited, sentences
from services.aggregator.schemas.citation import EXAMPLE, Citation

router = web.router("/indicators", "indicators")

LOOKED_AT = 200  # positions that may have changed it


@router.get(
    "/objectives/{code}/{indicator}/citation",
    operation_id="getCitation",
    summary="How to cite a value",
    response_model=Citation,
    responses=documented(404, example=EXAMPLE),
)
async def citation(
    request: Request, code: str, indicator: str, _caller: Callers, filters: Filtered, when: At
) -> Response:
    """The value with a frozen address, the digest of the bytes that it gives, a sentence in four
    languages, and how the value stands now where it has been corrected.
    """
    structure, at = await dependencies.located(request, filters, when)
    activities, known = values.linked(structure, code), indicator_of(indicator)
    asked = Asked(structure, filters, at)
    figure = await Figures(request, code, known).of(asked)
    cited = replace(asked, at=replace(at, asked=at.position))
    read = await reading.read(resources(request).db, cited, activities)
    whole = values.body(cited, code, read.values(activities, (code,)))
    address, sha256 = frozen(cited, code), hashlib.sha256(web.json_bytes(whole)).hexdigest()
    answer = {
        **_sources(request, cited, known, figure, address, sha256, code),
        **{name: figure[name] for name in figure if name != "indicator"},
        **values.place(asked),
        "recorded_at": at.time,
        "corrected_since": await _correction(request, asked, code, known, figure),
    }
    return web.answer(request, answer, live=True)


def frozen(cited: Asked, code: str) -> str:
    """The address of an objective's values at the position and edition of what is cited."""
    given = {name: value for name, value in asdict(cited.filters).items() if value is not None}
    query = {**given, "as_of": cited.at.position, "edition": cited.structure.edition}
    return f"/indicators/objectives/{code}?{urlencode(query)}"


def _sources(
    request: Request,
    cited: Asked,
    known: Indicator,
    figure: Value,
    address: str,
    sha256: str,
    code: str,
) -> dict[str, Any]:
    """Where it stands, and how it is said."""
    given = [str(value) for value in asdict(cited.filters).values() if value is not None]
    day, url = cited.at.day or cited.structure.date, addresses.absolute(request, address)
    place = (cited.structure.edition, cited.at.position, day)
    said = sentences(Cited(code, known, figure, given, *place, url, sha256))
    return {
        "address": address,
        "url": url,
        "sha256": sha256,
        "sentence": said,
        "code": code,
        "indicator": known.code,
    }


@dataclass(frozen=True, slots=True)
class Figures:
    """One indicator of one objective, at any moment."""

    request: Request
    code: str
    indicator: Indicator

    async def of(self, asked: Asked) -> Value:
        """The value; that of an objective which an edition does not have is null."""
        activities = asked.structure.links.get(self.code)
        if activities is None:
            return {"indicator": self.indicator.code, "value": None}
        read = await reading.read(
            resources(self.request).db, asked, activities, self.indicator.needs
        )
        figure = read.figure(self.indicator, asked.scope(activities, (self.code,)))
        return self.indicator.shown(figure)

    async def at(self, asked: Asked, position: int) -> Value:
        """The value at another position, against the edition in force then."""
        db, generation = resources(self.request).db, asked.at.generation
        at = await dependencies.moment_at(db, generation, position)
        catalogue = await dependencies.known_catalogue(self.request)
        structure = catalogue.structure(catalogue.in_force(at.noted), at.noted)
        return await self.of(Asked(structure, asked.filters, at))


async def _correction(
    request: Request, cited: Asked, code: str, known: Indicator, figure: Value
) -> dict[str, Any] | None:
    """How the value stands now, and where it changed; None where it is the same."""
    now = dependencies.When(None, None)
    structure, at = await dependencies.located(request, cited.filters, now)
    current, figures = Asked(structure, cited.filters, at), Figures(request, code, known)
    value = await figures.of(current)
    if _told(value) == _told(figure):
        return None
    steps = await _steps(request, cited, current, code, known)
    changed, before = [], figure
    for position in steps[:LOOKED_AT]:
        after = await figures.at(current, position)
        if _told(after) != _told(before):
            changed.append(position)
        before = after
    shown = {name: value[name] for name in _told(value) if name != "breakdown"}
    place = {"edition": structure.edition, "position": at.position}
    return {**shown, **place, "positions": changed, "more": len(steps) > LOOKED_AT}


def _told(value: Value) -> Value:
    """What is corrected when it changes."""
    names = ("value", "numerator", "denominator", "small_cells", "breakdown")
    return {name: value[name] for name in names if name in value}


async def _steps(
    request: Request, cited: Asked, current: Asked, code: str, known: Indicator
) -> list[int]:
    """The positions after the cited one that may have changed it, against either edition."""
    found: set[int] = set()
    for structure in (cited.structure, current.structure):
        if activities := structure.links.get(code):
            end = replace(current, structure=structure)
            scope = end.scope(activities, (code,))
            after, limit = cited.at.position, LOOKED_AT + 1
            found |= {
                *await history.steps_of(resources(request).db, end, known, scope, after, limit)
            }
    return sorted(found)
