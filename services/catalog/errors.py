"""The catalogue's own problems, and what is wrong with data files that cannot be loaded."""

from kernel.errors import Invalid, Problem, conflict, invalid


class BadProgramme(Exception):
    """The data files cannot be loaded; the text names the file, the entry and what is wrong with it."""


def unknown_code(pointer: str, code: str, what: str) -> Problem:
    """422: a filter or a field names a code that is not there."""
    return invalid(Invalid(pointer, "unknown_code", f"There is no {what} {code[:80]}."))


def no_fingerprints(edition: str, lang: str) -> Problem:
    """422: an official text can be checked only against fingerprints."""
    return Problem(
        422, "no_fingerprints", f"Edition {edition} has no fingerprints in {lang}: a text in that language cannot be checked and is not stored.",
        [Invalid("/lang", "no_fingerprints", "No node has a fingerprint in this language.")],
    )


def frozen(fields: list[str]) -> Problem:
    """409: these fields belong to the structure of a published edition."""
    return conflict("frozen", f"Frozen once the edition is published: {', '.join(fields)}. Only titles and summaries may change.", fields=fields)


def exists(code: str) -> Problem:
    """409: an actor of this code is registered already."""
    return conflict("exists", f"Actor {code} is registered already: change it with PATCH.")
