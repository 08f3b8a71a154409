"""Logs: one JSON object a line, with the request id in it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

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


BEFORE = """
from kernel import logging
log = logging.get("web")
def fails(secret):
    draft = "text of a draft"
    raise ZeroDivisionError("x")
def tell():
    try:
        fails("oasm_" + "live_abc_secret")
    except ZeroDivisionError:
        log.exception("failed")
        stdlib.getLogger("uvicorn.error").exception("failed too")
import logging as stdlib
"""


def written(script: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", script],
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        check=True,
    )


@pytest.mark.parametrize(
    "how", ["", "logging.configure(json=False)", "logging.configure(json=True)"]
)
def test_no_local_value_of_a_frame_is_ever_written(how: str) -> None:
    done = written(f"{BEFORE}\n{how}\ntell()")
    assert "ZeroDivisionError" in done.stderr
    assert not done.stdout
    for value in ("oasm_live_abc_secret", "text of a draft"):
        assert value not in done.stderr


def test_a_logger_made_before_is_configured_too() -> None:
    done = written(
        f"{BEFORE}\nlogging.configure(json=True, level='ERROR')\nlog.warning('hidden')\ntell()"
    )
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert [line["event"] for line in lines] == ["failed", "failed too"]
    assert lines[0]["logger"] == "web"
