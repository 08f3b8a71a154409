"""The judge of the life cycle: the table of the domain, who may do what, and which facts stand at
each position. Shares no code with the product.

Feed a Ledger what callers do, one after the other; it answers with the status of the contract, the
position taken and the state left behind. Keys, ETags, idempotency and the validity of a text beyond
what `submit` requires are not its matter.
"""

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, Literal

from tests.reference.indicators import Fact

State = Literal[
    "draft",
    "submitted",
    "under_review",
    "accepted",
    "returned",
    "published",
    "withheld",
    "withdrawn",
]
Who = Literal["reporter", "reviewer", "publisher"]

WRITE, REVIEW, PUBLISH = "reports:write", "reports:review", "reports:publish"


@dataclass(frozen=True)
class Transition:
    """A row of the table: an action, the states it starts from, the one it ends in, who takes it,
    and the event it leaves.
    """

    action: str
    starts: tuple[State, ...]
    ends: State
    who: Who
    event: str
    needs_comment: bool = False
    correction_only: bool = False  # only where a published revision stands behind the text


LIVING: tuple[State, ...] = (
    "draft",
    "submitted",
    "under_review",
    "accepted",
    "returned",
    "published",
    "withheld",
)
TABLE = (
    Transition("submit", ("draft", "returned"), "submitted", "reporter", "submitted"),
    Transition("start_review", ("submitted",), "under_review", "reviewer", "review_started"),
    Transition(
        "return",
        ("under_review", "accepted"),
        "returned",
        "reviewer",
        "returned",
        needs_comment=True,
    ),
    Transition("accept", ("under_review",), "accepted", "reviewer", "accepted"),
    Transition("publish", ("accepted",), "published", "publisher", "published"),
    Transition("revise", ("published",), "draft", "reporter", "revised"),
    Transition(
        "discard", ("draft", "returned"), "published", "reporter", "discarded", correction_only=True
    ),
    Transition(
        "withhold",
        ("draft", "submitted", "under_review", "accepted", "returned", "published"),
        "withheld",
        "publisher",
        "withheld",
        needs_comment=True,
        correction_only=True,
    ),
    Transition("release", ("withheld",), "published", "publisher", "released"),
    Transition("withdraw", LIVING, "withdrawn", "reporter", "withdrawn"),
)
ACTIONS = {row.action: row for row in TABLE}
EDITABLE: tuple[State, ...] = ("draft", "returned")
# and to the joint reporters named
SHOWN_TO_REVIEWERS: tuple[State, ...] = ("submitted", "under_review", "accepted", "returned")
# once published neither revised nor withdrawn; withheld, they count all the same
FROZEN = ("fund-entry",)
STANDING = ("fund-entry",)
REQUIRED_TO_SUBMIT: dict[str, tuple[str, ...]] = {
    "implementation": ("activity", "year", "status"),
    "practice": ("context", "action", "results", "year"),
}
# at least one of these says something
ONE_OF: dict[str, tuple[str, ...]] = {"practice": ("activities", "objectives")}


@dataclass(frozen=True)
class Caller:
    """A key: the actor it is bound to, if any, and its scopes."""

    actor: str | None
    scopes: frozenset[str]

    def can(self, scope: str) -> bool:
        return scope in self.scopes


@dataclass(frozen=True)
class Step:
    """Something a caller does:

    `create`, `put`, an action of the table, `confirm` or `unconfirm`. `body` goes with the first
    two.
    """

    action: str
    caller: Caller
    submission: str
    body: dict[str, Any] | None = None
    comment: str | None = None


@dataclass(frozen=True)
class Outcome:
    """`status` as HTTP says it, the event's position (None: none was taken), and where the
    submission stands now (None: no such thing).
    """

    status: int
    position: int | None
    state: State | None
    revision: int | None

    @property
    def ok(self) -> bool:
        return self.status < 300


@dataclass(frozen=True)
class Text:
    """What a reporter wrote, as one save left it: every PUT and every revision begun makes another,
    be the words the same or not.
    """

    number: int
    revision: int
    body: dict[str, Any]

    @property
    def named(self) -> tuple[str, ...]:
        return tuple(self.body.get("joint_reporters") or ())


