"""A draft edition takes an adopted proposal in: the edit of its nodes, and the word of it."""

from kernel.db import Tx
from services.catalog.commands import editions
from services.catalog.domain.adoptions import Incorporation
from services.catalog.domain.catalogue import Adoption, Edition
from services.catalog.store import adoptions


def incorporate(
    tx: Tx, edition: Edition, adoption: Adoption, done: Incorporation, by: str | None
) -> Edition:
    """Write the change and which edition has it. StaleWrite, DuplicateKey when another draft was
    faster.
    """
    adoptions.incorporate(tx, adoption, edition.code, done.node, done.edit.at)
    return editions.edit(tx, edition, done.edit, by)
