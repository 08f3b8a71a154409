"""IATI's own schema of activity files, version 2.03, for tests: it comes with the source package
pyIATI, which is fetched once with the checksum pinned beside this file and is not installed.
"""

import subprocess
import sys
import tarfile
from pathlib import Path

from tools.components import processes

PINNED = Path(__file__).with_name("requirements.txt")
WHERE = "/iati/resources/standard/2-03/schemas/"  # inside the package
ACTIVITIES = "iati-activities-schema.xsd"


def schema() -> Path:
    """The schema, with those that it includes beside it. Raises Missing."""
    return processes.fetched("iati", PINNED, _fetch) / ACTIVITIES


def _fetch(folder: Path) -> None:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--require-hashes"]
    command += ["--no-deps", "--no-binary", "pyIATI", "--dest", str(folder)]
    done = subprocess.run(
        [*command, "--requirement", str(PINNED)], check=False, capture_output=True, text=True
    )
    if done.returncode:
        raise processes.Missing(f"pyIATI could not be fetched by pip:\n{done.stderr[-2000:]}")
    (package,) = folder.glob("*.tar.gz")
    unpack(package, folder)


def unpack(package: Path, folder: Path) -> None:
    """Write the schemas of a package into a folder."""
    with tarfile.open(package) as archive:
        for member in archive:
            content = archive.extractfile(member) if WHERE in member.name else None
            if content is not None:
                (folder / Path(member.name).name).write_bytes(content.read())
