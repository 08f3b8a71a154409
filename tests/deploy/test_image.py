"""The image is built and started where that can be had without a Docker engine (`dev/image`);
elsewhere this skips and says so.
"""

import os
import subprocess
from pathlib import Path

import pytest

from tools.components import processes

ROOT = Path(__file__).parents[2]


@pytest.mark.timeout(2400)
@pytest.mark.skipif(
    os.environ.get("BUILD_IMAGE") != "1",
    reason="NOT BUILT: BUILD_IMAGE=1 builds the image (dev/image), some minutes and a gigabyte",
)
def test_the_image_is_built_and_answers() -> None:
    environment = {**os.environ, "PORT": str(processes.free_ports(1)[0])}
    done = subprocess.run(
        [ROOT / "dev" / "image"], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode == 2:
        pytest.skip(f"NOT TESTED ON THE REAL THING: {done.stderr.strip()}")
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "The image answers."), (
        done.stderr[-4000:]
    )
