"""What is told of an error that nobody expected: its kind and where in the code it came about. What
it says may be what a person has written, and belongs in no log.
"""

import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FRAMES = 8


def fault(error: BaseException) -> Mapping[str, Any]:
    """The kind of an error, and the last places in the code that led to it."""
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    places = [f"{Path(one.filename).name}:{one.lineno} {one.name}" for one in frames]
    return {"error": type(error).__name__, "places": places}
