"""This service's own problems."""

from kernel.errors import Invalid, Problem, conflict, invalid


def unknown_actor(code: str) -> Problem:
    """422: no such actor, or one that never reports."""
    return invalid(
        Invalid("/actor", "unknown_code", f"{code} is not an actor that a key can speak for.")
    )


def bad_expiry(detail: str) -> Problem:
    """422: an expiry in the past, too far away, or unreadable."""
    return invalid(Invalid("/expires_at", "out_of_range", detail))


def not_active(key_id: str) -> Problem:
    """409: a key that is expired or revoked, or that somebody else is rotating just now, has no
    successor.
    """
    return conflict(
        "not_active", f"The key {key_id} is expired or revoked, or was rotated at this moment."
    )


def ends_too_soon() -> Problem:
    """422: the first day out is not after the first day."""
    return invalid(Invalid("/to", "out_of_range", "A focal point ends after its first day."))


def forgotten() -> Problem:
    """409: the contact data of a focal point that ended long ago is kept no longer."""
    detail = "It ended long ago, and who it was is kept no longer: enter a new focal point."
    return conflict("forgotten", detail)


def hands_over_wrongly() -> Problem:
    """422: what is to hand over is no focal point of this actor, or has ended by then."""
    detail = "This is no focal point of the actor that can hand over on that day."
    return invalid(Invalid("/replaces", "unknown_code", detail))
