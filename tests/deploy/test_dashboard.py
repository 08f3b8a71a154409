"""The dashboard can be imported, and every metric it asks for, with each label it names, is one
that the processes expose.
"""

import json
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from system.resources import PREFIXES
from tests.system.journey import Journey
from tests.system.process import application
from tests.system.test_commands import BODY

FILE = Path(__file__).parents[2] / "deploy" / "grafana" / "dashboard.json"
DASHBOARD: dict[str, Any] = json.loads(FILE.read_text())
FUNCTIONS = {"sum", "max", "min", "by", "rate", "increase", "histogram_quantile", "le", "clamp_min"}
BUILT_IN = {"le"}  # every histogram's
WANTED = {  # what a person on duty looks for
    "http_requests_total",
    "http_request_seconds_bucket",
    "outbox_age_seconds",
    "outbox_waiting",
    "relay_lag_positions",
    "consumer_lag_positions",
    "consumer_lag_seconds",
    "parked_messages",
    "relay_publish_seconds_bucket",
    "consumer_apply_seconds_bucket",
    "commit_seconds_bucket",
    "copy_age_seconds",
    "worker_failed",
}


def queries() -> list[str]:
    return [target["expr"] for panel in DASHBOARD["panels"] for target in panel.get("targets", [])]


def asked(expression: str) -> dict[str, set[str]]:
    """Metric → the labels that the expression names for it."""
    labels = set(re.findall(r"(\w+)\s*(?:=~|!~|!=|=)", expression))
    for group in re.findall(r"by \(([^)]*)\)", expression):
        labels |= {name.strip() for name in group.split(",")}
    bare = re.sub(r"\{[^}]*\}|\[[^\]]*\]|by \([^)]*\)|\"[^\"]*\"", "", expression)
    return {name: labels for name in re.findall(r"[a-z_]{3,}", bare) if name not in FUNCTIONS}


@pytest.fixture(scope="module")
def exposed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """Sample name → labels, from the metrics of all services after a publication."""
    data = tmp_path_factory.mktemp("dashboard")
    found: dict[str, set[str]] = defaultdict(set)
    with TestClient(application(data)) as client:
        journey = Journey(client, (data / "bootstrap.key").read_text().strip())
        journey.published(BODY)
        journey.caught_up()
        for prefix in PREFIXES.values():
            for family in text_string_to_metric_families(client.get(f"{prefix}/metrics").text):
                for sample in family.samples:
                    found[sample.name] |= set(sample.labels)
    return found


@pytest.mark.parametrize("expression", queries())
def test_what_is_asked_for_is_there(expression: str, exposed: dict[str, set[str]]) -> None:
    names = asked(expression)
    assert names
    assert {name: labels - exposed[name] - BUILT_IN for name, labels in names.items()} == {
        name: set() for name in names
    }
    assert set(names) <= {name for name, labels in exposed.items() if labels}


def test_a_metric_that_nobody_has_is_noticed(exposed: dict[str, set[str]]) -> None:
    assert asked('sum by (service) (rate(made_up_total{route="/x"}[5m]))') == {
        "made_up_total": {"service", "route"}
    }
    assert "made_up_total" not in exposed


def test_everything_a_person_on_duty_needs_is_shown() -> None:
    assert {name for expression in queries() for name in asked(expression)} >= WANTED


def test_it_can_be_imported_anywhere() -> None:
    assert DASHBOARD["id"] is None
    source = {"type": "prometheus", "uid": "${datasource}"}
    variables = {variable["name"]: variable["type"] for variable in DASHBOARD["templating"]["list"]}
    assert variables["datasource"] == "datasource"
    assert [
        panel["title"]
        for panel in DASHBOARD["panels"]
        if panel["type"] != "row" and panel["datasource"] != source
    ] == []
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(DASHBOARD["panels"])
    for panel in DASHBOARD["panels"]:
        place = panel["gridPos"]
        assert place["x"] + place["w"] <= 24


def test_panels_do_not_overlap() -> None:
    taken: dict[tuple[int, int], str] = {}
    for panel in DASHBOARD["panels"]:
        place = panel["gridPos"]
        for cell in (
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        ):
            assert cell not in taken, f"{panel['title']} lies over {taken[cell]}"
            taken[cell] = panel["title"]
