"""`statistic`: aggregate series on migration."""

from typing import Annotated

from pydantic import BaseModel, Field

from contracts.reports.content import Code, Content

Text = Annotated[str, Field(max_length=300, pattern=r"^[^\x00]*$")]


class StatisticKey(BaseModel):
    """What a series is about, in the dimensions of its dataflow."""

    REF_AREA: Code
    COUNTERPART_AREA: Code
    MEASURE: Code
    SEX: Code
    AGE: Code


class Observation(BaseModel):
    """A value of a period, a decimal text; None where it is confidential or missing."""

    period: Code
    value: Text | None
    status: Code


class Series(BaseModel):
    """The observations of one key."""

    key: StatisticKey
    observations: list[Observation]


class Statistic(Content):
    """What a `statistic` publishes, complete but for its method."""

    dataflow: Code
    series: list[Series]
    source: Text
