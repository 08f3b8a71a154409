"""Real programs for tests: started on free loopback ports, watched, and dead as soon as whoever
asked for them is.
"""

import contextlib
import ctypes
import fcntl
import hashlib
import os
import random
import select
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

PR_SET_PDEATHSIG = 1
ROOT = Path(__file__).resolve().parents[2]
OUTGOING = Path("/proc/sys/net/ipv4/ip_local_port_range")
MISSING = "missing: "  # how a command says it, for whoever started it
_libc = ctypes.CDLL(None, use_errno=True)


class Missing(Exception):
    """This machine lacks a program that a real component needs; the text says which and how to get
    it.
    """


def fetched(name: str, pinned: Path, fetch: Callable[[Path], None]) -> Path:
    """The folder that `fetch` fills, filled once in this checkout for each content of the file that
    says what is wanted.
    """
    cache = ROOT / ".cache"
    cache.mkdir(exist_ok=True)
    folder = cache / f"{name}-{hashlib.sha256(pinned.read_bytes()).hexdigest()[:12]}"
    with (cache / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # several test workers may want it at once
        if not folder.exists():
            partial = folder.with_suffix(".partial")
            shutil.rmtree(partial, ignore_errors=True)
            partial.mkdir()
            fetch(partial)
            partial.rename(folder)
    return folder


def free_ports(count: int) -> list[int]:
    """Loopback ports that nobody listens on, all different, to be listened on some time from now.

    None is of those that the system gives to outgoing connections, and none is given twice (one
    after the other, round and round, for everybody in this checkout): whoever else starts programs
    meanwhile does not take them away.
    """
    (ROOT / ".cache").mkdir(exist_ok=True)
    with (ROOT / ".cache" / "port").open("a+") as last:
        fcntl.flock(last, fcntl.LOCK_EX)
        last.seek(0)
        range_ = _listened_on()
        start = int(last.read() or random.SystemRandom().choice(range_)) + 1
        following = (
            port for port in (*range(start, range_.stop), *range_) if port in range_ and _free(port)
        )
        found = list(islice(following, count))
        last.truncate(0)
        last.write(str(found[-1]))
    return found


def _listened_on() -> range:
    """The ports below those of outgoing connections, or all where the system keeps hardly any
    apart.
    """
    first = int(OUTGOING.read_text().split()[0])
    return range(10_000, first if first > 12_000 else 65_536)


def _free(port: int) -> bool:
    with socket.socket() as probe, contextlib.suppress(OSError):
        probe.bind(("127.0.0.1", port))
        return True
    return False


def start(
    command: Sequence[str | Path],
    log: Path,
    environment: Mapping[str, str] | None = None,
    user: str | None = None,
) -> subprocess.Popen[bytes]:
    """Start a program whose output goes to `log` and which is killed when this process ends,
    however it ends.
    """

    parent = os.getpid()

    def die_with_parent() -> None:
        # after Popen changed the user: a change of credentials would clear the wish
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it has ended already
            os._exit(1)

    with log.open("ab") as output:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(environment or {})},
            user=user,
            extra_groups=[] if user else None,
            start_new_session=True,
            preexec_fn=die_with_parent,  # noqa: PLW1509 - the only way to set it between fork and exec; it takes no lock
        )


def wait_until(
    ready: Callable[[], bool], process: subprocess.Popen[bytes], log: Path, seconds: float = 180
) -> None:
    """Wait for `ready()`.

    Raises RuntimeError with the end of the log when the program dies or the time is up.
    """
    deadline = time.monotonic() + seconds
    while not ready():
        if process.poll() is not None or time.monotonic() > deadline:
            process.kill()
            why = (
                "did not start in time"
                if process.returncode is None
                else f"ended with {process.returncode}"
            )
            raise RuntimeError(
                f"{Path(str(process.args[0])).name} "
                f"{why}:\n{log.read_text(errors='replace')[-4000:]}"
            )  # type: ignore[index]
        time.sleep(0.05)


def stop(
    process: subprocess.Popen[bytes], how: signal.Signals = signal.SIGTERM, seconds: float = 60
) -> None:
    """Ask the program to end, insist after `seconds`, and return when it is gone."""
    if process.poll() is None:
        process.send_signal(how)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
    process.wait()


def pause(pid: int) -> None:
    """Let a program stand still: SIGSTOP, and return when each of its threads has stopped, which
    on a busy machine takes a while. Raises ProcessLookupError.
    """
    os.kill(pid, signal.SIGSTOP)
    while not all(map(_stands_still, Path(f"/proc/{pid}/task").glob("*/stat"))):
        time.sleep(0.001)


def _stands_still(stat: Path) -> bool:
    """Whether a thread has stopped, or is gone."""
    try:
        return stat.read_text().rpartition(") ")[2][0] in "TtZX"
    except FileNotFoundError:
        return True


def accepts(port: int) -> bool:
    """Whether somebody listens on the loopback port."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextlib.contextmanager
def as_command() -> Iterator[None]:
    """SIGINT and SIGTERM end the block quietly, after its own clean-up; what is Missing is said in
    one line, with exit code 2.
    """

    def leave(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGINT, leave)
    try:
        with contextlib.suppress(KeyboardInterrupt):
            yield
    except Missing as missing:
        print(f"{MISSING}{missing}", file=sys.stderr)
        raise SystemExit(2) from None


def wait_for_exit_of(pid: int | None) -> None:
    """Return when the process `pid` has ended; without one, wait for a signal."""
    if pid is None:
        signal.pause()
        return
    with contextlib.suppress(ProcessLookupError):
        watched = os.pidfd_open(pid)
        try:
            select.select([watched], [], [])
        finally:
            os.close(watched)
