"""The catalogue's own problems, and what is wrong with data files that cannot be loaded."""

from kernel.errors import Invalid, Problem, conflict, invalid


class InvalidDataFiles(Exception):
    """The data files cannot be loaded; the text names the file, the entry and what is wrong with
    it.
    """


def unknown_code(pointer: str, code: str, what: str) -> Problem:
    """422: a filter or a field names a code that is not there."""
    return invalid(Invalid(pointer, "unknown_code", f"There is no {what} {code[:80]}."))


def no_fingerprints(edition: str, lang: str) -> Problem:
    """422: an official text can be checked only against fingerprints."""
    return Problem(
        422,
        "no_fingerprints",
        f"Edition {edition} has no fingerprints in {lang}: a text in that language cannot be "
        "checked and is not stored.",
        [Invalid("/lang", "no_fingerprints", "No node has a fingerprint in this language.")],
    )


def frozen(fields: list[str]) -> Problem:
    """409: these fields belong to the structure of a published edition."""
    detail = (
        f"Frozen once the edition is published: {', '.join(fields)}. Only titles and "
        "summaries may change; for more, begin a new edition."
    )
    return conflict("frozen", detail, fields=fields)


def published(edition: str) -> Problem:
    """409: what is published is not published again."""
    return conflict("published", f"Edition {edition} is published already.")


def superseded(edition: str, current: str) -> Problem:
    """409: another edition was published while this draft was made; its changes would be lost
    unseen.
    """
    return conflict(
        "superseded",
        f"Edition {current} was published after draft {edition} was begun: begin a new draft "
        "from it.",
        current=current,
    )


def not_a_base(edition: str, why: str) -> Problem:
    """409: nothing can be made from this edition."""
    return conflict(
        "not_a_base",
        f"Edition {edition} {why}: a draft is made from a published edition with its whole "
        "structure.",
    )


def edition_exists(code: str) -> Problem:
    """409: an edition of this code is there already."""
    return conflict("exists", f"There is an edition {code} already.")


def node_exists(code: str, edition: str) -> Problem:
    """409: a code of the programme means one thing in all editions."""
    return conflict("exists", f"{code} is a node of edition {edition}: a code is not given twice.")


def not_adopted(proposal: str) -> Problem:
    """409: the Committee has not adopted it, as far as this service knows."""
    return conflict("not_adopted", f"There is no adopted proposal {proposal}.")


def incorporated(proposal: str, edition: str | None) -> Problem:
    """409: an edition has taken it in already."""
    by = f"Edition {edition}" if edition else "Another edition"
    return conflict("incorporated", f"{by} has taken proposal {proposal} in.", edition=edition)


def withheld(proposal: str) -> Problem:
    """409: its texts are withheld, so they enter no edition."""
    return conflict("withheld", f"Proposal {proposal} is withheld.")


def exists(code: str) -> Problem:
    """409: an actor of this code is registered already."""
    return conflict("exists", f"Actor {code} is registered already: change it with PATCH.")
