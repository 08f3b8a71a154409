"""Statements: what actors say in public beside a submission or a cycle. Events carry no text, but
the digest of one.
"""

from typing import Annotated

from pydantic import Field

from contracts.events import Data, event
from contracts.reports.content import Code


class Statement(Data):
    """A statement of an actor, beside a submission (of a kind) or a cycle.

    `status`: of a follow-up. `addressees`: for which of those that a recommendation is addressed to
    a follow-up speaks. `digest`: SHA-256 of the canonical `{"salt", "text"}`; the salt is kept as
    long as the text is.
    """

    statement: Annotated[Code, Field(max_length=36)]
    submission: Annotated[Code, Field(max_length=36)] | None
    kind: str | None
    cycle: Annotated[Code, Field(max_length=36)] | None
    role: str
    actor: Code
    status: str | None
    addressees: list[Code] = []
    digest: str


@event("reports.statement_made")
class StatementMade(Statement): ...


@event("reports.statement_withdrawn")
class StatementWithdrawn(Statement): ...


@event("reports.statement_withheld")
class StatementWithheld(Statement): ...
