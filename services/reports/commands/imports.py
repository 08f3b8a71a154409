"""The decisions about imports: a file is taken in, a row of it is done, it ends."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kernel import clock
from kernel.auth import Caller
from kernel.db import Tx
from services.reports.commands import submissions
from services.reports.commands.submissions import Content
from services.reports.domain.imports import Verdict
from services.reports.domain.lifecycle import TABLE
from services.reports.domain.programme import Catalogue
from services.reports.domain.submission import Submission
from services.reports.store import imports as store

Head = Mapping[Any, Any]


@dataclass(frozen=True, slots=True)
class Act:
    """What is done with a row: in which submission, where there is one, `verdict` and content, by
    whom; and as what the row is known again. `taken`: the digest that was taken last.
    """

    before: Submission | None
    kind: str
    content: Content
    verdict: Verdict
    catalogue: Catalogue
    by: Caller
    identity: str
    digest: str
    taken: str | None


def begin(tx: Tx, head: Head) -> Head:
    """An import of a file that is stored."""
    store.add(tx, head)
    return head


def take_row(tx: Tx, head: Head, told: Mapping[str, Any], act: Act | None) -> None:
    """Do what is to be done with the next row, and tell what became of it. Raises StaleWrite,
    DuplicateKey where somebody else was faster.
    """
    if act is not None:
        current = _carry_out(tx, act).current
        told = {**told, "submission": current.id, "state": current.state}
    n = head["done"] + 1
    store.add_row(tx, {**told, "import_id": head["id"], "n": n})
    store.advance(tx, head["id"], n, told["outcome"], noted=bool(told["notices"]))


def _carry_out(tx: Tx, act: Act) -> Submission:
    submission = _written(tx, act)
    if act.verdict.submits:
        row = TABLE["submit"]
        submission = submissions.move(tx, submission, row, act.catalogue, None, act.by)
    store.remember(tx, act.identity, submission.current.id, act.digest, act.taken)
    return submission


def _written(tx: Tx, act: Act) -> Submission:
    """The submission with the text of the row."""
    if act.before is None:
        reporter, edition = str(act.by.actor), str(act.catalogue.edition)
        return submissions.draft(tx, act.kind, reporter, edition, act.content, act.by)
    if not act.verdict.saves:
        return act.before
    return submissions.save(tx, act.before, act.content, act.by)


def finish(tx: Tx, head: Head, problem: Mapping[str, str] | None = None) -> None:
    """All rows are done, or none can be any more. Raises StaleWrite."""
    store.finish(tx, head["id"], head["done"], clock.stamp(), problem)
