"""Lines of the log go their own way: nobody waits for who reads them."""

import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx2
import pytest

from system import background
from system.background import BackgroundStream
from tests.system.server import ROOT, until
from tools.components import processes


def read(descriptor: int, until_seen: bytes) -> bytes:
    found = b""
    while until_seen not in found:
        found += os.read(descriptor, 65536)
    return found


def test_lines_come_in_their_order() -> None:
    reader, writer = os.pipe()
    stream = BackgroundStream(writer)
    for n in range(1_000):
        print(f"line {n} é\udc80", file=stream)
    lines = read(reader, b"line 999 \xc3\xa9\\udc80\n").decode().splitlines()
    assert lines == [f"line {n} é\\udc80" for n in range(1_000)]


def test_what_nobody_reads_is_dropped_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "MOST_WAITING", 200_000)
    reader, writer = os.pipe()
    stream = BackgroundStream(writer)
    for n in range(5_000):
        stream.write(f"{n:0100}\n")
    assert stream.dropped > 1_000
    assert stream._waiting <= 200_000
    found = bytearray()
    threading.Thread(target=lambda: drain(reader, found), daemon=True).start()
    until(lambda: not stream._waiting, "does not empty")
    stream.write("the end\n")
    until(lambda: b"the end\n" in found, "does not end")
    assert b" lines of the log were dropped" in found
    assert stream.dropped + sum(line.isdigit() for line in found.splitlines()) == 5_000


def drain(descriptor: int, into: bytearray) -> None:
    while b"the end\n" not in into:
        into += os.read(descriptor, 65536)


def test_a_reader_that_is_gone_stops_nobody() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    stream = BackgroundStream(writer)
    stream.write("line\n")
    until(lambda: stream.dropped == 1, "waits")
    stream.finish()


def test_a_full_pipe_holds_up_no_request(tmp_path: Path) -> None:
    """Every request that is no HTTP is a line of the log; nobody reads the pipe."""
    port = processes.free_ports(1)[0]
    environment = {**os.environ, "DATA_DIR": str(tmp_path), "PORT": str(port)}
    started = subprocess.Popen(
        [sys.executable, "-m", "system", "embedded"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    try:
        until(lambda: answers(port), "not ready")
        for _ in range(2_000):
            with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
                connection.sendall(b"NONSENSE\r\n\r\n")
                assert connection.recv(100).startswith(b"HTTP/1.1 400")
        began = time.monotonic()
        assert answers(port)
        assert time.monotonic() - began < 2
    finally:
        processes.stop(started, seconds=20)
    assert started.stderr
    with started.stderr:
        assert started.stderr.read(50_000).count(b"Invalid HTTP request") > 100


def answers(port: int) -> bool:
    try:
        return httpx2.get(f"http://127.0.0.1:{port}/catalog/readyz", timeout=60).status_code == 200
    except httpx2.HTTPError:
        return False
