"""What operators choose beside docker-compose.yml reaches the containers that read it."""

from importlib import import_module

import yaml

from system.resources import PREFIXES
from tests.deploy.test_compose import FILE, VARIABLES, ours

#: What containers have of themselves.
NOT_CHOSEN = {"DATA_DIR", "HOST"}
#: What operators choose, by the processes that read it.
CHOSEN = {
    "reports-api": {"FOUR_EYES", "IMPORT_DAYS"},
    "reports-worker": {"API_URL", "PUBLIC_URL"},
    "aggregator-api": {"PUBLIC_URL"},
    "access-worker": {"MAIL_URL", "MAIL_FROM", "PUBLIC_URL", "FOCAL_POINT_DAYS"},
    "portal": {"API_URL", "PUBLIC_URL", *(f"OIDC_{name}" for name in ("ISSUER", "CLIENT_ID"))},
}


def read_of(service: str) -> set[str]:
    """The settings of a service that the environment gives without the service's name."""
    fields = import_module(f"services.{service}.settings").Settings.model_fields
    named = {str(field.validation_alias or name).upper() for name, field in fields.items()}
    return named & VARIABLES


def test_what_operators_choose_reaches_who_reads_it() -> None:
    compose = yaml.safe_load(FILE.read_text())
    for name, chosen in CHOSEN.items():
        assert chosen <= set(compose["services"][name]["environment"]), name
    read = set().union(*(read_of(name) for name in (*PREFIXES, "portal")))
    passed = set().union(*(service["environment"] for service in ours(compose).values()))
    files = {name for name in read if f"{name}_FILE" in passed or name.endswith("_FILE")}
    assert read - files - passed == NOT_CHOSEN
