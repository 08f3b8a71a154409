"""A real OpenID Connect provider for tests: npm's certified `oidc-provider` on a loopback port."""

import json
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tools.components import npm, processes

SOURCE = Path(__file__).resolve().parent / "oidc"
LISTENING = b"listening"


def library() -> Path:
    """The folder with the provider. Raises Missing."""
    return npm.installed(SOURCE, "provider.mjs")


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
