"""docker-compose.yml, Dockerfile and deploy/ name what exists: commands, ports, paths, variables,
secrets, routes. Planted mistakes are noticed.
"""

import configparser
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import typer
import yaml

from system.__main__ import app
from system.resources import PREFIXES, Settings

ROOT = Path(__file__).parents[2]
FILE = ROOT / "docker-compose.yml"
IMAGE = (ROOT / "Dockerfile").read_text()
OURS = "oas-migrants-programme"
VARIABLES = {name.upper() for name in Settings.model_fields}
PORTS = {"api": 8000, "worker": 9000, "portal": 8000, "proxy": 8000, "postgres": 5432}
# other files that name hosts and ports
ELSEWHERE = ("deploy/Caddyfile", "deploy/prometheus.yml", "deploy/make-secrets")


@pytest.fixture
def compose() -> dict[str, Any]:
    """The file, its anchors resolved."""
    loaded: dict[str, Any] = yaml.safe_load(FILE.read_text())
    return loaded


def ours(compose: dict[str, Any]) -> dict[str, Any]:
    """The services that run our image."""
    return {
        name: service for name, service in compose["services"].items() if OURS in service["image"]
    }


def known_command(words: list[str]) -> bool:
    """Whether `python -m system <words>` is a command that takes no more words."""
    command: Any = typer.main.get_command(app)
    for word in words:
        command = getattr(command, "commands", {}).get(word)
    return command is not None and not hasattr(command, "commands")


def commands_wrong(compose: dict[str, Any]) -> list[str]:
    wanted = {"migrate": ["migrate"], "portal": ["portal"]}
    wanted |= {
        f"{service}-{part}": [service, part] for service in PREFIXES for part in ("api", "worker")
    }
    found = {name: service["command"] for name, service in ours(compose).items()}
    missing = [
        f"{name}: {found.get(name)}"
        for name in {*wanted, *found}
        if found.get(name) != wanted.get(name)
    ]
    return missing + [f"no command {words}" for words in found.values() if not known_command(words)]


def variables_wrong(compose: dict[str, Any]) -> list[str]:
    named = {
        (name, variable)
        for name, service in ours(compose).items()
        for variable in service["environment"]
    }
    return [f"{name}: {variable}" for name, variable in sorted(named) if variable not in VARIABLES]


def secrets_wrong(compose: dict[str, Any]) -> list[str]:
    wrong = []
    for name, service in compose["services"].items():
        given = set(service.get("secrets", []))
        paths = {
            str(value)
            for variable, value in service.get("environment", {}).items()
            if variable.endswith("_FILE")
        }
        wrong += [
            f"{name}: {one}" for one in {f"/run/secrets/{secret}" for secret in given} ^ paths
        ]
        wrong += [f"{name}: {one} is not declared" for one in given - set(compose["secrets"])]
    return wrong


def addresses_wrong(compose: dict[str, Any]) -> list[str]:
    """Every host:port that is named leads to a service that listens there."""
    text = json.dumps([service.get("environment", {}) for service in compose["services"].values()])
    text += "".join((ROOT / name).read_text() for name in ELSEWHERE)
    named = set(
        re.findall(r"(?<![\w.])([a-z][a-z-]*):(\d{4,5})\b", re.sub(r"\b127\.0\.0\.1:\d+", "", text))
    )
    return [
        f"{host}:{port}" for host, port in sorted(named) if not listens(compose, host, int(port))
    ]


def listens(compose: dict[str, Any], host: str, port: int) -> bool:
    service = compose["services"].get(host)
    if service is None:
        return False
    if host == "kafka":
        return f":{port}" in re.findall(r":\d+", service["environment"]["KAFKA_LISTENERS"])
    said = service.get("environment", {}).get(
        "METRICS_PORT" if host.endswith("-worker") else "PORT"
    )
    return port == PORTS[host.rpartition("-")[2]] and (said is None or int(said) == port)


def probes_wrong(compose: dict[str, Any]) -> list[str]:
    wrong = []
    for name, service in ours(compose).items():
        if name != "migrate":
            part = name.rpartition("-")[2]
            prefix = PREFIXES[name.removesuffix("-api")] if part == "api" else ""
            if f"'http://127.0.0.1:{PORTS[part]}{prefix}/healthz'" not in str(
                service["healthcheck"]["test"]
            ):
                wrong.append(f"{name}: {service['healthcheck']['test'][-1]}")
    return wrong


def paths_wrong(compose: dict[str, Any]) -> list[str]:
    mounted = [
        volume.partition(":")[0]
        for service in compose["services"].values()
        for volume in service.get("volumes", [])
    ]
    wrong = [
        path
        for path in mounted
        if not ((ROOT / path).is_file() if path.startswith(".") else path in compose["volumes"])
    ]
    made = {
        f"./var/secrets/{name}"
        for name in re.findall(
            r"^keep (\w+) ", (ROOT / "deploy" / "make-secrets").read_text(), re.M
        )
    }
    return wrong + sorted(made ^ {secret["file"] for secret in compose["secrets"].values()})


