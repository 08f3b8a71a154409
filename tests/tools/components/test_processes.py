"""Ports for programs that will be started some time from now, and programs that stand still."""

import socket
import subprocess
import sys
import time
from pathlib import Path

from tools.components import processes

ASKED = (
    "from tools.components.processes import free_ports; print(*(port for _ in range(50) for "
    "port in free_ports(3)))"
)


def test_a_port_is_given_to_one_of_all_who_ask() -> None:
    asking = [
        subprocess.Popen(
            [sys.executable, "-c", ASKED], cwd=processes.ROOT, stdout=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]
    given = [port for one in asking for port in one.communicate()[0].split()]
    assert len(given) == len(set(given)) == 450


def test_no_outgoing_connection_can_take_a_port_that_was_given() -> None:
    first = int(processes.OUTGOING.read_text().split()[0])
    assert all(10_000 <= port < first for port in processes.free_ports(20)) or first <= 12_000


def test_a_port_on_which_somebody_listens_is_passed_over() -> None:
    (last,) = processes.free_ports(1)
    with socket.socket() as taken:
        try:
            taken.bind(("127.0.0.1", last + 1))
        except OSError:  # somebody else listens there already
            taken.bind(("127.0.0.1", 0))
        assert taken.getsockname()[1] not in processes.free_ports(3)


def test_a_program_that_is_paused_does_nothing_more(tmp_path: Path) -> None:
    beats = tmp_path / "beats"
    script = (
        "import sys, threading, time\n"
        "def beat():\n"
        "    while True:\n"
        "        with open(sys.argv[1], 'a') as file:\n"
        "            file.write('.')\n"
        "for _ in range(4):\n"
        "    threading.Thread(target=beat, daemon=True).start()\n"
        "time.sleep(600)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script, str(beats)]) as process:
        while not beats.exists():
            time.sleep(0.01)
        try:
            processes.pause(process.pid)
            before = beats.stat().st_size
            time.sleep(0.2)
            assert beats.stat().st_size == before
        finally:
            process.kill()
