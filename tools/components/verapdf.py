"""veraPDF, which checks PDF/UA, for tests; by hand: `python tools/components/verapdf.py FILE`."""

import subprocess
import sys
from pathlib import Path

if __name__ == "__main__":  # run as a command: the checkout is not on the path yet
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tools.components.jars import jars

POM = Path(__file__).resolve().parent / "verapdf" / "pom.xml"
VALIDATOR = "org.verapdf.apps.GreenfieldCliWrapper"
OPTIONS = ("-f", "ua1", "--format", "text", "-v")


def failures(*files: Path) -> list[str]:
    """What keeps these files from being PDF/UA-1; empty where nothing does. Raises Missing."""
    command = ["java", "-cp", f"{jars('verapdf', POM)}/*", VALIDATOR, *OPTIONS]
    done = subprocess.run([*command, *files], check=False, capture_output=True, text=True)
    lines = done.stdout.splitlines()
    checked = sum(line.startswith(("PASS ", "FAIL ")) for line in lines)
    if checked != len(files):
        raise RuntimeError(f"{checked} of {len(files)} files were checked: {done.stderr[-2000:]}")
    return [line for line in lines if not line.startswith("PASS ")]


if __name__ == "__main__":
    found = failures(*(Path(name) for name in sys.argv[1:]))
    print("\n".join(found) or "PASS")
    sys.exit(1 if found else 0)