def rights_wrong(compose: dict[str, Any]) -> list[str]:
    """What each container must be denied."""
    wrong = []
    for name, service in compose["services"].items():
        limits = service.get("deploy", {}).get("resources", {}).get("limits", {})
        demands = {
            "a user that is not root": re.fullmatch(r"[1-9]\d*:[1-9]\d*", service.get("user", "")),
            "a read-only file system": service.get("read_only"),
            "no capability": service.get("cap_drop") == ["ALL"]
            and ("cap_add" not in service or name == "proxy"),
            "no new rights": service.get("security_opt") == ["no-new-privileges:true"],
            "limits": {"cpus", "memory", "pids"} <= set(limits),
            "a restart policy": service.get("restart")
            == ("no" if name == "migrate" else "unless-stopped"),
            "a probe": "healthcheck" in service or name == "migrate",
            "the inner network alone": list(service.get("networks"))
            == (["inside", "outside"] if name == "proxy" else ["inside"]),
            "no port": "ports" not in service or name == "proxy",
        }
        wrong += [f"{name}: {demand}" for demand, met in demands.items() if not met]
    return wrong


def images_wrong(compose: dict[str, Any]) -> list[str]:
    """Images of others that are not named by digest: their tags say another thing tomorrow."""
    base = re.findall(r"^ARG BASE=(\S+)", (ROOT / "Dockerfile").read_text(), re.M)
    images = {name: service["image"] for name, service in compose["services"].items()}
    images = {name: image for name, image in images.items() if name not in ours(compose)}
    return [
        f"{name}: {image}"
        for name, image in {**images, "Dockerfile": base[0]}.items()
        if not re.fullmatch(r"[a-z./]+:[\w.-]+@sha256:[0-9a-f]{64}", image)
    ]


CHECKS: list[Callable[[dict[str, Any]], list[str]]] = [
    commands_wrong,
    variables_wrong,
    secrets_wrong,
    addresses_wrong,
    probes_wrong,
    paths_wrong,
    rights_wrong,
    images_wrong,
]
PLANTED: list[tuple[Callable[[dict[str, Any]], list[str]], str, str]] = [
    (commands_wrong, "command: [reports, worker]", "command: [reports, work]"),
    (commands_wrong, "command: [portal]", "command: [catalog, api]"),
    (variables_wrong, "DATABASE_URL_FILE:", "DATABASE_URI_FILE:"),
    (
        secrets_wrong,
        "KEY_PEPPER_FILE: /run/secrets/key_pepper",
        "KEY_PEPPER_FILE: /run/secrets/pepper",
    ),
    (addresses_wrong, "kafka://kafka:9092", "kafka://kafka:9094"),
    (addresses_wrong, 'METRICS_PORT: "9000"', 'METRICS_PORT: "9001"'),
    (addresses_wrong, "API_URL: http://proxy:8000", "API_URL: http://caddy:8000"),
    (probes_wrong, "/indicators/healthz", "/aggregator/healthz"),
    (paths_wrong, "./deploy/Caddyfile:", "./deploy/Caddyfiles:"),
    (paths_wrong, "./var/secrets/key_pepper", "./var/secrets/pepper"),
    (images_wrong, "kafka:4.3.1@sha256:77e3df90", "kafka:4.3.1@sha256:77e3"),
    (rights_wrong, 'user: "10001:10001"', 'user: "0:0"'),
    (rights_wrong, "read_only: true", "read_only: false"),
    (rights_wrong, "networks: [inside]", "networks: [inside, outside]"),
]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_everything_it_names_exists(
    compose: dict[str, Any], check: Callable[[dict[str, Any]], list[str]]
) -> None:
    assert check(compose) == []


@pytest.mark.parametrize(
    ("check", "right", "wrong"),
    PLANTED,
    ids=[f"{check.__name__}: {wrong}" for check, _, wrong in PLANTED],
)
def test_a_planted_mistake_is_noticed(
    check: Callable[[dict[str, Any]], list[str]], right: str, wrong: str
) -> None:
    text = FILE.read_text()
    assert right in text
    assert check(yaml.safe_load(text.replace(right, wrong))) != []


def test_services_wait_for_the_stores_and_never_for_one_another(compose: dict[str, Any]) -> None:
    stores = {
        "migrate": "service_completed_successfully",
        "postgres": "service_healthy",
        "kafka": "service_healthy",
    }
    for name, service in ours(compose).items():
        needs = {
            other: condition["condition"] for other, condition in service["depends_on"].items()
        }
        assert needs == (
            {}
            if name == "portal"
            else {other: how for other, how in stores.items() if other != name}
        ), name


def test_the_versions_are_those_that_are_tested(compose: dict[str, Any]) -> None:
    pom = (ROOT / "tools" / "components" / "kafka" / "pom.xml").read_text()
    kafka = re.search(r"<artifactId>kafka_2.13</artifactId>\s*<version>([\d.]+)<", pom)
    assert kafka
    assert compose["services"]["kafka"]["image"].partition("@")[0].endswith(f"/kafka:{kafka[1]}")
    assert re.search(r"/postgres:1[78]-trixie@", compose["services"]["postgres"]["image"])
    assert re.search(r"^ARG BASE=.*-trixie@", IMAGE, re.M), (
        "the client that `backup` uses comes from the base: it must not be older than the server"
    )


