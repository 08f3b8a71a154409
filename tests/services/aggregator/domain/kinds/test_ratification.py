"""The fact of a public act with regard to a treaty."""

import pytest

from contracts import reports
from services.aggregator.domain.facts import At
from services.aggregator.domain.kinds import KINDS
from services.aggregator.domain.kinds.ratification import Ratification
from tests.services.aggregator.domain.kinds.publications import names, published


@pytest.mark.parametrize(
    ("state", "takes_effect_on", "effective"),
    [("COL", None, "1995-05-24"), ("MEX", "1996-01-01", "1996-01-01")],
)
def test_a_fact_is_what_the_publication_says(
    state: str, takes_effect_on: str | None, effective: str
) -> None:
    content = reports.Ratification(
        instrument="ICRMW",
        state=state,
        action="withdrawal",
        date="1995-05-24",
        takes_effect_on=takes_effect_on,
    )
    event = published("ratification", content)
    fact = KINDS["ratification"].fact(event.content, event, At(7, 2024))
    assert fact == Ratification(
        *("p", 2, 7, 1995, (("COL", "state"),), "ICRMW", state, "withdrawal", effective),
        own=state == "COL",
    )
    assert fact.kind == "ratification"
    assert names(fact) == ((), (), ())
