"""`make torture`: load, a seeded plan of faults, and the judgement.

Ends with 1 when a number that has to be zero is not.
"""

import argparse
import asyncio
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import uvloop

from tools.components.processes import Missing
from tools.torture import afterwards, plan, report
from tools.torture.afterwards import System
from tools.torture.embedded import Embedded
from tools.torture.load import Load
from tools.torture.members import Member
from tools.torture.production import Production

STALLED_SECONDS = 120.0  # without a single answer, after the last fault
ALIVE_SECONDS = 40.0  # how long a fault waits for its process to be started again
# how long for it to serve, so that there is something to break; this share meets it while it starts
SERVES_SECONDS, AT_START = (30.0, 0.2)
# which share of the submissions does not stay a draft; more where there are few
GOING_ON, GOING_ON_SMALL = (0.05, 0.3)
# of a run over both systems
KILLS_OF_PRODUCTION, TIME_OF_PRODUCTION, LOAD_OF_PRODUCTION = (0.78, 0.65, 0.4)
MEGABYTES = 256  # of the embedded system's disk, beside what its submissions need
BYTES_EACH = 20_000

Say = Callable[[str], None]


async def trial(
    system: System, seed: int, submissions: int, kills: int, seconds: float, say: Say
) -> report.Trial:
    """One system under load and faults, then judged. It is stopped in any case."""
    said = report.Trial(system.name)
    try:
        await system.start()
        await afterwards.ready(system)
        load = Load(
            system.doors,
            await asyncio.to_thread(afterwards.keys, system),
            seed,
            submissions,
            seconds,
            _going_on(submissions),
        )
        planned = plan.make(seed, system.name, kills, seconds)  # type: ignore[arg-type]
        said.planned = planned.counts()
        say(
            f"{system.name}: {submissions} submissions, {kills} kills and "
            f"{sum(said.planned.values()) - kills} other faults in {seconds:.0f} s"
        )
        began = time.monotonic()
        await _under_faults(system, load, planned, said, say)
        said.seconds = time.monotonic() - began
        say(
            f"{system.name}: the faults are over, "
            f"{len(load.promised.steps)} submissions were answered"
        )
        await _judge(system, load, said)
        return said
    finally:
        await system.stop()


def _going_on(submissions: int) -> float:
    return GOING_ON if submissions >= 10_000 else GOING_ON_SMALL


async def _under_faults(
    system: System, load: Load, planned: plan.Plan, said: report.Trial, say: Say
) -> None:
    loading = asyncio.create_task(load.run())
    talking = asyncio.create_task(_talk(system, load, said, say))
    try:
        faults = asyncio.ensure_future(
            asyncio.gather(_processes(system, planned, said), _others(system, planned, said))
        )
        # the load goes on until it is told, unless it fails
        await asyncio.wait({faults, loading}, return_when=asyncio.FIRST_COMPLETED)
        if loading.done():
            faults.cancel()
        else:
            await faults
        load.enough.set()
        before = -1
        while not loading.done():
            await asyncio.wait([loading], timeout=STALLED_SECONDS)
            if load.promised.requests == before:
                break
            before = load.promised.requests
    finally:
        talking.cancel()
        loading.cancel()
    await asyncio.gather(loading, talking, return_exceptions=True)
    if not loading.cancelled() and (error := loading.exception()):
        raise error


async def _talk(system: System, load: Load, said: report.Trial, say: Say) -> None:
    while True:
        await asyncio.sleep(30)
        say(
            f"{system.name}: {len(load.promised.steps)} answered, {said.kills} kills, "
            f"{sum(load.promised.repeats.values())} repeats"
        )


async def _processes(system: System, planned: plan.Plan, said: report.Trial) -> None:
    """Kills and pauses, each at its moment; a pause does not hold up what follows."""
    began = asyncio.get_running_loop().time()
    async with asyncio.TaskGroup() as group:
        for fault in planned.processes:
            await asyncio.sleep(began + fault.at - asyncio.get_running_loop().time())
            group.create_task(_meet(system.target(fault), fault, said))


async def _meet(member: Member, fault: plan.Fault, said: report.Trial) -> None:
    began = asyncio.get_running_loop().time()
    while (waited := asyncio.get_running_loop().time() - began) < ALIVE_SECONDS:
        if waited < SERVES_SECONDS and fault.lot > AT_START and not member.serves():
            await asyncio.sleep(0.05)
            continue
        if member.kill() if fault.kind == "kill" else await member.pause(fault.seconds):
            said.faults[fault.component, fault.kind] += 1
            return
        await asyncio.sleep(0.05)


