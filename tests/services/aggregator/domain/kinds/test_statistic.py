"""The fact of public series."""

from contracts import reports
from services.aggregator.domain.facts import At
from services.aggregator.domain.kinds import KINDS
from services.aggregator.domain.kinds.statistic import Statistic
from tests.services.aggregator.domain.kinds.publications import names, published


def series(area: str) -> reports.Series:
    key = reports.StatisticKey(
        REF_AREA=area, COUNTERPART_AREA="_T", MEASURE="INFLOW", SEX="_T", AGE="_T"
    )
    observations = [
        reports.Observation(period=period, value="10", status="A") for period in ("2023", "2024")
    ]
    return reports.Series(key=key, observations=observations)


def test_a_fact_names_the_areas_once() -> None:
    content = reports.Statistic(
        dataflow="MIGRATION", series=[series("COL"), series("MEX"), series("COL")], source="s"
    )
    event = published("statistic", content)
    fact = KINDS["statistic"].fact(event.content, event, At(7, 2024))
    assert fact == Statistic("p", 2, 7, 2024, (("COL", "state"),), ("COL", "MEX"), 6, "s")
    assert fact.kind == "statistic"
    assert names(fact) == ((), (), ())
