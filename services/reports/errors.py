"""This service's own problems."""

from collections.abc import Mapping, Sequence
from typing import Any

from kernel.errors import Problem, forbidden


def gone(id_: str, reporter: str, state: str, at: str, *, for_ever: bool) -> Problem:
    """410: it was public and is not any more; says whose it was and since when.

    `for_ever`: no earlier position shows it either.
    """
    detail = f"This submission was {state} on {at}."
    if not for_ever:
        detail += " An earlier position can still be read with as_of."
    return Problem(410, state, detail, extra={"id": id_, "reporter": reporter, "at": at})


def not_allowed(action: str, allowed: Sequence[str], state: str) -> Problem:
    """403: the action is somebody else's."""
    return Problem(
        403,
        "not_yours",
        f"This key may not {action} this submission.",
        extra={"allowed": list(allowed), "state": state},
    )


def own_report(action: str, allowed: Sequence[str], state: str) -> Problem:
    """403: four eyes are asked for, and this key wrote the text."""
    return Problem(
        403,
        "own_report",
        f"This key, or one it was rotated from or into, wrote this text: another one has to "
        f"{action} it.",
        extra={"allowed": list(allowed), "state": state},
    )


def no_actor() -> Problem:
    """403: the key speaks for no actor."""
    return forbidden("This key speaks for no actor: it administers only.", code="no_actor")


def not_now(action: str, allowed: Sequence[str], state: str) -> Problem:
    """409: the state does not allow the action."""
    return Problem(
        409,
        "not_in_this_state",
        f"A submission that is {state} cannot {action}.",
        extra={"allowed": list(allowed), "state": state},
    )


def append_only(action: str, allowed: Sequence[str], state: str) -> Problem:
    """409: submissions of this kind do not change once they are published."""
    return Problem(
        409,
        "append_only",
        f"A submission of this kind cannot {action} once it is published.",
        extra={"allowed": list(allowed), "state": state},
    )


def decided(action: str, allowed: Sequence[str], state: str) -> Problem:
    """409: a final decision stands on it."""
    return Problem(
        409,
        "decided",
        f"The Committee has decided on this submission: it cannot {action} any more.",
        extra={"allowed": list(allowed), "state": state},
    )


def clash(code: str, detail: str, figures: Mapping[str, Any]) -> Problem:
    """409: it does not fit with what is public, as the figures say."""
    return Problem(409, code, detail, extra=dict(figures))


def no_edition() -> Problem:
    """503: the catalogue's structure has not arrived here yet."""
    return Problem(
        503,
        "no_edition",
        "The programme has not reached this service yet; try again in a moment.",
        headers={"Retry-After": "1"},
    )
