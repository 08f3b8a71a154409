"""What rules see of other submissions: those that a text names, and those it has to fit with."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

Payload = Mapping[str, Any]
Term = tuple[str, str]  # name, value


@dataclass(frozen=True, slots=True)
class Other:
    """The public revision of another submission, and who reports it: the reporter first, then the
    joint reporters who confirmed it. `code`: the one that its first publication gave it.

    `public`: False while it is withheld. `published_at`: when its public revision was published.
    """

    id: str
    kind: str
    reporting: tuple[str, ...]
    revision: int
    payload: Payload
    code: str | None = None
    public: bool = True
    published_at: str = ""

    @property
    def reporter(self) -> str:
        """Whose submission it is."""
        return self.reporting[0]


class Sought(NamedTuple):
    """Which other submissions a text is to be looked at with: by id, by code, and all of a kind
    that are found by a term; which cycles; and which versions of the fund's modalities.
    """

    ids: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    terms: tuple[tuple[str, Term], ...] = ()
    cycles: tuple[str, ...] = ()
    modalities: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return any(self)


@dataclass(frozen=True, slots=True)
class Others:
    """Submissions with a public revision that are not withdrawn; `cycles`: types by ids;
    `modalities`: versions that are adopted.
    """

    by_id: Mapping[str, Other] = field(default_factory=dict)
    cycles: Mapping[str, str] = field(default_factory=dict)
    modalities: frozenset[str] = frozenset()

    def public(self, id_: str) -> Other | None:
        """The public submission of an id."""
        other = self.by_id.get(id_)
        return other if other is not None and other.public else None

    def coded(self, code: str) -> Other | None:
        """The public submission that a code was given to."""
        some = (other for other in self.by_id.values() if other.code == code and other.public)
        return next(some, None)

    def of(self, kind: str) -> Sequence[Other]:
        """Those of a kind, the withheld ones too, in the order they were begun."""
        return [other for _, other in sorted(self.by_id.items()) if other.kind == kind]


NO_OTHERS = Others()


def others_of(
    some: Iterable[Other],
    cycles: Mapping[str, str] | None = None,
    modalities: Iterable[str] = (),
) -> Others:
    """Submissions by their ids, the types of cycles by theirs, and adopted modalities."""
    return Others({other.id: other for other in some}, cycles or {}, frozenset(modalities))
