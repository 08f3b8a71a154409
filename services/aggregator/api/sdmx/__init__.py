"""SDMX REST 2: structures, data and availability for statistical systems."""

from services.aggregator.api.sdmx import availability, data, elsewhere, structures

ROUTERS = (structures.router, data.router, availability.router, elsewhere.router)