@dataclass
class Submission:
    """One submission as it stands, and what it contributed since which position."""

    id: str
    reporter: str
    newest: Text
    state: State = "draft"
    submitted: bool = False  # ever
    public: Text | None = None
    published_at: int = 0
    held: State = "published"  # the state that a release goes back to
    begun: int = 1  # revisions, discarded ones too
    texts: int = 1
    # (actor, number of the text it was given to)
    confirmations: set[tuple[str, int]] = field(default_factory=set)
    facts: list[tuple[int, Fact | None]] = field(default_factory=list)

    def write(self, body: dict[str, Any], revision: int) -> None:
        self.texts += 1
        self.newest = Text(self.texts, revision, deepcopy(body))

    def stands_before(self, actor: str | None) -> list[Text]:
        """The texts that name an actor and that it can read: the newest one from `submitted` on,
        and the public one.
        """
        texts = [self.newest] if self.state in SHOWN_TO_REVIEWERS else []
        if self.public is not None and self.public not in texts:
            texts.append(self.public)
        return [text for text in texts if actor in text.named]

    def fact(self) -> Fact | None:
        """What counts now: the public revision, unless it is withdrawn, or withheld and of a kind
        that does not stand all the same.
        """
        if self.public is None or self.state == "withdrawn":
            return None
        if self.state == "withheld" and self.newest.body["kind"] not in STANDING:
            return None
        body, number = self.public.body, self.public.number
        confirmed = tuple(
            actor for actor in self.public.named if (actor, number) in self.confirmations
        )
        evidence = list(body.get("evidence") or [])
        return Fact(
            self.id,
            self.public.revision,
            self.published_at,
            self.reporter,
            confirmed,
            body["payload"],
            evidence,
        )


@dataclass
class Ledger:
    """All submissions, and the events in their order: (type, submission)."""

    events: list[tuple[str, str]] = field(default_factory=list)
    submissions: dict[str, Submission] = field(default_factory=dict)

    def take(self, steps: Iterable[Step]) -> list[Outcome]:
        """What becomes of each of these steps, one after the other."""
        return [self.do(step) for step in steps]

    def do(self, step: Step) -> Outcome:
        """Decide in the contract's order (404, 403, 409, 422) and, if all is well, carry it out."""
        status, event = self._create(step) if step.action == "create" else self._change(step)
        position = self._record(event, step.submission) if event else None
        submission = self.submissions.get(step.submission)
        if submission is None:
            return Outcome(status, position, None, None)
        return Outcome(status, position, submission.state, submission.newest.revision)

    def facts(self, position: int | None = None, kind: str = "implementation") -> list[Fact]:
        """The facts of a kind at a position, the last one where none is given; in order of
        publication.
        """
        at = len(self.events) if position is None else position
        standing = [
            [fact for since, fact in submission.facts if since <= at][-1:]
            for submission in self.submissions.values()
            if submission.newest.body["kind"] == kind
        ]
        return sorted(
            (fact for last in standing for fact in last if fact is not None),
            key=lambda fact: fact.position,
        )

    def allowed(self, caller: Caller, submission_id: str) -> list[str]:
        """The actions of the table open to this caller now, in the order of the table."""
        submission = self.submissions.get(submission_id)
        if submission is None or not readable(submission, caller):
            return []
        return [
            row.action
            for row in TABLE
            if entitled(row.who, submission, caller) and possible(row, submission)
        ]

    def _record(self, event: str, submission_id: str) -> int:
        """An event takes the next position; what it publishes and what it changes counts from
        there.
        """
        self.events.append((event, submission_id))
        position = len(self.events)
        submission = self.submissions[submission_id]
        if event == "published":
            submission.public, submission.published_at = submission.newest, position
        before = submission.facts[-1][1] if submission.facts else None
        if (now := submission.fact()) != before:
            submission.facts.append((position, now))
        return position

    def _create(self, step: Step) -> tuple[int, str | None]:
        body = step.body or {}
        if (
            not step.caller.can(WRITE)
            or step.caller.actor is None
            or body.get("reporter") != step.caller.actor
        ):
            return 403, None
        if step.submission in self.submissions:
            raise ValueError(
                f"{step.submission} is taken: the product gives every submission an id of its own"
            )
        self.submissions[step.submission] = Submission(
            step.submission, step.caller.actor, Text(1, 1, deepcopy(body))
        )
        return 201, "drafted"

    def _change(self, step: Step) -> tuple[int, str | None]:
        submission = self.submissions.get(step.submission)
        if submission is None or not readable(submission, step.caller):
            return 404, None
        if step.action == "put":
            return _put(submission, step)
        if step.action in ("confirm", "unconfirm"):
            return _confirmation(submission, step.caller, given=step.action == "confirm")
        return _transition(submission, step, ACTIONS[step.action])


