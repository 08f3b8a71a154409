"""Rows of an import: which of them is one that was there before, and what is done with each."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

from services.reports.domain.lifecycle import EDITABLE

Outcome = Literal["created", "updated", "unchanged", "refused"]
Mode = Literal["draft", "submit"]
UNFINISHED = ("waiting", "running")
WAITS = "It is {state}: a text can be changed as a draft, or once it is returned."
REFUSALS = {
    "published": (
        "published",
        "It is published: begin its correction (the action revise), then import this row again.",
    ),
    "withheld": ("withheld", "It is withheld, and cannot be changed."),
    "withdrawn": (
        "withdrawn",
        "It was withdrawn: give the row another external_id to report it anew.",
    ),
}
APPEND_ONLY = ("append_only", "Submissions of this kind do not change once they are published.")


class Known(NamedTuple):
    """What was made of a row before: the digest of the row that was `taken` last, and of the
    submission its state, the digests of the texts that are `standing` and `public`, and whether its
    kind is `frozen`.
    """

    taken: str
    state: str
    standing: str | None = None
    public: str | None = None
    frozen: bool = False


class Verdict(NamedTuple):
    """What a row comes to: whether its text is saved, whether it is submitted; or why not."""

    outcome: Outcome
    saves: bool = False
    submits: bool = False
    refusal: tuple[str, str] | None = None  # code, sentence


def digest(*content: Any) -> str:
    """SHA-256 of what a text says, as hex; the order of names is free."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def identity(reporter: str, kind: str, external_id: str | None, content: str) -> str:
    """What two rows share that are the same report: reporter, kind and `external_id`; without one
    the digest of the content.
    """
    return digest(reporter, kind, external_id, content if external_id is None else None)


def identity_of(reporter: str, kind: str, submission: str) -> str:
    """What the rows share that an export of ours says are one submission."""
    return digest(reporter, kind, "submission", submission)


def decide(known: Known | None, row: str, mode: Mode) -> Verdict:
    """What is done with a row of this digest, for which something was made before, or nothing."""
    submits = mode == "submit"
    if known is None:
        return Verdict("created", True, submits)
    if row in (known.taken, known.standing):
        return _repeated(known, row, mode)
    if known.state not in EDITABLE:
        return Verdict("refused", refusal=_refusal(known))
    return Verdict("updated", True, submits)


def _repeated(known: Known, row: str, mode: Mode) -> Verdict:
    """A row that says nothing new submits a draft that says the same, and else changes nothing."""
    waits = known.state == "draft" and row == known.standing != known.public
    if waits and mode == "submit":
        return Verdict("updated", submits=True)
    return Verdict("unchanged")


def _refusal(known: Known) -> tuple[str, str]:
    if known.state == "published" and known.frozen:
        return APPEND_ONLY
    otherwise = ("not_in_this_state", WAITS.format(state=known.state.replace("_", " ")))
    return REFUSALS.get(known.state, otherwise)


def reached(known: Known | None, verdict: Verdict) -> str | None:
    """The state in which a submission is, or would be, after that."""
    if verdict.submits:
        return "submitted"
    if known is not None:
        return known.state
    return "draft" if verdict.saves else None


def parts(content: bytes, size: int) -> Sequence[bytes]:
    """A file in parts of this size."""
    return [content[at : at + size] for at in range(0, len(content), size)]
