"""PDFs that typst makes of a template. It keeps hundreds of megabytes of what it has made before,
so each is made by a process of its own, which is this module run by itself.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, BinaryIO

ROOT = Path(__file__).parents[1]
COMMAND = (sys.executable, "-m", "files.pdf")
OPTIONS: Any = {"format": "pdf", "pdf_standards": ["ua-1"], "ignore_system_fonts": True}
TOLD = 1_000  # characters of what went wrong


def make(template: str, document: str) -> bytes:
    """The tagged PDF (PDF/UA-1) of a template, to which `document` is an input. Takes seconds: not
    for the event loop.
    """
    asked = json.dumps([template, document]).encode()
    made = subprocess.run(  # noqa: S603 -- our own interpreter and module
        COMMAND, check=False, input=asked, capture_output=True, cwd=ROOT, start_new_session=True
    )
    if made.returncode:
        raise RuntimeError(f"no PDF was made: {made.stderr.decode()[-TOLD:]}")
    return made.stdout


def main(asked: BinaryIO, out: BinaryIO) -> None:
    """Read what is asked, write the file."""
    import typst

    template, document = json.loads(asked.read())
    out.write(typst.compile(template.encode(), sys_inputs={"document": document}, **OPTIONS))


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)
