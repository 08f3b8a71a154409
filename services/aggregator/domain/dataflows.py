"""The dataflows of statistical systems: their components, and observations in these."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from services.aggregator.domain.series import Observation as Statistic

AGENCY, VERSION = "OAS.CAM", "1.0.0"
TIME, MEASURE = "TIME_PERIOD", "OBS_VALUE"
TOTAL, NOT_APPLICABLE = "_T", "_Z"
NORMAL, MISSING, SUPPRESSED = "A", "M", "Q"  # status of an observation
FREE, CONFIDENTIAL = "F", "C"  # status of its confidentiality


@dataclass(frozen=True, slots=True)
class Component:
    """A dimension, measure or attribute: coded by a list, or of a type."""

    id: str
    codelist: str | None = None
    type: str = "String"


Key = tuple[str, ...]
PERIOD = Component(TIME, type="ObservationalTimePeriod")


@dataclass(frozen=True, slots=True)
class Dataflow:
    """`dimensions`: without the period, which every dataflow has as its last one."""

    id: str
    dimensions: tuple[Component, ...]
    attributes: tuple[Component, ...]
    observed: str = "Decimal"

    @property
    def places(self) -> list[str]:
        """The dimensions in their order, the period last."""
        return [*(one.id for one in self.dimensions), TIME]

    @property
    def components(self) -> tuple[Component, ...]:
        """All of them, in their order."""
        return (*self.dimensions, PERIOD, Component(MEASURE, type="Decimal"), *self.attributes)


STATUSES = (Component("OBS_STATUS", "CL_OBS_STATUS"), Component("CONF_STATUS", "CL_CONF_STATUS"))
INDICATORS = Dataflow(
    "INDICATORS",
    (
        Component("OBJECTIVE", "CL_OBJECTIVE"),
        Component("INDICATOR", "CL_INDICATOR"),
        Component("REPORTER", "CL_ACTOR"),
        Component("REPORTER_KIND", "CL_ACTOR_KIND"),
        Component("AXIS", "CL_AXIS"),
        Component("BREAKDOWN", "CL_BREAKDOWN"),
    ),
    (
        Component("UNIT_MEASURE", "CL_UNIT"),
        Component("NUMERATOR", type="Integer"),
        Component("DENOMINATOR", type="Integer"),
        Component("DENOMINATOR_DATE"),
        *STATUSES,
        Component("EDITION"),
        Component("POSITION", type="Integer"),
    ),
)
MIGRATION = Dataflow(
    "MIGRATION",
    (
        Component("REF_AREA", "CL_AREA"),
        Component("COUNTERPART_AREA", "CL_AREA"),
        Component("MEASURE", "CL_MEASURE"),
        Component("SEX", "CL_SEX"),
        Component("AGE", "CL_AGE"),
    ),
    (Component("SOURCE"), *STATUSES, Component("SUBMISSION")),
)
DATAFLOWS = {flow.id: flow for flow in (INDICATORS, MIGRATION)}


class Observation(NamedTuple):
    """The value of a period as text, and its attributes, in the order of the dataflow. In a series
    across another dimension `period` is the code of that.
    """

    period: str
    value: str | None
    attributes: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """Observations of one key, by period. `order`: the place of the series among others."""

    order: tuple[str, ...]
    key: tuple[str, ...]
    observations: Sequence[Observation]


def regrouped(level: int | None, every: Iterable[Series]) -> list[Series]:
    """The same observations in series across the dimension at a place (None: the period), which
    come in the order of their first ones. The period stands last in the keys that have it.
    """
    found: dict[tuple[str, ...], list[Observation]] = {}
    for one in every:
        for each in one.observations:
            key, told = _across(level, one.key, each)
            found.setdefault(key, []).append(told)
    return [Series(key, key, observations) for key, observations in found.items()]


def _across(level: int | None, key: Key, one: Observation) -> tuple[Key, Observation]:
    if level is None:
        return key, one
    return (*key[:level], *key[level + 1 :], one.period), one._replace(period=key[level])


def code_of(breakdown: str | None) -> str:
    """The code of a breakdown: dots separate the parts of a key."""
    return NOT_APPLICABLE if breakdown is None else breakdown.replace(".", "_")


def digits(value: Decimal | None) -> str | None:
    """The text that a number has in every format."""
    return None if value is None else format(value, "f")


GROUP = ("objective", "indicator", "actor", "actor_kind", "axis")


def series_of(rows: Sequence[Mapping[str, Any]]) -> list[Series]:
    """The series of rows in long form that are alike in what they are grouped by."""
    place = tuple(rows[0][name] or "" for name in GROUP)
    found: dict[str, list[Observation]] = {}
    for row in rows:
        if row["year"] is not None:
            found.setdefault(row["breakdown"] or "", []).append(_observation(row))
    objective, indicator, *rest = place
    key = (objective, indicator, *(code or TOTAL for code in rest))
    return [
        Series((*place, breakdown), (*key, code_of(breakdown or None)), found[breakdown])
        for breakdown in sorted(found)
    ]


def _observation(row: Mapping[str, Any]) -> Observation:
    hidden = row["value"] is None and row["suppressed"] > 0
    status = SUPPRESSED if hidden else MISSING if row["value"] is None else NORMAL
    attributes = (
        row["unit"],
        *(_text(row[name]) for name in ("numerator", "denominator", "denominator_on")),
        status,
        CONFIDENTIAL if hidden else FREE,
        row["edition"],
        str(row["position"]),
    )
    return Observation(str(row["year"]), digits(row["value"]), attributes)


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def series_of_statistics(standing: Sequence[Statistic]) -> list[Series]:
    """The series of statistics that stand, which are in their order."""
    found: dict[tuple[str, ...], list[Observation]] = {}
    for one in standing:
        hidden = one.status == CONFIDENTIAL
        status = SUPPRESSED if hidden else one.status
        attributes = (one.origin.source, status, CONFIDENTIAL if hidden else FREE)
        told = Observation(one.period, one.value, (*attributes, one.origin.submission))
        found.setdefault(tuple(one.key), []).append(told)
    return [Series(key, key, observations) for key, observations in found.items()]
