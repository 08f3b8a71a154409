"""What the operator files on behalf of an actor, from drafted to published in one commit."""

from collections.abc import Iterable

from kernel.auth import Caller
from kernel.db import Tx
from services.reports.commands import submissions
from services.reports.commands.submissions import Content
from services.reports.domain.lifecycle import TABLE
from services.reports.domain.programme import Catalogue
from services.reports.domain.submission import Submission
from services.reports.store import serials
from services.reports.store.serials import Serial

#: No key: what is said by four eyes does not hold for the operator.
OPERATOR = Caller(actor="the operator", line="the operator")


def file_published(
    tx: Tx,
    serial: Serial,
    kind: str,
    reporter: str,
    catalogue: Catalogue,
    contents: Iterable[Content],
) -> None:
    """File and publish each of these contents. Raises StaleWrite where another filing of the
    serial came between.
    """
    serials.advance(tx, serial)
    for content in contents:
        submission = submissions.draft(
            tx, kind, reporter, str(catalogue.edition), content, OPERATOR
        )
        for action in ("submit", "start_review", "accept", "publish"):
            submission = _moved(tx, submission, action, catalogue)


def _moved(tx: Tx, submission: Submission, action: str, catalogue: Catalogue) -> Submission:
    return submissions.move(tx, submission, TABLE[action], catalogue, None, OPERATOR)
