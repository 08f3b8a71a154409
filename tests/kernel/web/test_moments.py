"""Moments that requests name: what is none is refused, with the parameter and the reason."""

from collections.abc import Callable
from functools import partial

import pytest

from kernel.errors import Problem
from kernel.web import moments


def test_an_instant_has_a_stamp_and_anything_else_is_refused() -> None:
    assert moments.past_instant("2026-01-01T02:00:00+02:00") == "2026-01-01T00:00:00.000000Z"
    refused: list[tuple[Callable[[str], str], str, str, str]] = [
        (moments.past_instant, "2026-01-01", "/as_of", "wrong_form"),
        (moments.past_instant, "9999-12-31T23:59:60-10:00", "/as_of", "wrong_form"),
        (moments.past_instant, "2999-01-01T00:00:00Z", "/as_of", "out_of_range"),
        (partial(moments.instant_of, name="since"), "٣", "/since", "wrong_form"),
    ]
    for read, text, pointer, code in refused:
        with pytest.raises(Problem) as caught:
            read(text)
        assert [(one.pointer, one.code) for one in caught.value.errors] == [(pointer, code)], text


def test_a_position_is_digits_alone() -> None:
    assert [
        text for text in ("0", "17", "", "-1", "1.0", "٣", "x") if moments.is_position(text)
    ] == [
        "0",
        "17",
    ]
