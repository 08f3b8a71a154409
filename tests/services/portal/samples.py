"""Every page as the tests of the whole site render it.

A test module of pages says `PAGES = {name: Sample(…)}`; it is found by being there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.services.portal.conftest import ANSWERS

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Sample:
    """One address, the status that it answers, what the services answer behind it, and the cookies
    that the browser sends.
    """

    path: str
    status: int = 200
    answers: Mapping[str, Any] | None = None
    cookies: Mapping[str, str] | None = None

    @property
    def services(self) -> dict[str, Any]:
        return dict(ANSWERS if self.answers is None else self.answers)


def samples() -> dict[str, Sample]:
    """Those of every module, by module and name."""
    modules = sorted((HERE / "pages").rglob("test_*.py"))
    return {
        f"{path.stem.removeprefix('test_')}: {name}": sample
        for path in modules
        for name, sample in getattr(_imported(path), "PAGES", {}).items()
    }


def _imported(path: Path) -> Any:
    within = path.relative_to(HERE).with_suffix("").parts
    return import_module(".".join(("tests.services.portal", *within)))