def readable(submission: Submission, caller: Caller) -> bool:
    """Whether a submission is there for a caller at all; a withheld or withdrawn one that was
    public is gone, which is not the same.
    """
    if submission.public is not None or caller.actor == submission.reporter:
        return True
    reviewer = caller.can(REVIEW) or caller.can(PUBLISH)
    if submission.state == "withdrawn":
        return reviewer and submission.submitted
    return submission.state in SHOWN_TO_REVIEWERS and (
        reviewer or caller.actor in submission.newest.named
    )


def entitled(who: Who, submission: Submission, caller: Caller) -> bool:
    """Whether it is this caller's to do, whatever the state; without an actor nothing is."""
    if caller.actor is None:
        return False
    if who == "reporter":
        return caller.can(WRITE) and caller.actor == submission.reporter
    return caller.can(REVIEW if who == "reviewer" else PUBLISH)


def possible(row: Transition, submission: Submission) -> bool:
    """Whether the state allows it, whoever asks."""
    frozen = submission.public is not None and submission.newest.body["kind"] in FROZEN
    if frozen and row.action in ("revise", "withdraw"):
        return False
    return submission.state in row.starts and (
        submission.public is not None or not row.correction_only
    )


def _transition(submission: Submission, step: Step, row: Transition) -> tuple[int, str | None]:
    if not entitled(row.who, submission, step.caller):
        return 403, None
    if not possible(row, submission):
        return 409, None
    if row.needs_comment and not (step.comment or "").strip():
        return 422, None
    if row.action == "submit" and not complete(submission.newest.body):
        return 422, None
    submission.submitted |= row.action == "submit"
    if row.action == "withhold":
        submission.held = submission.state
    submission.state = submission.held if row.action == "release" else row.ends
    if row.action == "revise":
        submission.begun += 1
        submission.write(submission.newest.body, submission.begun)
    if row.action == "discard" and submission.public is not None:
        submission.newest = submission.public
    return 200, row.event


def complete(body: dict[str, Any]) -> bool:
    """Whether a text has what `submit` requires; kinds that are not named here require nothing."""
    kind, payload = body["kind"], body.get("payload") or {}
    one_of = ONE_OF.get(kind, ())
    return all(says_something(payload.get(name)) for name in REQUIRED_TO_SUBMIT.get(kind, ())) and (
        not one_of or any(says_something(payload.get(name)) for name in one_of)
    )


def says_something(value: Any) -> bool:
    """Whether a value is there, and neither a blank text nor an empty list."""
    return value is not None and value != [] and not (isinstance(value, str) and not value.strip())


def _put(submission: Submission, step: Step) -> tuple[int, str | None]:
    if not entitled("reporter", submission, step.caller):
        return 403, None
    if submission.state not in EDITABLE:
        return 409, None
    body = step.body or {}
    if (
        body.get("reporter") != submission.reporter
        or body.get("kind") != submission.newest.body["kind"]
    ):
        return 422, None  # whose it is and what it is stand since the first save
    submission.write(body, submission.newest.revision)
    return 200, None


def _confirmation(submission: Submission, caller: Caller, given: bool) -> tuple[int, str | None]:
    """Given to the newest text that stands before the actor; taken back from all of them: what
    counts, and what is to count next.
    """
    if not caller.can(WRITE):
        return 403, None
    standing = [(str(caller.actor), text.number) for text in submission.stands_before(caller.actor)]
    if not standing:
        return 403, None
    if submission.state == "withdrawn":
        return 409, None
    before = set(submission.confirmations)
    if given:
        submission.confirmations.add(standing[0])
    else:
        submission.confirmations -= set(standing)
    if submission.confirmations == before:
        return 200, None  # said already: nothing changes, no event
    return 200, "confirmed" if given else "confirmation_withdrawn"
