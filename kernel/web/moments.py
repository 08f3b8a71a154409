"""Moments that requests name: positions of a ledger, or instants."""

from kernel import clock
from kernel.errors import Invalid, Problem, invalid

FORM = "A position or an RFC 3339 date-time with an offset is needed."


def is_position(text: str) -> bool:
    """Whether digits alone stand there."""
    return text.isascii() and text.isdigit()


def instant_of(text: str, name: str = "as_of") -> str:
    """The stamp of an instant. Raises 422 for what is none; `name`: of the parameter."""
    try:
        return clock.stamp(clock.parse(text))
    except (ValueError, OverflowError):
        raise invalid(Invalid(f"/{name}", "wrong_form", FORM)) from None


def past_instant(text: str, late: str = "This instant has not come yet.") -> str:
    """The stamp of an instant that has come. Raises 422; `late` says why it is out of range."""
    if (instant := instant_of(text)) > clock.stamp():
        raise out_of_range(late)
    return instant


def out_of_range(detail: str, name: str = "as_of") -> Problem:
    """422: a moment that is not there."""
    return invalid(Invalid(f"/{name}", "out_of_range", detail))
