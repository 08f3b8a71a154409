"""Overviews of what is public on a day: which states are bound by which treaties, which agreements
stand, and what states say to the activities that are proposed to them.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from services.reports.domain.kinds.ratification import PARTY, SIGNATURE, STATUS
from services.reports.domain.programme import Actor, Catalogue

TO_STATES = "STATES"


@dataclass(frozen=True, slots=True)
class Public:
    """A public revision, who reports it (the reporter first), and where it was published."""

    id: str
    reporting: tuple[str, ...]
    revision: int
    position: int
    language: str
    title: str
    payload: Mapping[str, Any]


def states_of(catalogue: Catalogue) -> list[Actor]:
    """Every state of the catalogue, by code."""
    actors = (actor for _, actor in sorted(catalogue.actors.items()))
    return [actor for actor in actors if actor.kind == "state"]


def treaties(
    acts: Iterable[Public], states: Sequence[Actor], instruments: Mapping[str, str | None], day: str
) -> Iterator[dict[str, Any]]:
    """Where each state stands with each treaty on a day; `instruments`: the treaties, each with
    the day on which it entered into force, if that is certain.
    """
    latest = _latest_acts(acts, day)
    for state in states:
        for code, since in sorted(instruments.items()):
            act = latest.get((state.code, code))
            whole = {"status": "none"} if act is None else _standing(act, since, day)
            yield {**_of_state(state, day), "instrument": code, **NOTHING, **whole}


NOTHING: dict[str, Any] = {
    **dict.fromkeys(("status", "action", "date", "takes_effect_on")),
    "in_force": False,
    "verified": None,
    "submission": None,
}


def _latest_acts(acts: Iterable[Public], day: str) -> dict[tuple[str, str], Public]:
    """The latest act of each state and treaty, by the day it takes effect, then by position;
    signatures come below all others. Of one action the state's own word replaces that of others.
    """
    ordered = sorted(_by_action(acts, day), key=_rank)
    return {(act.payload["state"], act.payload["instrument"]): act for act in ordered}


def _by_action(acts: Iterable[Public], day: str) -> Collection[Public]:
    """Of each state, treaty and action the act that stands on a day."""
    ordered = sorted(acts, key=lambda act: (_own(act), _effective(act), act.position))
    return {_action(act): act for act in ordered if _effective(act) <= day}.values()


def _action(act: Public) -> tuple[str, ...]:
    return tuple(act.payload[name] for name in ("state", "instrument", "action"))


def _rank(act: Public) -> tuple[bool, str, int]:
    return bool(act.payload["action"] != SIGNATURE), _effective(act), act.position


def _own(act: Public) -> bool:
    return bool(act.reporting[0] == act.payload["state"])


def _effective(act: Public) -> str:
    return str(act.payload.get("takes_effect_on") or act.payload["date"])


def _standing(act: Public, since: str | None, day: str) -> dict[str, Any]:
    """What follows from an act; a state is bound once the treaty itself has entered into force."""
    status = STATUS[act.payload["action"]]
    return {
        "status": status,
        "action": act.payload["action"],
        "date": act.payload["date"],
        "takes_effect_on": act.payload.get("takes_effect_on"),
        "in_force": status == PARTY and (since is None or since <= day),
        "verified": act.payload.get("verified", _own(act)),
        "submission": act.id,
    }


def _of_state(state: Actor, day: str) -> dict[str, Any]:
    return {
        "state": state.code,
        "region": state.region,
        "participating": state.participates_on(day),
    }


def standing(some: Iterable[Public], day: str) -> list[dict[str, Any]]:
    """Those signed by a day and not at their end, the latest signed first, each with whether it is
    in force on that day.
    """
    found = [_agreement(one, day) for one in some]
    lasting = [one for one in found if one["signed_on"] <= day and not _ended(one, day)]
    return sorted(lasting, key=lambda one: (one["signed_on"], one["submission"]), reverse=True)


def _ended(one: Mapping[str, Any], day: str) -> bool:
    return one["in_force_to"] is not None and one["in_force_to"] <= day


def _agreement(one: Public, day: str) -> dict[str, Any]:
    said = one.payload
    return {
        "submission": one.id,
        "type": said["type"],
        "title": one.title,
        "language": one.language,
        "parties": said["parties"],
        "signed_on": said["signed_on"],
        **_in_force(said.get("in_force_from"), said.get("in_force_to"), day),
        "activities": said.get("activities", []),
        "reporters": list(one.reporting),
    }


def _in_force(since: str | None, until: str | None, day: str) -> dict[str, Any]:
    """Of one that has not ended."""
    in_force = since is not None and since <= day
    return {"in_force_from": since, "in_force_to": until, "in_force": in_force}


def proposed(catalogue: Catalogue) -> list[str]:
    """The activities of the edition that are proposed to the states."""
    return [code for code, to in catalogue.addressees.items() if TO_STATES in to]


def stances(
    some: Iterable[Public],
    catalogue: Catalogue,
    states: Sequence[Actor],
    reported: Collection[tuple[str, str]],
    day: str,
) -> Iterator[dict[str, Any]]:
    """What each state says on a day to each activity proposed to the states, `silent` where it says
    nothing; `reported`: the states that have reported on an activity.
    """
    latest = _latest_stances(some, catalogue, day)
    for state, activity in product(states, proposed(catalogue)):
        place = (state.code, activity)
        stance = _stance(activity, latest.get(place))
        yield {**_of_state(state, day), **stance, "reported": place in reported}


def _stance(activity: str, one: Public | None) -> dict[str, Any]:
    said = one.payload if one is not None else {"stance": "silent"}
    return {
        "activity": activity,
        "stance": said["stance"],
        "since": said.get("since"),
        "submission": one.id if one is not None else None,
    }


def _latest_stances(
    some: Iterable[Public], catalogue: Catalogue, day: str
) -> dict[tuple[str, str], Public]:
    """The latest stance of each state on each activity; one on an activity of an earlier edition
    holds for what stands for that.
    """
    ordered = sorted(some, key=lambda one: (one.payload["since"], one.position))
    return {
        (one.reporting[0], code): one
        for one in ordered
        if one.payload["since"] <= day
        for code in catalogue.now(one.payload["activity"])
    }
