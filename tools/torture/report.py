"""What a run says at its end: as JSON for machines, as Markdown for people."""

import os
import platform
import subprocess
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
CHECKS = {
    "lost": "acknowledged, but not in the log or not stored",
    "doubled": "in the log or stored more often than acknowledged",
    "order_breaks": "submissions whose events stand in another order",
    "positions": "breaks in the positions of outbox, log and ledger; rows without one",
    "chain_breaks": "breaks in the hash chain, computed anew from the log",
    "indicators": "values that differ from the reference",
    "verify": "`aggregator verify` found a difference",
    "parked": "messages that could not be applied",
    "unsettled": "something was not finished, or a process not well, when the time to settle was "
    "over",
    "unanswered": "requests that never had an answer",
    "refused": "correct requests that were refused",
    "answered_otherwise": "repeated requests whose answer was another",
    "not_applied": "planned faults that met nothing",
}


@dataclass
class Trial:
    """One system's part of a run."""

    system: str
    seconds: float = 0.0
    settle_seconds: float = 0.0
    submissions: int = 0
    acknowledged: int = 0
    events: int = 0
    requests: int = 0
    faults: Counter[tuple[str, str]] = field(default_factory=Counter)
    planned: Counter[tuple[str, str]] = field(default_factory=Counter)
    repeats: Counter[str] = field(default_factory=Counter)
    ended: Counter[str] = field(default_factory=Counter)
    findings: dict[str, int] = field(default_factory=dict)
    examples: dict[str, list[str]] = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)

    @property
    def kills(self) -> int:
        """kill -9 of processes of the system itself."""
        return sum(
            number
            for (component, kind), number in self.faults.items()
            if kind == "kill" and not component.startswith("kafka")
        )

    @property
    def passed(self) -> bool:
        """Whether every number that has to be zero is."""
        return not any(self.findings.values())


def machine() -> dict[str, str]:
    """Where this ran, and what."""
    commit = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.strip()
    changed = subprocess.run(
        ["git", "status", "--porcelain", "--untracked-files=no"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**30
    return {
        "commit": commit + (" and changes" if changed else ""),
        "cores": str(os.cpu_count()),
        "memory": f"{memory} GB",
        "platform": platform.platform(),
        "python": platform.python_version(),
    }


def as_json(options: dict[str, Any], trials: list[Trial]) -> dict[str, Any]:
    """Everything, for machines."""
    parts = []
    for trial in trials:
        part = vars(trial) | {"kills": trial.kills, "passed": trial.passed}
        for name in ("faults", "planned"):
            part[name] = {
                f"{component}: {kind}": number
                for (component, kind), number in sorted(getattr(trial, name).items())
            }
        parts.append(part)
    return {
        "options": options,
        "machine": machine(),
        "passed": all(trial.passed for trial in trials),
        "systems": parts,
    }


def as_markdown(answer: dict[str, Any]) -> str:
    """The same as tables."""
    trials = answer["systems"]
    machine_ = answer["machine"]
    lines = [
        f"**{'Passed' if answer['passed'] else 'FAILED'}**, seed {answer['options']['seed']}, "
        f"commit `{machine_['commit'][:12]}`"
        f"{' and changes' if machine_['commit'].endswith('changes') else ''}, "
        f"{machine_['cores']} cores, {machine_['memory']}, "
        f"Python {machine_['python']}, {machine_['platform']}.",
        "",
        *_table(
            "",
            trials,
            {
                "submissions answered with 201": lambda t: t["submissions"],
                "steps acknowledged (drafts and transitions)": lambda t: t["acknowledged"],
                "events in the log": lambda t: t["events"],
                "kill -9 of processes of the system": lambda t: t["kills"],
                "minutes under load": lambda t: f"{t['seconds'] / 60:.1f}",
                "seconds to settle": lambda t: f"{t['settle_seconds']:.1f}",
            },
        ),
        *_table(
            "must be 0",
            trials,
            {f"{name}: {CHECKS.get(name, '')}": _number("findings", name) for name in CHECKS},
        ),
        *_table(
            "faults", trials, {name: _number("faults", name) for name in _names(trials, "faults")}
        ),
        *_table(
            "requests repeated by the clients, because of",
            trials,
            {name: _number("repeats", name) for name in _names(trials, "repeats")},
        ),
        *_table(
            "processes that ended by themselves (exit code)",
            trials,
            {name: _number("ended", name) for name in _names(trials, "ended")},
        ),
    ]
    for trial in trials:
        lines += [
            f"- {trial['system']}, {kind}: {text}"
            for kind, texts in trial["examples"].items()
            for text in texts
        ]
        lines += [f"- {trial['system']}: NOT DONE: {text}" for text in trial["skipped"]]
    return "\n".join(lines).rstrip() + "\n"


def _number(part: str, name: str) -> Any:
    return lambda trial: trial[part].get(name, "")


def _names(trials: list[dict[str, Any]], part: str) -> list[str]:
    return sorted({name for trial in trials for name in trial[part]})


def _table(title: str, trials: list[dict[str, Any]], rows: dict[str, Any]) -> list[str]:
    if not rows:
        return []
    head = [
        f"| {title} | {' | '.join(trial['system'] for trial in trials)} |",
        f"|---|{'---:|' * len(trials)}",
    ]
    return [
        *head,
        *(
            f"| {name} | {' | '.join(str(value(trial)) for trial in trials)} |"
            for name, value in rows.items()
        ),
        "",
    ]
