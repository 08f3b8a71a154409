"""Acts with regard to a treaty, read from a table."""

import pytest

from services.reports.formats.acts import read

HEADER = "state,signed,bound_on,action,verification\n"


def test_a_row_has_an_act_for_each_of_its_days() -> None:
    rows = "ARG,2004-08-10,2007-02-23,ratification,read\r\nHTI,2013-12-05,,,recalled\n"
    text = f"\ufeff{HEADER}{rows}"
    assert [(act.line, act.payload, act.refused) for act in read(text)] == [
        (
            2,
            {"state": "ARG", "verified": True, "action": "signature", "date": "2004-08-10"},
            None,
        ),
        (
            2,
            {"state": "ARG", "verified": True, "action": "ratification", "date": "2007-02-23"},
            None,
        ),
        (
            3,
            {"state": "HTI", "verified": False, "action": "signature", "date": "2013-12-05"},
            None,
        ),
    ]


@pytest.mark.parametrize(
    "row",
    [
        "ARG,2004-08-10,,signature,perhaps",
        "ARG,,,accession,read",
        "ARG,,2004-08-10,signature,read",
        "ARG,2004-08-10,,signature",
        "ARG,2004-08-10,,signature,read,more",
    ],
)
def test_a_row_that_says_nothing_to_file_is_refused_alone(row: str) -> None:
    refused, good = read(f"{HEADER}{row}\nBLZ,,2001-11-14,accession,read\n")
    assert refused.line == 2
    assert refused.refused
    assert good.refused is None


@pytest.mark.parametrize("text", ["", "state,signed\n", "# a heading\n", f'{HEADER}"ARG'])
def test_another_table_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"columns|line"):
        read(text)
