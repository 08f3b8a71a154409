"""What is collected after a run, and the judgement over it: pure functions from what was promised
and what stands there to what is wrong.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from contracts.reports import CatalogueNoted
from kernel import chain
from tools.torture.lives import EVENTS

MOST_EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the outbox."""

    n: int
    id: str
    aggregateid: str
    type: str
    payload: str
    salt: str
    seq: int | None
    recordedtime: str | None
    digest: str | None
    hash: str | None
    previous_hash: str | None

    @classmethod
    def columns(cls) -> str:
        """Their names, for SQL."""
        return ", ".join(f.name for f in fields(cls))


@dataclass(frozen=True, slots=True)
class Head:
    """How far the relay says it is."""

    assigned: int
    published: int
    head: str
    recordedtime: str


@dataclass(frozen=True, slots=True)
class Event:
    """One message of the log, in the order of the log."""

    position: int
    key: str
    id: str
    type: str
    value: str


@dataclass
class Findings:
    """What is wrong, by kind, with a few examples each.

    Every kind that was looked for is there, also with 0.
    """

    numbers: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def look(self, kind: str, wrong: Iterable[str] = ()) -> None:
        """Add what is wrong of a kind."""
        self.numbers[kind] += 0
        for example in wrong:
            self.numbers[kind] += 1
            if len(self.examples[kind]) < MOST_EXAMPLES:
                self.examples[kind].append(example)

    @property
    def clean(self) -> bool:
        """Whether every number is zero."""
        return not any(self.numbers.values())


@dataclass
class Collected:
    """Everything that is compared: promises, the database, the log, and the ledger as the public
    reads it.
    """

    promised: Mapping[str, Sequence[str]]
    submissions: set[str]
    outbox: Sequence[Row]
    head: Head
    log: Sequence[Event]
    ledger: Sequence[Mapping[str, Any]]


def judge(collected: Collected) -> Findings:
    """Compare everything with everything."""
    findings = Findings()
    first_seen = _first_seen(collected.log, findings)
    _promises(collected, first_seen, findings)
    _orders(collected, first_seen, findings)
    _positions(collected, first_seen, findings)
    _chain(collected, first_seen, findings)
    return findings


def _first_seen(log: Sequence[Event], findings: Findings) -> list[Event]:
    """The log without repeats: a message whose position was there already must say the same as the
    first.
    """
    seen: dict[int, Event] = {}
    first: list[Event] = []
    for event in log:
        if event.position in seen:
            findings.look(
                "positions",
                [f"position {event.position} stands twice, differently"]
                if seen[event.position] != event
                else [],
            )
            continue
        seen[event.position] = event
        first.append(event)
    return first


def _promises(collected: Collected, log: Sequence[Event], findings: Findings) -> None:
    """Each acknowledged step stands in the log once; nothing stands there that was not
    acknowledged.
    """
    findings.look("lost")
    findings.look("doubled")
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for event in log:
        if event.type != CatalogueNoted.type:  # promised to nobody
            found[event.key][event.type] += 1
    for subject in {*collected.promised, *found}:
        wanted = Counter(
            EVENTS[step] for step in collected.promised.get(subject, ()) if step in EVENTS
        )
        findings.look(
            "lost", [f"{subject}: {type_}" for type_ in (wanted - found[subject]).elements()]
        )
        findings.look(
            "doubled", [f"{subject}: {type_}" for type_ in (found[subject] - wanted).elements()]
        )
    findings.look(
        "lost",
        (f"{id_} is not stored" for id_ in collected.promised.keys() - collected.submissions),
    )
    findings.look(
        "doubled",
        (
            f"{id_} is stored, and was never answered"
            for id_ in collected.submissions - collected.promised.keys()
        ),
    )


def _orders(collected: Collected, log: Sequence[Event], findings: Findings) -> None:
    """The events of each submission stand in the order of its life, in outbox and log."""
    findings.look("order_breaks")
    lived, written = (
        _by_key((e.key, e.type) for e in log),
        _by_key((r.aggregateid, r.type) for r in collected.outbox),
    )
    for subject, steps in collected.promised.items():
        wanted = [EVENTS[step] for step in steps if step in EVENTS]
        for place, types in (("log", lived.get(subject, [])), ("outbox", written.get(subject, []))):
            if types != wanted and Counter(types) == Counter(wanted):
                findings.look("order_breaks", [f"{subject} in the {place}: {types}"])


def _by_key(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for key, type_ in pairs:
        found[key].append(type_)
    return found


def _positions(collected: Collected, log: Sequence[Event], findings: Findings) -> None:
    """Positions are dense from 1 in the outbox, in the log by first sight, and in the public
    ledger; nothing waits any more.
    """
    findings.look(
        "positions",
        (f"outbox row {row.n} has no position" for row in collected.outbox if row.seq is None),
    )
    end = len(collected.outbox)
    for place, positions in (
        ("outbox", sorted(row.seq for row in collected.outbox if row.seq is not None)),
        ("log", [event.position for event in log]),
        ("ledger", [item["position"] for item in collected.ledger]),
    ):
        breaks = [
            f"{place}: {found} where {wanted} should be"
            for wanted, found in enumerate(positions, start=1)
            if wanted != found
        ]
        findings.look("positions", breaks[:1])
        findings.look(
            "positions",
            [f"{place} ends at {len(positions)}, the outbox has {end} rows"]
            if len(positions) != end
            else [],
        )
    head = collected.head
    findings.look(
        "positions",
        [f"the relay says {head}, the outbox has {end} rows"]
        if not head.assigned == head.published == end
        else [],
    )


def _chain(collected: Collected, log: Sequence[Event], findings: Findings) -> None:
    """The chain, computed anew from what stands in the log, is the one in the outbox and the one
    the public reads.
    """
    findings.look("chain_breaks")
    rows = {row.seq: row for row in collected.outbox}
    ledger = {item["position"]: item for item in collected.ledger}
    previous = chain.GENESIS
    for event in sorted(log, key=lambda event: event.position):
        row, item = rows.get(event.position), ledger.get(event.position)
        if row is None or item is None:
            findings.look("chain_breaks", [f"position {event.position} is not everywhere"])
            return
        digest = chain.digest(event.value, event.id, row.salt, event.type)
        linked = chain.link(previous, event.position, str(row.recordedtime), digest)
        for place, found in (
            ("outbox", (row.id, row.digest, row.previous_hash, row.hash)),
            ("ledger", (item["id"], item["digest"], item["previous_hash"], item["hash"])),
        ):
            findings.look(
                "chain_breaks",
                [f"position {event.position} in the {place}"]
                if found != (event.id, digest, previous, linked)
                else [],
            )
        previous = linked
    findings.look(
        "chain_breaks", ["the relay's head is another"] if collected.head.head != previous else []
    )
