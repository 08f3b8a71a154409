"""The judge of a run sees what is lost, doubled, out of order, or broken: each planted once into a
whole that is right.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from kernel import chain
from tools.torture.collected import Collected, Event, Head, Row, judge
from tools.torture.lives import EVENTS

STEPS = {
    "s1": ["create", "submit", "withdraw"],
    "s2": ["create"],
    "s3": ["create", "put", "submit"],
}
TIME = "2026-11-28T12:00:00.000000Z"


def _whole() -> Collected:
    rows: list[Row] = []
    previous = chain.GENESIS
    for subject, steps in STEPS.items():
        for type_ in (EVENTS[step] for step in steps if step in EVENTS):
            position = len(rows) + 1
            digest = chain.digest("{}", f"e{position}", "salt", type_)
            hash_ = chain.link(previous, position, TIME, digest)
            rows.append(
                Row(
                    position,
                    f"e{position}",
                    subject,
                    type_,
                    "{}",
                    "salt",
                    position,
                    TIME,
                    digest,
                    hash_,
                    previous,
                )
            )
            previous = hash_
    log = [Event(row.seq or 0, row.aggregateid, row.id, row.type, row.payload) for row in rows]
    ledger = [
        {
            "position": r.seq,
            "id": r.id,
            "digest": r.digest,
            "hash": r.hash,
            "previous_hash": r.previous_hash,
        }
        for r in rows
    ]
    return Collected(
        STEPS,
        set(STEPS),
        rows,
        Head(len(rows), len(rows), previous, ""),
        [*log[:3], *log[1:]],
        ledger,
    )


def test_a_whole_is_clean_though_some_was_published_twice() -> None:
    findings = judge(_whole())
    assert findings.clean, findings.examples
    assert set(findings.numbers) == {"lost", "doubled", "order_breaks", "positions", "chain_breaks"}


def _without_event(c: Collected) -> Collected:
    return replace(c, log=[event for event in c.log if event.position != 4])


def _event_of_nobody(c: Collected) -> Collected:
    return replace(c, log=[*c.log, Event(7, "s9", "e7", EVENTS["create"], "{}")])


def _swapped(c: Collected) -> Collected:
    log = list(_whole().log[:3])
    return replace(c, log=[log[0], log[2], log[1], *c.log[5:]])


def _otherwise(c: Collected) -> Collected:
    return replace(c, log=[*c.log, replace(c.log[0], value='{"a":1}')])


def _waiting(c: Collected) -> Collected:
    return replace(c, outbox=[*c.outbox[:-1], replace(c.outbox[-1], seq=None)])


def _ledger_lies(c: Collected) -> Collected:
    return replace(c, ledger=[*c.ledger[:-1], {**c.ledger[-1], "hash": "0" * 64}])


def _head_behind(c: Collected) -> Collected:
    return replace(c, head=replace(c.head, published=1))


def _text_changed(c: Collected) -> Collected:
    return replace(
        c,
        log=[replace(event, value='{"a":1}') if event.position == 5 else event for event in c.log],
    )


def _stored_twice(c: Collected) -> Collected:
    return replace(c, submissions={*c.submissions, "s9"})


def _not_stored(c: Collected) -> Collected:
    return replace(c, submissions={"s1", "s2"})


@pytest.mark.parametrize(
    ("planted", "kind"),
    [
        (_without_event, "lost"),
        (_without_event, "positions"),
        (_not_stored, "lost"),
        (_event_of_nobody, "doubled"),
        (_stored_twice, "doubled"),
        (_swapped, "order_breaks"),
        (_swapped, "positions"),
        (_otherwise, "positions"),
        (_waiting, "positions"),
        (_head_behind, "positions"),
        (_ledger_lies, "chain_breaks"),
        (_text_changed, "chain_breaks"),
    ],
)
def test_what_is_wrong_is_seen(planted: Callable[[Collected], Any], kind: str) -> None:
    assert judge(planted(_whole())).numbers[kind] >= 1
