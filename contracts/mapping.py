"""How codes of earlier editions map to those of later ones, from what the editions' events say."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

#: Codes that an edition lacks, each with those that stand for it there.
Successors = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class EditionCodes:
    """The codes of an edition; `replaces`: which of them stand for which codes of earlier ones."""

    edition: str
    based_on: str | None
    codes: frozenset[str]
    replaces: Mapping[str, Sequence[str]]

    def standing_for(self, code: str) -> tuple[str, ...]:
        """The codes of this edition that stand for a code: itself, or those that replace it."""
        if code in self.codes:
            return (code,)
        return tuple(new for new, old in self.replaces.items() if code in old)


def successors(editions: Iterable[EditionCodes]) -> dict[str, Successors]:
    """For each edition (given in the order of their publication) all codes of earlier ones that it
    lacks, through every edition between them, with their successors: none where nothing took their
    place.
    """
    mapped: dict[str, Successors] = {}
    known: dict[str, EditionCodes] = {}
    base: EditionCodes | None = None
    for edition in editions:
        base = known.get(edition.based_on or "", base)
        mapped[edition.edition] = {
            code: _successors(edition, code, _in_base(base, mapped, code))
            for code in _lacking(edition, known.values())
        }
        known[edition.edition] = base = edition
    return mapped


def _lacking(edition: EditionCodes, earlier: Iterable[EditionCodes]) -> list[str]:
    """The codes of earlier editions that an edition does not have."""
    return sorted({code for one in earlier for code in one.codes} - edition.codes)


def _in_base(
    base: EditionCodes | None, mapped: Mapping[str, Successors], code: str
) -> tuple[str, ...]:
    """What stood for a code in the edition that another one was made from."""
    if base is None or code in base.codes:
        return (code,)
    return mapped[base.edition].get(code, ())


def _successors(edition: EditionCodes, code: str, in_base: Iterable[str]) -> tuple[str, ...]:
    standing = (new for one in (code, *in_base) for new in edition.standing_for(one))
    return tuple(dict.fromkeys(standing))
