"""Made-up submissions of every kind, with texts that spreadsheets change."""

import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from hypothesis import strategies as st
from pydantic import ValidationError

from contracts.codes import MINOR_UNITS
from contracts.texts import UNREADABLE, is_blank
from services.reports.domain.accepted import Place
from services.reports.schemas import template
from services.reports.schemas.submission import SubmissionBody

Body = dict[str, Any]
ODD = (
    *("=1+1", "'=x", "''", "-5", "+1", "@a", "\t=1", "\r=1", " a ", "a\r\nb", "a\rb", "_x000B_"),
    *("1.234", "1,234", "TRUE", "2024-01-01", "<5", "null", "a […]", '"', ";", "00012", "1e5"),
)
SIGNS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text)


TEXTS = st.one_of(st.sampled_from(ODD), st.text(SIGNS, min_size=1, max_size=30)).map(_plain)
SHORT = TEXTS.filter(lambda text: not is_blank(text) and not UNREADABLE.search(text))
CODES = st.from_regex(r"[A-Z]{2,4}-[0-9]{1,4}", fullmatch=True)
DAYS = st.dates().filter(lambda day: day.year >= 1900).map(lambda day: day.isoformat())
URLS = st.from_regex(r"https://[a-z]{2,9}\.org/[a-z0-9?=&;,-]{0,9}", fullmatch=True)


@st.composite
def money(draw: st.DrawFn) -> Body:
    """An amount with at most the digits of its currency."""
    currency = draw(st.sampled_from(["USD", "CLP", "BHD", "CLF", "BRL"]))
    part = draw(st.text("0123456789", max_size=MINOR_UNITS.get(currency, 2)))
    whole = draw(st.integers(1, 10**15 - 1))
    return {"currency": currency, "amount": f"{whole}.{part}" if part else str(whole)}


def _party() -> st.SearchStrategy[Body]:
    return st.one_of(
        st.fixed_dictionaries({"actor": CODES}), st.fixed_dictionaries({"name": SHORT})
    )


def _series() -> st.SearchStrategy[Body]:
    key = {"REF_AREA": "COL", "COUNTERPART_AREA": "_T", "MEASURE": "INFLOW", "SEX": "F"}
    observation = st.sampled_from(
        [
            {"period": "2024", "value": "12.50", "status": "A"},
            {"period": "1999", "value": None, "status": "C"},
        ]
    )
    ages = st.sampled_from(["Y0T17", "_T"])
    return ages.flatmap(
        lambda age: st.fixed_dictionaries(
            {
                "key": st.just({**key, "AGE": age}),
                "observations": st.lists(observation, min_size=1, max_size=2),
            }
        )
    )


CELLS = st.sampled_from(
    [
        {"sex": "female", "age_group": "adult", "count": 120},
        {"sex": "male", "age_group": "child", "small": True},
    ]
)
ITEMS: Mapping[str, st.SearchStrategy[Body]] = {
    "evidence": st.fixed_dictionaries({"url": URLS, "title": SHORT}),
    "partners": st.fixed_dictionaries({"kind": st.just("academia"), "name": SHORT}),
    "beneficiaries": CELLS,
    "resources": money(),
    "parties": _party(),
    "series": _series(),
}
HELD: Mapping[str, Callable[[Place], st.SearchStrategy[Any]]] = {
    "text": lambda _place: SHORT,
    "short": lambda _place: SHORT,
    "code": lambda place: st.sampled_from(place.codes) if place.codes else CODES,
    "codes": lambda place: st.lists(
        st.sampled_from(place.codes) if place.codes else CODES, min_size=1, max_size=3, unique=True
    ),
    "integer": lambda _place: st.integers(1, 9999),
    "boolean": lambda _place: st.booleans(),
    "date": lambda _place: DAYS,
    "json": lambda place: st.lists(
        ITEMS[str(place.path[-1])], min_size=1, max_size=2, unique_by=repr
    ),
}
NEEDED = ("reporter", "language", "title")
WHOLE = {"money": money(), "contributor": _party()}  # of several columns


@st.composite
def bodies(draw: st.DrawFn, kind: str) -> Body:
    """A submission that its model takes, some of its fields left out."""
    body: Body = {"kind": kind, "payload": {}}
    for place in template.accepted(kind).places:
        name = str(place.path[-1])
        if any(isinstance(step, int) for step in place.path) or name == "external_id":
            continue
        if place.name not in NEEDED and draw(st.booleans()):
            continue
        if len(place.path) == 3 and place.path[1] in WHOLE:
            body["payload"][place.path[1]] = draw(WHOLE[str(place.path[1])])
        else:
            _put(body, place, draw(HELD[place.holds](place)))
    return _taken(body)


def _put(body: Body, place: Place, value: Any) -> None:
    at = body
    for step in place.path[:-1]:
        at = at.setdefault(str(step), {})
    at[str(place.path[-1])] = value


def _taken(body: Body) -> Body:
    """The body without what its model refuses."""
    try:
        SubmissionBody.model_validate(body)
    except ValidationError as error:
        for wrong in error.errors():
            _without(body, wrong["loc"][1:])
        return _taken(body)
    return body


def _without(body: Body, path: tuple[Any, ...]) -> None:
    """Leave out the field of the payload that a path is in."""
    assert path[0] in ("payload", "evidence"), path
    if path[1] == "texts":
        body["payload"]["texts"].pop(path[2], None)
    elif path[0] == "payload":
        body["payload"].pop(path[1], None)
    else:
        body.pop("evidence")


def said(value: Any) -> Any:
    """What a body says: without what is empty."""
    if isinstance(value, dict):
        kept = {name: said(of) for name, of in value.items()}
        return {name: of for name, of in kept.items() if of not in (None, "", [], {})}
    return [said(one) for one in value] if isinstance(value, list) else value
