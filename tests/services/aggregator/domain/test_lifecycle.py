"""What a submission contributes after each of its events."""

from typing import Any

import pytest

from contracts import reports
from services.aggregator.domain import lifecycle
from services.aggregator.domain.facts import At
from services.aggregator.domain.lifecycle import Held, NotPublished, step

EVENTS = (
    reports.Published,
    reports.Withdrawn,
    reports.Withheld,
    reports.Released,
    reports.Confirmed,
    reports.ConfirmationWithdrawn,
    reports.StatementMade,
    reports.StatementWithdrawn,
    reports.StatementWithheld,
)


def _moved(kind: str, **more: Any) -> dict[str, Any]:
    moved = {"submission": "s", "kind": kind, "state": "x", "revision": 1, "reporter": "COL"}
    return {**moved, "edition": "e", **more}


def _people(*codes: str) -> list[reports.Reporter]:
    return [reports.Reporter(code=code, kind="state") for code in codes]


def _published(kind: str, revision: int = 1) -> reports.Published:
    content = {
        "implementation": reports.Implementation(activity="ACT-1", year=2020, status="planned"),
        "practice": reports.Practice(year=2020, objectives=["GO-1"]),
    }
    return reports.Published(
        **_moved(kind, revision=revision),
        title="t",
        language="es",
        reporters=_people("COL"),
        evidence=[],
        **{kind: content[kind]},
    )


def _confirmed(kind: str, *codes: str) -> reports.Confirmed:
    people = _people(*codes) if codes else None
    return reports.Confirmed(**_moved(kind), joint_reporter="BRA", reporters=people)


def _after(kind: str, *events: Any) -> Held | None:
    held = None
    for position, event in enumerate(events, start=1):
        held = step(held, event, At(position, 2024))
    return held


def _stands(held: Held | None) -> tuple[int, int | None, list[str]]:
    assert held is not None
    return held.since, held.until, [code for code, _ in held.fact.reporters]


def test_the_types_are_those_of_the_contracts() -> None:
    assert {event.type for event in EVENTS} == lifecycle.COUNTED
    by_name = {
        lifecycle.PUBLISHED: reports.Published,
        lifecycle.WITHDRAWN: reports.Withdrawn,
        lifecycle.WITHHELD: reports.Withheld,
        lifecycle.RELEASED: reports.Released,
    }
    assert all(name == event.type for name, event in by_name.items())


@pytest.mark.parametrize("kind", ["implementation", "practice"])
def test_the_same_life_whatever_the_kind(kind: str) -> None:
    published, again = _published(kind), _published(kind, revision=2)
    withheld = reports.Withheld(**_moved(kind))
    released = reports.Released(**_moved(kind))
    withdrawn = reports.Withdrawn(**_moved(kind))
    joint = _confirmed(kind, "COL", "BRA")
    assert _stands(_after(kind, published)) == (1, None, ["COL"])
    assert _stands(_after(kind, published, again)) == (2, None, ["COL"])
    assert _stands(_after(kind, published, withheld)) == (1, 2, ["COL"])
    assert _stands(_after(kind, published, withheld, released)) == (3, None, ["COL"])
    assert _stands(_after(kind, published, joint)) == (2, None, ["COL", "BRA"])
    assert _stands(_after(kind, published, withheld, joint)) == (3, 3, ["COL", "BRA"])
    assert _stands(_after(kind, published, withheld, joint, released)) == (4, None, ["COL", "BRA"])
    assert _stands(_after(kind, published, withdrawn)) == (1, 2, ["COL"])
    assert _stands(_after(kind, published, withheld, withdrawn)) == (1, 2, ["COL"])


@pytest.mark.parametrize("kind", ["implementation", "practice"])
def test_what_changes_nothing_is_held_as_it_was(kind: str) -> None:
    held = _after(kind, _published(kind))
    for event in (
        _confirmed(kind, "COL"),
        _confirmed(kind),
        reports.Drafted(**_moved(kind)),
        reports.Withdrawn(**_moved("unknown")),
    ):
        assert step(held, event, At(9, 2024)) is held
    assert step(None, reports.Withdrawn(**_moved(kind)), At(9, 2024)) is None
    assert step(None, _confirmed(kind, "COL"), At(9, 2024)) is None
    assert step(None, reports.Withheld(**_moved("unknown")), At(9, 2024)) is None


@pytest.mark.parametrize("kind", ["implementation", "practice"])
def test_what_is_not_there_is_neither_withheld_nor_released(kind: str) -> None:
    withheld, released = reports.Withheld(**_moved(kind)), reports.Released(**_moved(kind))
    for before, event in (
        ([], withheld),
        ([], released),
        ([_published(kind)], released),
        ([_published(kind), withheld], withheld),
    ):
        with pytest.raises(NotPublished):
            step(_after(kind, *before), event, At(9, 2024))


def _said(kind: str, status: str) -> reports.StatementMade:
    return reports.StatementMade(
        statement="f",
        submission="s",
        kind=kind,
        cycle=None,
        role="follow_up",
        actor="COL",
        status=status,
        addressees=["COL"],
        digest="d",
    )


def _recommended(revision: int = 1) -> reports.Published:
    return reports.Published(
        **_moved("recommendation", revision=revision),
        title="t",
        language="es",
        reporters=_people("EXPERTS"),
        evidence=[],
        recommendation=reports.Recommendation(addressed_to=["COL"]),
    )


def test_what_is_said_beside_a_fact_is_told_from_then_on() -> None:
    first, withheld = _recommended(), reports.Withheld(**_moved("recommendation"))
    under_way = _said("recommendation", "under_way")
    held: Any = _after("recommendation", first, under_way)
    assert (held.since, held.until) == (2, None)
    assert held.fact.follow_ups == (("f", ("COL",), "under_way"),)
    assert step(held, under_way, At(9, 2024)) is held
    hidden: Any = _after("recommendation", first, withheld, under_way)
    assert (hidden.since, hidden.until) == (3, 3)
    again: Any = step(held, _recommended(revision=2), At(9, 2026))
    assert (again.since, again.fact.year, again.fact.revision) == (9, 2024, 2)
    assert again.fact.follow_ups == held.fact.follow_ups


@pytest.mark.parametrize("kind", ["implementation", "practice"])
def test_what_is_said_beside_other_kinds_changes_nothing(kind: str) -> None:
    held = _after(kind, _published(kind))
    assert step(held, _said(kind, "implemented"), At(9, 2024)) is held
