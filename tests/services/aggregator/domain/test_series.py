"""Which observation stands where several submissions publish one."""

from contracts import reports
from services.aggregator.domain.series import PublishedSeries, SeriesKey, series_of, standing

INFLOW = SeriesKey("COL", "_T", "INFLOW", "_T", "_T")
OUTFLOW = INFLOW._replace(measure="OUTFLOW")


def published(position: int, reporter: str, **values: str | None) -> list[PublishedSeries]:
    """A publication of two series with these values, by period."""
    content = reports.Statistic(
        dataflow="MIGRATION",
        series=[
            reports.Series(
                key=reports.StatisticKey(
                    **{name.upper(): code for name, code in key._asdict().items()}
                ),
                observations=[
                    reports.Observation(
                        period=period[1:], value=value, status="C" if value is None else "A"
                    )
                    for period, value in values.items()
                ],
            )
            for key in (OUTFLOW, INFLOW)
        ],
        source="s",
    )
    some = series_of(content, ((reporter, "state"),))
    return [PublishedSeries(one, f"by-{reporter}", 1, position, "s") for one in some]


def test_the_states_own_stands_then_the_latest_publication() -> None:
    own = published(2, "COL", y2023="10", y2024=None)
    others = [
        *published(1, "ILO", y2024="7", y2025="8"),
        *published(3, "IOM", y2022="5", y2025="9"),
    ]
    stand = standing([*others, *own])
    assert [(one.key, one.period) for one in stand] == [
        (key, period) for key in (INFLOW, OUTFLOW) for period in ("2022", "2023", "2024", "2025")
    ]
    assert [(one.value, one.status, one.origin.submission) for one in stand[:4]] == [
        ("5", "A", "by-IOM"),
        ("10", "A", "by-COL"),
        (None, "C", "by-COL"),
        ("9", "A", "by-IOM"),
    ]


def test_of_several_publications_the_latest_stands_whatever_their_order() -> None:
    some = [*published(2, "ILO", y2024="7"), *published(1, "IOM", y2024="5")]
    for each in (some, some[::-1]):
        assert {one.value for one in standing(each)} == {"7"}
    assert [one.own for one in (each.series for each in published(1, "COL", y2024="7"))] == [
        True
    ] * 2
