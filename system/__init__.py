"""Composition only: the sole importer of services."""

import sys
from typing import Any, cast

if "rich" not in sys.modules:
    # structlog would load it, for traces in colours that are never printed here: 4 MB
    cast(dict[str, Any], sys.modules)["rich"] = None
    import structlog  # noqa: F401

    del sys.modules["rich"]
