"""The application of the aggregator."""

from functools import partial

from fastapi import FastAPI

from kernel.web import include
from services.aggregator.api import (
    citation,
    dependencies,
    descriptions,
    evidence,
    exports,
    history,
    sdmx,
    state,
    stream,
    values,
    years,
)
from services.aggregator.api.feed import Feed
from services.aggregator.api.updates import Updates
from services.aggregator.process import Needs, application, create_keyring, workers
from services.aggregator.store.replica import Replica

__all__ = ["Needs", "build", "workers"]
#: Whose routes the application has, in the order of its document.
PARTS = (state, values, evidence, history, years, citation, exports, descriptions, stream)


def build(needs: Needs) -> FastAPI:
    """The application; starts nothing."""
    keyring, structure = create_keyring(needs), Replica(needs.db)
    resources = dependencies.Resources(needs.db, needs.log, keyring, structure, needs.settings)
    app = application(needs, keyring, structure, partial(dependencies.version, resources))
    app.state.resources = resources
    app.state.feed = _feed(needs, structure)
    include(app, *(part.router for part in PARTS), exports.states, exports.listed)
    include(app, *sdmx.ROUTERS)
    app.state.sizes = exports.file_sizes(needs.db)
    app.state.sizes.install(app)
    return app


def _feed(needs: Needs, structure: Replica) -> Feed:
    async def folded() -> int:
        return (await dependencies.folded(needs.db))[1]

    return Feed(needs.db, needs.log, Updates(needs.db, structure), folded, needs.settings)
