"""HTTP shapes of the indicators."""

from typing import Any

from pydantic import BaseModel

from contracts.codes import LinkStrength


class PersonsRow(BaseModel):
    """The persons of one sex and age group. `small_cells`: how many cells of 1 to 4 persons were
    reported and are not in `value`; null where there are none but those.
    """

    sex: str
    age_group: str
    value: int | None
    small_cells: int


class IndicatorValue(BaseModel):
    """One value; numerator, denominator and its date where it has them."""

    indicator: str
    value: int | float | dict[str, Any] | None
    numerator: int | None = None
    denominator: int | None = None
    denominator_on: str | None = None
    unit: str
    small_cells: int | None = None
    breakdown: list[PersonsRow] | None = None


class CodedValues(BaseModel):
    code: str
    values: list[IndicatorValue]


class Objectives(BaseModel):
    """Every objective's values at a position."""

    edition: str
    position: int
    as_of: str | int | None
    objectives: list[CodedValues]


class Programme(Objectives):
    """The values of the whole Program at a position, and of each objective. `reporters`: the codes
    of those whose reports are counted.
    """

    values: list[IndicatorValue]
    reporters: list[str]


class Activities(BaseModel):
    """Every activity's values at a position."""

    edition: str
    position: int
    as_of: str | int | None
    activities: list[CodedValues]


class One(BaseModel):
    """The values of one objective, activity or actor at a position."""

    edition: str
    position: int
    as_of: str | int | None
    code: str
    values: list[IndicatorValue]


class OneObjective(One):
    """The values of an objective. `reporters`: the codes of those whose reports are counted;
    `reports`: how many are counted on each activity.
    """

    reporters: list[str]
    reports: dict[str, int]


class OneActivity(One):
    """The values of an activity. `reporters`: the codes of those whose reports are counted.
    `successors`: what stands for it in the edition asked for, where
    that has it no longer; `replaces`: the codes of earlier editions that it stands for itself.
    """

    reporters: list[str]
    successors: list[str]
    replaces: list[str]


class Named(BaseModel):
    code: str
    version: int


class Behind(BaseModel):
    """A submission behind a value: a report on one `activity`, or (`activity` null) a submission
    that names `activities` and `objectives`. `contribution`: what it adds, in the value's own form;
    `small_cells`: how many cells of 1 to 4 persons it has beside that. `not_public`: it is withheld
    now, and counted at that position. `strength`: behind a value of an objective, how the links of
    its activities serve that: `direct`, or `indirect`.
    """

    id: str
    revision: int
    position: int
    reporters: list[str] | None
    activity: str | None
    year: int | None
    not_public: bool | None = None
    strength: LinkStrength | None = None
    contribution: int | float | dict[str, Any]
    small_cells: int | None = None
    activities: list[str] | None = None
    objectives: list[str] | None = None


class Evidence(BaseModel):
    """A value and the reports behind it: their contributions added up, and divided by `divisor`
    where it is not null, are the value.
    """

    value: int | float | dict[str, Any] | None
    numerator: int | None = None
    denominator: int | None = None
    denominator_on: str | None = None
    unit: str
    small_cells: int | None = None
    breakdown: list[PersonsRow] | None = None
    divisor: int | None
    edition: str
    position: int
    as_of: str | int | None
    definition: Named
    submissions: list[Behind]
    next: str | None


class Changed(BaseModel):
    position: int
    time: str
    value: int | float | dict[str, Any] | None
    small_cells: int | None = None


class History(BaseModel):
    """Each change of a value up to a position. `years`: its value at the end of each year, where
    that is asked for and there are more changes than a page holds.
    """

    edition: str
    position: int
    as_of: str | int | None
    items: list[Changed]
    years: list[Changed] | None = None
    next: str | None


class OfYear(BaseModel):
    year: int
    value: int | float | dict[str, Any] | None


class Years(BaseModel):
    """A value of each year."""

    edition: str
    position: int
    as_of: str | int | None
    items: list[OfYear]


class Definition(BaseModel):
    code: str
    version: int
    kind: str
    unit: str
    formula: str
    numerator: str | None
    denominator: str | None
    denominator_on: str | None
    name: str
    provenance: str
    texts: dict[str, Any]


class Definitions(BaseModel):
    items: list[Definition]
    next: str | None


class Verified(BaseModel):
    """The last recomputation from the log; null before the first."""

    at: str | None
    position: int | None
    equal: bool | None


class Status(BaseModel):
    position: int
    lag_positions: int
    lag_seconds: float
    parked: int
    last_event_at: str | None
    verified: Verified


class ParkedMessage(BaseModel):
    position: int
    type: str
    reason: str
    waiting: bool
    since: str


class ParkedPage(BaseModel):
    items: list[ParkedMessage]
    next: str | None


class Verification(BaseModel):
    """The last recomputation from the log; null before the first."""

    at: str | None
    position: int | None
    equal: bool | None
    indicators: dict[str, bool]
    differences: list[str]
