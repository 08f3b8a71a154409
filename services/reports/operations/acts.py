"""Loading acts with regard to a treaty from a file, as published submissions of the Secretariat.

What was filed before is passed over, so a file can be loaded again.
"""

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from kernel import clock
from kernel.db import Database
from kernel.errors import StaleWrite
from services.reports import errors
from services.reports.commands import Content, filing
from services.reports.domain import rules
from services.reports.domain.kind import Draft, Violation
from services.reports.domain.kinds.ratification import KIND, SECRETARIAT
from services.reports.domain.programme import Catalogue
from services.reports.formats import acts
from services.reports.formats.acts import Act
from services.reports.schemas.kinds import KINDS
from services.reports.store import payloads, serials
from services.reports.store.replica import Replica

ATTEMPTS = 20  # of several that load at once each waits for the others
LANGUAGE = "en"
IDENTITY = ("state", "instrument", "action", "date")

Identity = tuple[str, ...]


@dataclass
class Loaded:
    """What became of the acts of a file: to be filed, passed over, or refused with a reason."""

    filed: list[Content] = field(default_factory=list)
    passed_over: int = 0
    refused: list[dict[str, Any]] = field(default_factory=list)


async def load(db: Database, text: str, instrument: str, source: str) -> dict[str, Any]:
    """How many acts of a file were filed and passed over, and which lines were refused.

    Raises ValueError for another table, Problem 503 before there is an edition.
    """
    given = acts.read(text)
    catalogue = await Replica(db).catalogue()
    if catalogue.edition is None:
        raise errors.no_edition()
    about = {"instrument": instrument, "source": source}
    for _ in range(ATTEMPTS):
        with suppress(StaleWrite):
            return _told(await _load(db, given, catalogue, about))
    raise StaleWrite


async def _load(
    db: Database, given: Iterable[Act], catalogue: Catalogue, about: Mapping[str, str]
) -> Loaded:
    """File what is not filed yet. Raises StaleWrite where somebody else loads at once."""
    serial = await serials.read(db, f"{KIND.name}/load")
    loaded = _sorted_out(given, catalogue, about, await _known(db))
    what = (serial, KIND.name, SECRETARIAT, catalogue, loaded.filed)
    if loaded.filed:
        await db.write(filing.file_published, *what)
    return loaded


def _told(loaded: Loaded) -> dict[str, Any]:
    counts = {"filed": len(loaded.filed), "passed_over": loaded.passed_over}
    return {**counts, "refused": loaded.refused}


async def _known(db: Database) -> set[Identity]:
    """What the Secretariat has filed, whatever became of it."""
    async with db.read() as connection:
        return set(map(_identity, await payloads.of_reporter(connection, KIND.name, SECRETARIAT)))


def _identity(payload: dict[str, Any]) -> Identity:
    return tuple(str(payload.get(name)) for name in IDENTITY)


def _sorted_out(
    given: Iterable[Act],
    catalogue: Catalogue,
    about: Mapping[str, str],
    known: Collection[Identity],
) -> Loaded:
    loaded, seen = Loaded(), set(known)
    for act in given:
        payload = {**act.payload, **about}
        if reasons := _reasons(act, payload, catalogue):
            loaded.refused.append({"line": act.line, "detail": "; ".join(reasons)})
        else:
            _file(loaded, payload, seen)
    return loaded


def _file(loaded: Loaded, payload: dict[str, Any], seen: set[Identity]) -> None:
    """File what was not seen before."""
    identity = _identity(payload)
    if identity in seen:
        loaded.passed_over += 1
    else:
        seen.add(identity)
        loaded.filed.append(_content(payload))


def _reasons(act: Act, payload: dict[str, Any], catalogue: Catalogue) -> list[str]:
    """Why an act is refused."""
    return [act.refused] if act.refused else _refusals(catalogue, payload)


def _refusals(catalogue: Catalogue, payload: dict[str, Any]) -> list[str]:
    """What the rules of the kind say against a payload."""
    try:
        KINDS[KIND.name].payload.model_validate(payload)
    except ValidationError as error:
        return [f"{one['loc'][0]}: {one['msg']}" for one in error.errors(include_url=False)]
    return [sentence for *_, sentence in _violations(catalogue, payload)]


def _violations(catalogue: Catalogue, payload: dict[str, Any]) -> list[Violation]:
    draft = Draft(SECRETARIAT, (), payload)
    return rules.violations(KIND, catalogue, draft, clock.today())


def _content(payload: dict[str, Any]) -> Content:
    title = f"{payload['instrument']}: {payload['action']}, {payload['state']}"
    return Content(title, LANGUAGE, payload, [], ())
