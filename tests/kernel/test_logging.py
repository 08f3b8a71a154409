"""Logs: one JSON object a line, with the request id in it."""

import json
import subprocess
import sys
from pathlib import Path

SAYS = """
import logging as stdlib
import structlog
from kernel import logging
logging.configure(json=True, level="info")
structlog.contextvars.bind_contextvars(request_id="r1")
log = logging.get("web")
log.debug("hidden")
log.warning("seen", reason="é")
try:
    1 / 0
except ZeroDivisionError:
    log.exception("failed")
    stdlib.getLogger("uvicorn.error").exception("of %s", "another")
stdlib.getLogger("aiokafka").info("hidden")
"""


def said() -> list[dict[str, str]]:
    done = subprocess.run(
        [sys.executable, "-c", SAYS],
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    return [json.loads(line) for line in done.stderr.splitlines()]


def test_lines_are_json_with_level_name_and_request() -> None:
    lines = said()
    assert [line["event"] for line in lines] == ["seen", "failed", "of another"]
    assert {
        "request_id": "r1",
        "logger": "web",
        "level": "warning",
        "reason": "é",
    }.items() <= lines[0].items()
    assert "ZeroDivisionError" in lines[1]["exception"]


def test_what_a_library_says_is_json_too() -> None:
    line = said()[2]
    assert {
        "request_id": "r1",
        "logger": "uvicorn.error",
        "level": "error",
        "event": "of another",
    }.items() <= line.items()
    assert line["timestamp"].endswith("Z")
    assert "ZeroDivisionError" in line["exception"]
