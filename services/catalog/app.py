"""The application of the catalogue."""

from fastapi import FastAPI

from kernel.web import IdempotentWrites, include
from services.catalog import tables
from services.catalog.api import (
    actors,
    adoptions,
    contents,
    crosswalks,
    editions,
    exports,
    history,
    nodes,
    official_texts,
    reads,
    translations,
)
from services.catalog.api.dependencies import Resources
from services.catalog.process import Needs, application, workers
from services.catalog.store.reading import Snapshots

__all__ = ["Needs", "build", "workers"]
PARTS = (
    *(reads, contents, crosswalks, history, actors, editions, nodes),
    *(adoptions, translations, official_texts, exports),
)


def build(needs: Needs) -> FastAPI:
    """The application; starts nothing."""
    snapshots = Snapshots(needs.db)
    app = application(needs, snapshots)
    app.state.resources = _resources(needs, snapshots)
    include(app, *(part.router for part in PARTS))
    app.state.sizes = exports.file_sizes(needs.db)
    app.state.sizes.install(app)
    return app


def _resources(needs: Needs, snapshots: Snapshots) -> Resources:
    writes = IdempotentWrites(needs.db, tables.kernel)
    return Resources(needs.db, snapshots, writes, needs.settings, needs.log)
