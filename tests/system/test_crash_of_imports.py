"""Killed between two rows, the real system finishes the import after its restart and makes no row
twice; and a large file is taken while others are answered.
"""

import io
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import xlsxwriter

from files import xlsx
from services.reports.operations.rows import POINT
from tests.system.journey import Journey, check_chain
from tests.system.server import Server, until

ROWS = 60
ADDRESS = "/reports/imports?kind=implementation&mode=submit"
LARGE, WAIT_SECONDS, PAUSE_SECONDS = 19 * 1024 * 1024, 5.0, 0.05
HEADER = ("external_id", "language", "title", "activity", "year", "status", "carried_out")


def table(rows: int, words: str = "") -> str:
    lines = (f"r{n},es,Informe {n},ACT-12,2024,under_way,{words}" for n in range(rows))
    return "\n".join(["external_id,language,title,activity,year,status,carried_out", *lines])


def workbook(rows: int, columns: int) -> bytes:
    """A workbook whose rows are all refused, with cells beside them."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADER)
    for n in range(1, rows + 1):
        sheet.write_row(n, 0, [f"w{n}", "es", f"Informe {n}", "ACT-12", 1900, "under_way"])
        sheet.write_row(n, len(HEADER), [f"{n} {at}" for at in range(columns)])
    book.close()
    return out.getvalue()


def send(
    journey: Journey, content: str | bytes, media_type: str = "text/csv; charset=utf-8"
) -> httpx2.Response:
    headers = {
        "Authorization": f"Bearer {journey.key('CIM')}",
        "Content-Type": media_type,
        "Idempotency-Key": "import" if isinstance(content, str) else "workbook",
    }
    raw = content.encode() if isinstance(content, str) else content
    return journey.client.post(ADDRESS, content=raw, headers=headers)


@contextmanager
def beside(base: str) -> Iterator[list[float]]:
    """How long others wait for one answer after the other, while this lasts."""
    waits, ended = list[float](), threading.Event()

    def ask() -> None:
        with httpx2.Client(base_url=base, timeout=120) as client:
            while not ended.is_set():
                began = time.monotonic()
                assert client.get("/reports/kinds").status_code == 200
                waits.append(time.monotonic() - began)
                ended.wait(PAUSE_SECONDS)

    asks = threading.Thread(target=ask)
    asks.start()
    try:
        yield waits
    finally:
        ended.set()
        asks.join()


def told(journey: Journey, address: str) -> dict[str, Any]:
    answer = journey.send("GET", f"{address}?limit=500", journey.key("CIM"))
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def made(journey: Journey) -> list[str]:
    """The titles of everything that the organ has submitted."""
    path = "/reports/submissions?reporter=CIM&state=submitted&limit=500"
    items = journey.send("GET", path, journey.key("CIM")).json()["items"]
    return sorted(item["title"] for item in items)


def test_killed_between_two_rows_it_goes_on_after_the_restart(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    server = Server(data, CRASH_AT=f"{POINT}:7")
    journey = Journey.at(server.start().base, data)
    answer = send(journey, table(ROWS))
    assert answer.status_code == 202, answer.text
    address = answer.headers["location"]
    assert server.process
    assert server.process.wait(120) == -9
    keys = journey.keys
    journey.client.close()
    server = Server(data).start()
    try:
        journey = Journey.at(server.base, data)
        journey.keys = keys
        assert send(journey, table(ROWS)).headers["location"] == address
        until(lambda: told(journey, address)["state"] == "done", "it is not finished")
        done = told(journey, address)
        assert done["outcomes"] == dict.fromkeys(done["outcomes"], 0) | {"created": ROWS}
        assert [row["row"] for row in done["items"]] == [*range(2, ROWS + 2)]
        assert made(journey) == sorted(f"Informe {n}" for n in range(ROWS))
        until(lambda: len(journey.ledger()) >= 2 * ROWS, "the ledger does not tell of all rows")
        check_chain(journey.ledger())
        assert "Traceback" not in server.log()
        journey.client.close()
    finally:
        server.kill()


def test_a_large_file_is_taken_while_others_are_answered(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    server = Server(data)
    try:
        journey = Journey.at(server.start().base, data)
        rows = 500
        content = table(rows, "x" * (LARGE // rows))
        answer = send(journey, content)
        assert answer.status_code == 202, answer.text
        longest, address = 0.0, answer.headers["location"]
        while told(journey, address)["state"] != "done":
            began = time.monotonic()
            assert journey.client.get("/reports/kinds").status_code == 200
            longest = max(longest, time.monotonic() - began)
        assert longest < WAIT_SECONDS, "others waited"
        assert told(journey, address)["progress"]["done"] == rows
        assert send(journey, content + "y" * 2 * 1024 * 1024).status_code == 413
        journey.client.close()
    finally:
        server.kill()


def test_a_large_workbook_is_read_and_marked_while_others_are_answered(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    server = Server(data)
    try:
        journey = Journey.at(server.start().base, data)
        journey.key("CIM")
        with beside(server.base) as waits:
            answer = send(journey, workbook(200, 100), xlsx.MEDIA_TYPE)
            assert answer.status_code == 202, answer.text
            address = answer.headers["location"]
            until(lambda: told(journey, address)["state"] == "done", "it is not finished")
            errors = journey.send("GET", f"{address}/errors.xlsx", journey.key("CIM"))
        assert told(journey, address)["outcomes"]["refused"] == 200
        assert errors.content[:2] == b"PK"
        assert max(waits) < WAIT_SECONDS, "others waited"
        journey.client.close()
    finally:
        server.kill()
