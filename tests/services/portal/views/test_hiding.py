"""Small numbers of persons: in no form that is sent, however they were written."""

from services.portal.views import forms
from tests.services.portal.views.test_forms import asked


def sent(value: str, measure: str) -> dict[str, object]:
    row = "payload.series.0"
    fields = {
        f"{row}.key.MEASURE": [measure],
        f"{row}.observations.0.period": ["2024"],
        f"{row}.observations.0.value": [value],
        f"{row}.observations.0.status": ["A"],
    }
    [series] = forms.payload(asked("statistic"), fields)["series"]
    observation: dict[str, object] = series["observations"][0]
    return observation


def test_one_to_four_persons_become_fewer_than_five() -> None:
    hidden = {"period": "2024", "value": None, "status": "C"}
    for value in ("1", "4", " 3 ", "03", "4.0", "2,0", "٣"):
        assert sent(value, "INFLOW") == hidden, value
        assert sent(value, "") == hidden, "a measure that is not chosen yet may count persons"


def test_other_numbers_and_amounts_of_money_stay() -> None:
    for value in ("0", "5", "1234", "2.000", "NaN", "unos 3"):
        assert sent(value, "INFLOW") == {"period": "2024", "value": value, "status": "A"}
    assert sent("3", "REMITTANCES_IN") == {"period": "2024", "value": "3", "status": "A"}
