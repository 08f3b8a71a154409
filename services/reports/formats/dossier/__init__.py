"""Dossiers as files: canonical JSON, and the tagged PDF (PDF/UA-1) that typst makes of it. The same
data give the same bytes.
"""

import hashlib
import importlib.metadata
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from files import pdf
from kernel.chain import canonical
from services.reports.commands.dossiers import DossierFiles
from services.reports.domain.dossiers import Gathered, Names, build
from services.reports.formats.dossier import wording
from services.reports.formats.dossier.document import document

VERSION = 1  # of what the pages say and how they look; counted up with every change of it
TEMPLATE = Path(__file__).parent / "dossier.typ"
MEDIA_TYPES = {"json": "application/json", "pdf": "application/pdf"}


def make(gathered: Gathered, names: Names, address: str) -> DossierFiles:
    """Both files of a dossier in one language. Takes seconds: not for the event loop."""
    named = replace(names, renderer=_renderer(names, address))
    dossier = build(gathered, named)
    data = canonical(dossier).encode()
    digest = hashlib.sha256(data).hexdigest()
    pages = _pdf(document(dossier, named, digest, address))
    made = hashlib.sha256(pages).hexdigest()
    return DossierFiles(names.lang, data, pages, digest, made, named.renderer)


def _renderer(names: Names, address: str) -> str:
    """What makes the files: its version, that of typst, and a digest of the words it uses."""
    used = [dict(names.codes), list(names.kinds), list(names.indicators), address]
    digest = hashlib.sha256(canonical(used).encode())
    for path in (TEMPLATE, wording.WORDS):
        digest.update(path.read_bytes())
    typst = importlib.metadata.version("typst")
    return f"dossier {VERSION}, typst {typst}, words {digest.hexdigest()[:16]}"


def _pdf(pages: Mapping[str, Any]) -> bytes:
    return pdf.make(TEMPLATE.read_text(), json.dumps(pages, ensure_ascii=False))
