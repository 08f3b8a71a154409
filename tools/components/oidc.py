"""A real OpenID Connect provider for tests: npm's certified `oidc-provider` on a loopback port."""

import fcntl
import hashlib
import json
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tools.components import processes

SOURCE = Path(__file__).resolve().parent / "oidc"
FILES = ("package.json", "package-lock.json", "provider.mjs")
LISTENING = b"listening"


def library() -> Path:
    """The folder with the provider, installed once for each content of its lock. Raises Missing."""
    for program in ("node", "npm"):
        if not shutil.which(program):
            raise processes.Missing(
                f"no {program} on this machine: install it (Debian: apt-get install nodejs npm)"
            )
    cache = processes.ROOT / ".cache"
    cache.mkdir(exist_ok=True)
    content = b"".join((SOURCE / name).read_bytes() for name in FILES)
    folder = cache / f"oidc-{hashlib.sha256(content).hexdigest()[:12]}"
    with (cache / "oidc.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # several test workers may want it at once
        if not folder.exists():
            _install(folder)
    return folder


def _install(folder: Path) -> None:
    partial = folder.with_suffix(".partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir()
    for name in FILES:
        shutil.copy(SOURCE / name, partial / name)
    command = ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
    done = subprocess.run(command, cwd=partial, check=False, capture_output=True, text=True)
    if done.returncode:
        raise processes.Missing(
            f"oidc-provider could not be installed by npm:\n{(done.stdout + done.stderr)[-2000:]}"
        )
    partial.rename(folder)


@dataclass(slots=True)
class Provider:
    """The provider with one client. `stop` and `start` again give it other signing keys."""

    port: int
    client_id: str
    client_secret: str
    redirect_uri: str
    folder: Path
    process: subprocess.Popen[bytes] | None = None

    @property
    def issuer(self) -> str:
        """What it calls itself."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> "Provider":
        """Start it and wait until it listens. Raises Missing."""
        settings = {
            "port": self.port,
            "clientId": self.client_id,
            "clientSecret": self.client_secret,
            "redirectUri": self.redirect_uri,
        }
        log = self.folder / "log"
        log.unlink(missing_ok=True)
        script = library() / "provider.mjs"
        self.process = processes.start(["node", script, json.dumps(settings)], log)
        processes.wait_until(lambda: LISTENING in log.read_bytes(), self.process, log)
        return self

    def stop(self) -> None:
        """End it; who has signed in there is forgotten."""
        if self.process:
            processes.stop(self.process)
            self.process = None

    def remove(self) -> None:
        """End it and delete what it wrote."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


def provider(redirect_uri: str) -> Provider:
    """One that sends people back to this address; not yet started."""
    folder = Path(tempfile.mkdtemp(prefix="oidc-"))
    port = processes.free_ports(1)[0]
    return Provider(port, "portal", "a-secret-of-a-test", redirect_uri, folder)
