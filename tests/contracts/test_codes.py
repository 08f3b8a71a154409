"""Code lists that several services share."""

from typing import get_args

from contracts import codes


def test_no_code_stands_twice_and_all_are_plain() -> None:
    lists = [
        get_args(value)
        for name, value in vars(codes).items()
        if name[0].isupper() and get_args(value) and name != "LANGUAGES"
    ]
    assert len(lists) >= 12
    for values in lists:
        assert len(set(values)) == len(values)
        assert all(value.isascii() and value == value.lower() for value in values)


def test_languages_are_the_four_of_the_organisation() -> None:
    assert set(codes.LANGUAGES) == set(get_args(codes.Language)) == {"es", "en", "pt", "fr"}
