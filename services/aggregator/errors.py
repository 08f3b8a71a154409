"""This service's own problems."""

from kernel.errors import Invalid, Problem, invalid


def no_edition() -> Problem:
    """503: the catalogue's structure has not arrived here yet."""
    return Problem(
        503,
        "no_edition",
        "The programme has not reached this service yet; try again in a moment.",
        headers={"Retry-After": "1"},
    )


def not_yet(position: int, at: int) -> Problem:
    """503: the answer does not include the position asked for in time."""
    detail = f"The indicators stand at position {at}; {position} is not included yet."
    return Problem(503, "not_yet", detail, headers={"Retry-After": "1"}, extra={"position": at})


def beyond(end: int) -> Problem:
    """422: `as_of` after the last position."""
    return invalid(Invalid("/as_of", "out_of_range", f"The indicators stand at position {end}."))


def unknown(name: str, code: str) -> Problem:
    """422: a filter names a code that nobody knows."""
    return invalid(Invalid(f"/{name}", "unknown_code", f"There is no {name} {code}."))


def too_many_streams(most: int) -> Problem:
    """429: an address holds as many streams as it may."""
    detail = f"This address follows {most} streams already; close one first."
    return Problem(429, "too_many_streams", detail, headers={"Retry-After": "15"})


def no_stream_left() -> Problem:
    """503: this process serves as many streams as it can."""
    detail = "As many streams are followed as this process serves."
    return Problem(503, "no_stream_left", detail, headers={"Retry-After": "15"})


def too_large(most: str) -> Problem:
    """413: what is asked for has more than may be."""
    return Problem(413, "too_large", f"More than {most}.")
