"""axe-core, which looks for what keeps people from a page; for tests."""

from pathlib import Path

from tools.components import npm

SOURCE = Path(__file__).resolve().parent / "axe"


def script() -> str:
    """The library, to be put into a page. Raises Missing."""
    return (npm.installed(SOURCE) / "node_modules" / "axe-core" / "axe.min.js").read_text()
