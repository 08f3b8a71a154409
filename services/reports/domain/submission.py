"""What a submission is: its state, its texts, and the confirmations given to each text."""

from dataclasses import dataclass, replace
from typing import Any, Literal

from services.reports.domain.decisions import Decision
from services.reports.domain.kinds import KINDS
from services.reports.domain.lifecycle import SHOWN

ReaderRole = Literal["reporter", "reviewer", "named", "public"]


@dataclass(frozen=True, slots=True)
class TextVersion:
    """What the reporter wrote, as one save left it.

    Every save and every revision begun makes another.
    """

    number: int
    revision: int
    title: str
    language: str
    payload: dict[str, Any]
    evidence: list[dict[str, Any]]
    joint: tuple[str, ...]
    saved_at: str


@dataclass(frozen=True, slots=True)
class SubmissionState:
    """Where a submission stands.

    `revision` counts publications begun; `version` every write but comments. `authors`: the keys,
    by their lines, that drafted, saved or submitted the text of this revision.
    """

    id: str
    kind: str
    reporter: str
    edition: str
    state: str
    revision: int
    text: int
    version: int
    created_at: str
    updated_at: str
    public_revision: int | None = None
    public_text: int | None = None
    published_at: str | None = None
    begun: int = 1
    withheld_from: str | None = None  # the state before it was withheld, kept when it is withdrawn
    code: str | None = None  # given by its first publication
    authors: frozenset[str] = frozenset()
    submitted: bool = False  # whether it was ever submitted
    public_version: int = 0  # counts what the public saw change, and when that was last
    public_updated_at: str | None = None
    decision: Decision | None = None  # the last one

    def moved_to(self, action: str, state: str) -> "SubmissionState":
        """Where it stands after an action that ends in a state."""
        if action == "withhold":
            return replace(self, state=state, withheld_from=self.state)
        if action == "release":
            return replace(self, state=self.withheld_from or state, withheld_from=None)
        return replace(self, state=state)

    @property
    def was_public(self) -> bool:
        """Whether a revision has ever been published."""
        return self.public_revision is not None

    @property
    def standing_decision(self) -> Decision | None:
        """The decision that holds for what is public."""
        decision = self.decision
        return decision if decision and decision.stands(self.public_revision) else None

    @property
    def decided(self) -> bool:
        """Whether a final decision stands."""
        return self.decision is not None and self.decision.final

    @property
    def hidden(self) -> bool:
        """Whether what was public is gone from the public."""
        return self.state == "withdrawn" or (self.state == "withheld" and not self.leaves_something)

    @property
    def leaves_something(self) -> bool:
        """Whether a part of it stays public while it is withheld."""
        return KINDS[self.kind].leaves is not None

    @property
    def hidden_for_ever(self) -> bool:
        """Whether no earlier position shows it to the public either: it is withheld, or was when it
        was withdrawn.
        """
        return self.withheld_from is not None and not self.leaves_something


@dataclass(frozen=True, slots=True)
class Submission:
    """All that a decision about one submission needs: its state, its newest and its public text,
    and which joint reporter confirmed which text, as (actor, number of the text).
    """

    current: SubmissionState
    newest: TextVersion
    public: TextVersion | None
    confirmations: frozenset[tuple[str, int]]

    @property
    def is_public(self) -> bool:
        """Whether it has a public revision and is neither withheld nor withdrawn."""
        return self.current.was_public and not self.current.hidden

    def without_withheld(self, payload: dict[str, Any]) -> dict[str, Any]:
        """A payload as everybody may read it: as long as it is withheld, what its kind leaves."""
        leaves = KINDS[self.current.kind].leaves
        return payload if leaves is None or self.current.state != "withheld" else leaves(payload)

    @property
    def public_seen(self) -> TextVersion | None:
        """The public text as everybody may read it."""
        if self.public is None:
            return None
        return replace(self.public, payload=self.without_withheld(self.public.payload))

    def confirmed(self, text: TextVersion) -> list[str]:
        """The joint reporters who confirmed this text, in the order it names them."""
        return [actor for actor in text.joint if (actor, text.number) in self.confirmations]

    def open_to(self, actor: str) -> list[TextVersion]:
        """The texts that name a joint reporter and that it may confirm: the newest one under way
        first, then the public one.
        """
        texts = [self.newest] if self.current.state in SHOWN else []
        if self.public is not None and self.public not in texts:
            texts.append(self.public)
        return [text for text in texts if actor in text.joint]

    def takes_part(self, actor: str | None) -> bool:
        """Whether a text that was submitted or is public names this actor as a joint reporter."""
        return actor is not None and bool(self.open_to(actor))

    @property
    def outside(self) -> tuple[object, ...]:
        """What the public sees of it, as a value that changes when that does: nothing, that it is
        hidden, or the public text with the decision on it and those who report it, and whether a
        part is withheld.
        """
        if self.public is None:
            return ()
        if self.current.hidden:
            return (self.current.state,)
        withheld, decision = self.current.state == "withheld", self.current.standing_decision
        return (withheld, self.public.number, decision, *self.confirmed(self.public))

    def reporting(self, text: TextVersion) -> list[str]:
        """Who reports a text: the reporter, then the joint reporters who confirmed it."""
        return [self.current.reporter, *self.confirmed(text)]

    def role(self, actor: str | None, *, reviewer: bool) -> ReaderRole | None:
        """In what role a caller reads; None: there is nothing here for this caller."""
        current = self.current
        if actor == current.reporter:
            return "reporter"
        under_way = current.state in SHOWN
        withdrawn = current.state == "withdrawn" and current.submitted
        if reviewer and (under_way or current.was_public or withdrawn):
            return "reviewer"
        if under_way and actor in self.newest.joint:
            return "named"
        return "public" if current.was_public else None

    def readable(self, actor: str | None, *, reviewer: bool) -> bool:
        """Whether a caller may read it now: what is hidden only its reporter and reviewers."""
        role = self.role(actor, reviewer=reviewer)
        if not self.current.hidden:
            return role is not None
        return role in ("reporter", "reviewer") or self.joins_what_is_withheld(actor)

    def joins_what_is_withheld(self, actor: str | None) -> bool:
        """Whether a confirmed joint reporter reads what is withheld: it may take that back."""
        if self.public is None or self.current.state != "withheld":
            return False
        return actor in self.confirmed(self.public)

    def shown(self, role: ReaderRole) -> TextVersion:
        """The text a caller reads in this role."""
        if (
            role == "reporter"
            or self.public is None
            or (role in ("reviewer", "named") and self.current.state in SHOWN)
        ):
            return self.newest
        return self.public
