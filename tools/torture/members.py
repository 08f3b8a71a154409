"""Processes of the system under torture: started, killed, paused, and started again at once by
whoever watches them.
"""

import asyncio
import os
import signal
import subprocess
import sys
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from tools.components import processes

ROOT = Path(__file__).resolve().parents[2]
WATCH_SECONDS = 0.05
REST_SECONDS = 0.5  # before the next start of a process that ended by itself


@dataclass(slots=True)
class Member:
    """One process, `python -m system …`, and its log."""

    component: str
    arguments: tuple[str, ...]
    environment: dict[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    killed: bool = False  # by us, since its latest start
    tells: bytes = b""  # what it prints when it serves, if it prints anything
    already_said: int = 0  # length of the log before the latest start

    def start(self) -> None:
        """Start it without waiting."""
        self.killed = False
        self.already_said = self.log.stat().st_size if self.log.exists() else 0
        with self.log.open("ab") as log:
            log.write(f"--- start {' '.join(self.arguments)}\n".encode())
        self.process = processes.start(
            [sys.executable, "-m", "system", *self.arguments], self.log, self.environment
        )

    def serves(self) -> bool:
        """Whether it has said so; one that says nothing is believed to."""
        return self.tells in self.log.read_bytes()[self.already_said :]

    def kill(self) -> bool:
        """kill -9; False when it was not alive."""
        if self.process is None or self.process.poll() is not None:
            return False
        self.killed = True
        self.process.kill()
        return True

    async def pause(self, seconds: float) -> bool:
        """SIGSTOP, and SIGCONT after so many seconds to the same process, if it lives."""
        process = self.process
        if process is None or process.poll() is not None:
            return False
        process.send_signal(signal.SIGSTOP)
        try:
            await asyncio.sleep(seconds)
        finally:
            process.send_signal(signal.SIGCONT)
        return True


@dataclass
class Members:
    """All processes of one system. Inside `watch` whoever ends is started again."""

    folder: Path
    environment: dict[str, str]
    every: list[Member] = field(default_factory=list)
    # by themselves: component and code → how often
    ended: Counter[str] = field(default_factory=Counter)
    _watch: "asyncio.Task[None] | None" = None

    def add(self, component: str, *arguments: str, **environment: str) -> None:
        """One more process of a component."""
        log = self.folder / f"{component.replace(' ', '-')}-{len(self.every)}.log"
        self.every.append(Member(component, arguments, {**self.environment, **environment}, log))

    def of(self, component: str) -> list[Member]:
        """The processes of a component."""
        return [member for member in self.every if member.component == component]

    def start(self) -> None:
        """Start all, and watch over them."""
        for member in self.every:
            member.start()
        self._watch = asyncio.create_task(self._keep_alive())

    async def stop(self) -> None:
        """End all of them, and the watching."""
        if self._watch:
            self._watch.cancel()
            await asyncio.gather(self._watch, return_exceptions=True)
        for member in self.every:
            if member.process:
                with suppress(ProcessLookupError):
                    os.kill(member.process.pid, signal.SIGCONT)
                await asyncio.to_thread(processes.stop, member.process, signal.SIGKILL)

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run `python -m system …` once on the same databases."""
        environment = {**os.environ, **self.environment}
        command = [sys.executable, "-m", "system", *arguments]
        return subprocess.run(
            command,
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )

    async def _keep_alive(self) -> None:
        resting: dict[int, float] = {}
        loop = asyncio.get_running_loop()
        while True:
            for number, member in enumerate(self.every):
                if member.process is None or member.process.poll() is None:
                    continue
                if not member.killed and number not in resting:
                    self.ended[f"{member.component}: {member.process.returncode}"] += 1
                    resting[number] = loop.time() + REST_SECONDS
                if loop.time() >= resting.get(number, 0):
                    resting.pop(number, None)
                    member.start()
            await asyncio.sleep(WATCH_SECONDS)
