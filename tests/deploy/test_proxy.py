"""The proxy's file: every prefix goes to its API, the rest to the portal."""

import json
import os
import shutil
import subprocess
from pathlib import Path

from system.resources import PREFIXES
from tests import requiring
from tools.components.processes import free_ports

ROOT = Path(__file__).parents[2]


def routes(environment: dict[str, str] | None = None) -> dict[str, str]:
    """What the proxy makes of its file: path → address, the last for everything else."""
    if not shutil.which("caddy"):
        requiring.do_without("no caddy on this machine: install it (Debian: apt-get install caddy)")
    command = [
        "caddy",
        "adapt",
        "--validate",
        "--adapter",
        "caddyfile",
        "--config",
        "deploy/Caddyfile",
    ]
    clean = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    done = subprocess.run(
        command,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env=clean | (environment or {}),
    )
    assert done.returncode == 0, done.stderr
    (server,) = json.loads(done.stdout)["apps"]["http"]["servers"].values()
    found = {}
    for route in server["routes"]:
        (handler,) = route["handle"]
        if handler["handler"] == "reverse_proxy":
            assert handler["flush_interval"] == -1, "a stream would be held back"
        to = (
            handler["upstreams"][0]["dial"]
            if "upstreams" in handler
            else str(handler["status_code"])
        )
        found |= dict.fromkeys(route["match"][0]["path"] if "match" in route else ["*"], to)
    return found | {"listen": server["listen"][0].rpartition(":")[2]}


def test_the_proxy_sends_every_prefix_to_its_api_and_the_rest_to_the_portal() -> None:
    wanted = {
        f"{prefix}{rest}": f"{name}-api:8000"
        for name, prefix in PREFIXES.items()
        for rest in ("", "/*")
    }
    wanted |= {f"{prefix}/metrics": "404" for prefix in PREFIXES.values()}
    assert routes() == wanted | {"*": "portal:8000", "listen": "8000"}


def test_the_proxy_can_be_pointed_elsewhere() -> None:
    elsewhere = {
        f"{name.upper()}_API": f"127.0.0.1:{port}"
        for name, port in zip(PREFIXES, free_ports(4), strict=True)
    }
    found = routes(elsewhere | {"PORTAL": "127.0.0.1:1", "PUBLIC_PORT": "2"})
    assert [found[f"{prefix}/*"] for prefix in PREFIXES.values()] == list(elsewhere.values())
    assert (found["*"], found["listen"]) == ("127.0.0.1:1", "2")