async def _others(system: System, planned: plan.Plan, said: report.Trial) -> None:
    """The faults of what stands around the system, one after the other."""
    began = asyncio.get_running_loop().time()
    for fault in planned.others:
        await asyncio.sleep(began + fault.at - asyncio.get_running_loop().time())
        if await system.suffer(fault):
            said.faults[fault.component, fault.kind] += 1


async def _judge(system: System, load: Load, said: report.Trial) -> None:
    promised = load.promised
    began = time.monotonic()
    unsettled = await afterwards.settled(system)
    said.settle_seconds = time.monotonic() - began
    findings = await afterwards.judged(system, promised)
    findings.look("unsettled", [unsettled] if unsettled else [])
    missed = said.planned - said.faults
    if isinstance(system, Embedded) and not system.fills and missed.pop(("disk", "full"), 0):
        said.skipped.append(
            "the disk was not filled: a file system of a fixed size can be mounted by root only"
        )
    findings.look(
        "not_applied",
        (f"{number} of {component}: {kind}" for (component, kind), number in missed.items()),
    )
    said.submissions, said.acknowledged, said.requests = (
        len(promised.steps),
        promised.acknowledged,
        promised.requests,
    )
    said.events = (await system.progress())[1]
    said.repeats, said.ended = promised.repeats, system.members.ended
    said.findings, said.examples = dict(findings.numbers), dict(findings.examples)


async def both(options: argparse.Namespace, folder: Path, say: Say) -> dict[str, Any]:
    """The systems asked for, one after the other; the result of each is written when it ends."""
    share = {
        "production": (1.0, 1.0, 1.0),
        "embedded": (0.0, 0.0, 0.0),
        "both": (KILLS_OF_PRODUCTION, TIME_OF_PRODUCTION, LOAD_OF_PRODUCTION),
    }
    kills, minutes, submissions = (
        round(part * whole, 4)
        for part, whole in zip(
            share[options.system],
            (options.kills, options.minutes, options.submissions),
            strict=True,
        )
    )
    trials: list[report.Trial] = []
    answer: dict[str, Any] = {}
    for name, numbers in (
        ("production", (kills, minutes, submissions)),
        (
            "embedded",
            (
                options.kills - round(kills),
                options.minutes - minutes,
                options.submissions - round(submissions),
            ),
        ),
    ):
        if options.system in (name, "both"):
            place = folder / name
            place.mkdir()
            sent = round(numbers[2])
            system: System = (
                Production(place)
                if name == "production"
                else Embedded(place, MEGABYTES + sent * BYTES_EACH // 2**20)
            )
            trials.append(
                await trial(system, options.seed, sent, round(numbers[0]), numbers[1] * 60, say)
            )
            answer = _written(options, trials)
    return answer


def _written(options: argparse.Namespace, trials: list[report.Trial]) -> dict[str, Any]:
    answer = report.as_json(
        {name: value for name, value in vars(options).items() if name != "out"}, trials
    )
    if options.out:
        options.out.write_text(json.dumps(answer, indent=2, ensure_ascii=False) + "\n")
        options.out.with_suffix(".md").write_text(report.as_markdown(answer))
    return answer


def options(arguments: list[str] | None = None) -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(prog="python -m tools.torture.run", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kills", type=int, default=520, help="kill -9 of processes of the system")
    parser.add_argument("--submissions", type=int, default=100_000)
    parser.add_argument("--system", choices=["embedded", "production", "both"], default="both")
    parser.add_argument(
        "--minutes", type=float, default=22, help="over which load and faults are spread"
    )
    parser.add_argument(
        "--out", type=Path, help="a file for the result as JSON; the Markdown goes beside it"
    )
    return parser.parse_args(arguments)


def main() -> int:
    """Run, write, and say it."""
    chosen = options()
    folder = Path(tempfile.mkdtemp(prefix="torture-"))
    try:
        with asyncio.Runner(
            loop_factory=uvloop.new_event_loop
        ) as runner:  # the proxy and the clients cost less of the machine
            answer = runner.run(
                both(
                    chosen, folder, lambda line: print(time.strftime("%H:%M:%S"), line, flush=True)
                )
            )
    except Missing as missing:
        print(f"NOT DONE: {missing}", file=sys.stderr)
        return 2
    print(report.as_markdown(answer))
    if answer["passed"]:
        shutil.rmtree(folder, ignore_errors=True)
    else:
        print(f"The processes' logs are in {folder}.", file=sys.stderr)
    return 0 if answer["passed"] else 1


if __name__ == "__main__":
    sys.exit(main())
