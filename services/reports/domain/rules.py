"""The rules that all kinds share: who reports, who reports jointly, which years, what is required.

Every violation has a pointer, a code and a sentence.
"""

from collections.abc import Container, Iterator
from datetime import date
from typing import Any

from services.reports.domain.kind import Draft, Kind, Payload, Term, Violation
from services.reports.domain.programme import Actor, Catalogue

FIRST_YEAR = 2016


def violations(kind: Kind, catalogue: Catalogue, draft: Draft, today: date) -> list[Violation]:
    """Everything about a text that the programme does not allow. What a draft leaves out is no
    violation.
    """
    return [
        *_reporter(kind, catalogue, draft),
        *kind.check(catalogue, draft, today),
        *_joint(kind, catalogue, draft),
    ]


def missing(kind: Kind, reporter: str, payload: Payload) -> list[Violation]:
    """What a text lacks to be submitted."""
    required = (*kind.required, *kind.requires(reporter, payload))
    names = {name: name for name in required} | _alternatives(kind, payload)
    return [
        _required(name, named, payload)
        for name, named in names.items()
        if _empty(payload.get(name))
    ]


def _alternatives(kind: Kind, payload: Payload) -> dict[str, str]:
    """The fields of which one is needed, as the first of them; none where one is given."""
    if any(not _empty(payload.get(name)) for name in kind.one_of):
        return {}
    return {name: " or ".join(kind.one_of) for name in kind.one_of[:1]}


def year(catalogue: Catalogue, draft: Draft, today: date) -> list[Violation]:
    """The rule for the year of a payload: from 2016 to the current one, and a year in which the
    reporter existed, a state participated.
    """
    given = draft.payload.get("year")
    if given is None:
        return []
    if not FIRST_YEAR <= given <= today.year:
        sentence = f"The year is from {FIRST_YEAR} to {today.year}."
        return [("/payload/year", "out_of_range", sentence)]
    return _then(catalogue.reporter(draft.reporter), given, "/payload/year")


def dated(catalogue: Catalogue, draft: Draft, name: str) -> list[Violation]:
    """The rule for a day: it lies in a year in which the reporter existed, a state participated."""
    day, actor = draft.payload.get(name), catalogue.reporter(draft.reporter)
    return [] if day is None else _then(actor, int(day[:4]), f"/payload/{name}")


def _then(actor: Actor | None, given: int, pointer: str) -> list[Violation]:
    """What stands against an actor's report on a year."""
    if actor is None:
        return []
    if actor.kind == "state" and not actor.took_part_in(given):
        return [(pointer, "not_participating", _absent(actor.code, given))]
    if not actor.existed_in(given):
        return [(pointer, "not_valid_then", f"{actor.code} did not exist in {given}.")]
    return []


def year_of(payload: Payload, name: str) -> Iterator[Term]:
    """The year of a day as a term."""
    if payload.get(name):
        yield "year", payload[name][:4]


def not_after_today(draft: Draft, name: str, today: date) -> list[Violation]:
    """The rule for a day that has come."""
    day = draft.payload.get(name)
    if day is None or day <= today.isoformat():
        return []
    return [(f"/payload/{name}", "out_of_range", f"{day} has not come yet.")]


def in_order(draft: Draft, begin: str, end: str) -> list[Violation]:
    """The rule for two days: the second does not come before the first."""
    first, last = draft.payload.get(begin), draft.payload.get(end)
    if first is None or last is None or first <= last:
        return []
    return [(f"/payload/{end}", "end_before_begin", f"{last} comes before {first}.")]


def known_codes(
    catalogue: Catalogue, draft: Draft, name: str, known: Container[str], thing: str
) -> list[Violation]:
    """The rule for a list of codes, each the code of a `thing`: all of them must be known."""
    return [
        (f"/payload/{name}/{n}", "unknown_code", unknown(catalogue, thing, code))
        for n, code in enumerate(draft.payload.get(name, ()))
        if code not in known
    ]


def meeting(draft: Draft, type_: str | None = None) -> list[Violation]:
    """The rule for a meeting: it is a cycle, of a type where there is one."""
    id_ = draft.payload.get("meeting")
    if id_ is None or _is_cycle(draft.others.cycles.get(id_), type_):
        return []
    wanted = f"cycle of the type {type_}" if type_ else "cycle"
    return [("/payload/meeting", "unknown_code", f"There is no {wanted} {id_}.")]


def _is_cycle(found: str | None, type_: str | None) -> bool:
    return found is not None and type_ in (None, found)


def at_meeting(payload: Payload) -> tuple[str, ...]:
    """The cycle that a payload names as its meeting."""
    return (payload["meeting"],) if payload.get("meeting") else ()


def unknown(catalogue: Catalogue, thing: str, code: str) -> str:
    """The sentence for a code that the edition does not have; names what stands for it there."""
    standing = catalogue.successors.get(code)
    if standing is None:
        return f"The program has no {thing} {code}."
    instead = f"{' and '.join(standing)} now" if standing else "nothing"
    return (
        f"The edition {catalogue.edition} has no {thing} {code} any more: {instead} stands for it."
    )


def _reporter(kind: Kind, catalogue: Catalogue, draft: Draft) -> list[Violation]:
    actor = catalogue.reporter(draft.reporter)
    if actor is None:
        sentence = f"{draft.reporter} is not an actor that reports."
        return [("/reporter", "unknown_code", sentence)]
    if not kind.reported_by(actor):
        sentence = f"{draft.reporter} is not among those who may report this kind."
        return [("/reporter", "actor_may_not_report", sentence)]
    return []


def _joint(kind: Kind, catalogue: Catalogue, draft: Draft) -> list[Violation]:
    if kind.joint is None:
        refused = ("/joint_reporters", "not_joint", "This kind has no joint reporters.")
        return [refused] if draft.joint else []
    found = (_joint_reporter(catalogue, draft, *each) for each in enumerate(draft.joint))
    return [violation for violation in found if violation is not None]


def _joint_reporter(catalogue: Catalogue, draft: Draft, n: int, code: str) -> Violation | None:
    pointer, actor = f"/joint_reporters/{n}", catalogue.actors.get(code)
    if actor is None or actor.kind != "state":
        return pointer, "unknown_code", f"{code} is not a state: joint reporters are states."
    if code in (draft.reporter, *draft.joint[:n]):
        return pointer, "repeated", f"{code} is named already."
    return _absence(actor, draft.payload.get("year"), pointer)


def _absence(actor: Actor, given: int | None, pointer: str) -> Violation | None:
    """What stands against a state as a joint reporter on a year."""
    if given is None or given < FIRST_YEAR or actor.took_part_in(given):
        return None
    return pointer, "not_participating", _absent(actor.code, given)


def _absent(code: str, given: int) -> str:
    return f"{code} did not participate in {given}."


def _required(name: str, names: str, payload: Payload) -> Violation:
    code = "blank" if isinstance(payload.get(name), str) else "required"
    return f"/payload/{name}", code, f"To be submitted, a report needs its {names}."


def _empty(value: Any) -> bool:
    """Whether a value says nothing: it is absent, a blank text, or empty."""
    return value is None or value in ([], {}) or (isinstance(value, str) and not value.strip())
