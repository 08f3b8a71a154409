"""The examples of docs/open-data.md run as they stand against the real server, and a figure that
was cited stays what it was under a new edition.
"""

import csv
import hashlib
import io
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from contracts.codes import LANGUAGES
from tests.system.journey import Journey
from tests.system.server import Server
from tests.system.test_editions import amended, followed, report
from tools import columns

DOCS = Path(__file__).parents[2] / "docs"
ADDRESS = "http://127.0.0.1:8000"
EXAMPLES = re.findall(
    r"^```(sh|python|js)\n(.*?)^```", (DOCS / "open-data.md").read_text(), re.M | re.S
)
PROGRAMS = {
    "sh": ["bash", "-euc"],
    "python": [sys.executable, "-W", "error", "-c"],
    "js": ["node", "--input-type=module", "-e"],
}
#: An example that goes on for ever, and needs a browser.
ENDLESS = "new EventSource"


@pytest.fixture(scope="module")
def journey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Journey]:
    server = Server(tmp_path_factory.mktemp("open") / "data")
    server.data.mkdir()
    try:
        server.start()
        made = Journey.at(server.base, server.data)
        for year in (2022, 2023):
            body = report("ACT-13")
            made.published({**body, "payload": {**body["payload"], "year": year}})
        made.caught_up()
        yield made
        made.client.close()
        assert "Traceback" not in server.log()
    finally:
        server.kill()


@pytest.mark.parametrize(("program", "code"), EXAMPLES)
def test_every_example_runs(program: str, code: str, journey: Journey, tmp_path: Path) -> None:
    if ENDLESS in code:
        return
    here = code.replace(ADDRESS, str(journey.client.base_url).rstrip("/"))
    command = [*PROGRAMS[program], here]
    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, f"{code}\n{done.stdout}\n{done.stderr}"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_pages_of_the_columns_are_current(lang: str) -> None:
    assert columns.address(lang).read_text() == columns.page(lang), "run make columns"


def get(journey: Journey, address: str) -> Any:
    answer = journey.client.get(address)
    assert answer.status_code == 200, answer.text
    return answer


def test_what_was_cited_stays_under_a_new_edition(journey: Journey) -> None:
    where = "/indicators/objectives/SO-07/reports_published/citation"
    cited = get(journey, where).json()
    at = f"as_of={cited['position']}"
    kept = {
        address: get(journey, address).content
        for address in (
            cited["address"],
            f"/indicators/objectives/SO-07?{at}",
            f"/indicators/data.csv?{at}",
            f"/reports/submissions.csv?{at}&kind=implementation",
        )
    }
    assert hashlib.sha256(kept[cited["address"]]).hexdigest() == cited["sha256"]
    withdrawn = get(journey, "/reports/submissions?activity=ACT-13").json()["items"][0]["id"]
    journey.act(withdrawn, "withdraw", journey.key("CIM"))
    amended(journey)
    followed(journey)
    journey.caught_up()
    for address, before in kept.items():
        assert get(journey, address).content == before, address
    now = list(csv.DictReader(io.StringIO(get(journey, "/indicators/data.csv").text)))
    assert {row["edition"] for row in now} == {"2026"}
    corrected = get(journey, f"{where}?{at}").json()["corrected_since"]
    assert (corrected["value"], corrected["edition"]) == (1, "2026")
    assert len(corrected["positions"]) == 1
    gone = get(journey, f"/reports/submissions?updated_after={cited['position']}").json()["items"]
    assert [(one["id"], one["gone"]) for one in gone] == [(withdrawn, True)]