def test_the_services_believe_the_proxy_and_what_stands_in_front_of_it(
    compose: dict[str, Any],
) -> None:
    proxy = compose["services"]["proxy"]
    address = proxy["networks"]["inside"]["ipv4_address"]
    (pool,) = compose["networks"]["inside"]["ipam"]["config"]
    assert ip_address(address) in ip_network(pool["subnet"])
    assert ip_address(address) not in ip_network(pool["ip_range"]), "another could be given it"
    believed = {
        name: service["environment"]["FORWARDED_ALLOW_IPS"].split()
        for name, service in ours(compose).items()
        if "FORWARDED_ALLOW_IPS" in service["environment"]
    }
    served = {name for name in ours(compose) if name.endswith("-api")} | {"portal"}
    trusted = [address, proxy["environment"]["TRUSTED_PROXIES"]]
    assert believed == {name: trusted for name in served}  # noqa: C420 - one list, only read


def tool(name: str) -> str:
    """A program of the development lock, beside this Python."""
    return str(Path(sys.executable).with_name(name))


def test_the_compose_file_follows_its_specification() -> None:
    done = subprocess.run(
        [tool("check-jsonschema"), "--builtin-schema", "vendor.compose-spec", FILE],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_hadolint_has_nothing_to_say() -> None:
    done = subprocess.run(
        [tool("hadolint"), ROOT / "Dockerfile"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_the_image_holds_what_it_copies_and_everything_it_needs() -> None:
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    copied: list[str] = re.findall(r"^COPY (?!--from)(.+) \S+$", IMAGE, re.M)
    assert [
        path for path in copied if not (ROOT / path).exists() or f"!{path}" not in ignored
    ] == []
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"bench", "tools"}
    assert packages | {"alembic", "alembic.ini", "requirements.lock"} == set(copied)
    assert re.findall(
        r'^ENTRYPOINT \["python", "-m", "system"\]\nCMD \["(\w+)"\]$', IMAGE, re.M
    ) == ["embedded"]
    assert "USER 10001:10001" in IMAGE
    named = {word.partition("=")[0] for word in re.findall(r"^ENV (.+)$", IMAGE, re.M)[0].split()}
    assert named - {"PATH", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE"} <= VARIABLES


def test_prometheus_asks_every_process_where_its_metrics_are() -> None:
    jobs = yaml.safe_load((ROOT / "deploy" / "prometheus.yml").read_text())["scrape_configs"]
    asked = {
        target: job["metrics_path"]
        for job in jobs
        for group in job["static_configs"]
        for target in group["targets"]
    }
    wanted = {f"{name}-api:8000": f"{prefix}/metrics" for name, prefix in PREFIXES.items()}
    assert asked == wanted | {f"{name}-worker:9000": "/metrics" for name in PREFIXES}


def test_supervisor_runs_the_same_processes(compose: dict[str, Any]) -> None:
    file = configparser.RawConfigParser(inline_comment_prefixes=None)
    file.read(ROOT / "deploy" / "supervisord.conf")
    programs = {
        name.partition(":")[2]: file[name]
        for name in file.sections()
        if name.startswith("program:")
    }
    system = {
        name: program["command"].partition(" -m system ")[2].split()
        for name, program in programs.items()
        if name != "proxy"
    }
    assert system == {
        name: service["command"] for name, service in ours(compose).items() if name != "migrate"
    }
    assert set(programs) - set(system) == {"proxy"}
    assert all(
        program["command"].startswith("%(ENV_SYSTEM_DIR)s/deploy/child ")
        for program in programs.values()
    )
    assert all(
        (program["autorestart"], program["startsecs"]) == ("true", "0")
        for program in programs.values()
    )
    variables = [
        name
        for program in programs.values()
        for name in re.findall(r"(\w+)=\"", program.get("environment", ""))
    ]
    assert set(variables) <= VARIABLES | {"XDG_CONFIG_HOME", "XDG_DATA_HOME"}


def test_make_secrets_makes_each_once(tmp_path: Path) -> None:
    (tmp_path / "deploy").mkdir()
    shutil.copy(ROOT / "deploy" / "make-secrets", tmp_path / "deploy")
    made = []
    for _ in range(2):
        subprocess.run([tmp_path / "deploy" / "make-secrets"], check=True, capture_output=True)
        made.append(
            {
                path.name: path.read_text().strip()
                for path in (tmp_path / "var" / "secrets").iterdir()
            }
        )
    first, second = made
    assert {name for name, text in first.items() if text} == {
        *("postgres_password", "key_pepper", "portal_secret", "database_url")
    }
    assert {name for name, text in first.items() if not text} == {"oidc_client_secret", "oidc_keys"}
    assert second == first
    url = urlsplit(first["database_url"])
    assert (url.scheme, url.username, url.hostname, url.path) == (
        "postgresql+asyncpg",
        "system",
        "postgres",
        "/system",
    )
    assert url.password == first["postgres_password"]
    assert (tmp_path / "var" / "secrets").stat().st_mode & 0o077 == 0
