"""Writes `schemas/<type>.<version>.json` for every event ever registered, and the envelope's:

`python -m contracts.generate`.
"""

import importlib
import json
import pkgutil
from pathlib import Path
from typing import Any

import contracts
from contracts import events
from contracts.envelope import Envelope

FOLDER = Path(__file__).resolve().parent / "schemas"
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def documents() -> dict[str, str]:
    """File name → text of every schema, the same on every machine.

    Imports every module of the contracts, so that none is missed.
    """
    for module in pkgutil.iter_modules(contracts.__path__):
        importlib.import_module(f"contracts.{module.name}")
    schemas = {"envelope": Envelope.model_json_schema(by_alias=False)}
    for (type_, version), model in events.own():
        schemas[f"{type_}.{version}"] = model.model_json_schema()
    return {f"{name}.json": _text(name, schema) for name, schema in schemas.items()}


def _text(name: str, schema: dict[str, Any]) -> str:
    document = {"$schema": DIALECT, "$id": f"urn:oas-migrants-programme:{name}", **schema}
    return json.dumps(document, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def write(folder: Path = FOLDER) -> None:
    """Write every schema; files of types that are no longer registered stay, so that the tests
    find them.
    """
    folder.mkdir(exist_ok=True)
    for name, text in documents().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write()
