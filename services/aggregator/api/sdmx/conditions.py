"""The conditions on components that a query may have: `c[REPORTER]=HND,MEX`."""

import inspect
from typing import Annotated, Any

from fastapi import Query

from services.aggregator.domain.dataflows import DATAFLOWS

COMPONENTS = tuple(dict.fromkeys(c.id for flow in DATAFLOWS.values() for c in flow.components))


def conditions(**given: str | None) -> dict[str, str]:
    """The conditions of a request, by component."""
    return {name: text for name, text in given.items() if text is not None}


def _parameter(component: str) -> inspect.Parameter:
    alias = Query(alias=f"c[{component}]", max_length=2_000)
    annotation: Any = Annotated[str | None, alias]
    kind = inspect.Parameter.KEYWORD_ONLY
    return inspect.Parameter(component, kind, default=None, annotation=annotation)


# FastAPI reads the parameters from the signature: one for each component
conditions.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
    [_parameter(component) for component in COMPONENTS]
)
