"""The application of reports."""

from fastapi import FastAPI

from kernel.web import include
from services.reports.api import (
    activities,
    actors,
    asyncapi,
    beside,
    brief,
    contributions,
    cycle_statements,
    cycles,
    decisions,
    dependencies,
    dossiers,
    exports,
    fund,
    import_errors,
    imports,
    kinds,
    ledger,
    modalities,
    overviews,
    records,
    statements,
    submissions,
    template_files,
    transitions,
)
from services.reports.process import Needs, application, create_keyring, workers

__all__ = ["Needs", "build", "workers"]
#: Whose routes the application has, in the order of its document.
PARTS = (
    exports,
    submissions,
    transitions,
    decisions,
    records,
    statements,
    import_errors,
    imports,
    cycles,
    contributions,
    dossiers,
    cycle_statements,
    beside,
    activities,
    actors,
    brief,
    modalities,
    overviews,
    fund,
    ledger,
    kinds,
    template_files,
    asyncapi,
)


def build(needs: Needs) -> FastAPI:
    """The application; starts nothing."""
    keyring = create_keyring(needs)
    resources = dependencies.create_resources(needs.db, keyring, needs.settings)
    app = application(needs, keyring, resources.replica)
    app.state.resources = resources
    include(app, *(part.router for part in PARTS), exports.states, exports.listed)
    app.state.sizes = exports.file_sizes(needs.db)
    app.state.sizes.install(app)
    return app
