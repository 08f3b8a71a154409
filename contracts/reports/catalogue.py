"""How far reports has taken in the catalogue, told in its own ledger."""

from typing import Annotated

from pydantic import Field

from contracts.events import Data, event

#: What these events are about: the whole catalogue.
SUBJECT = "catalogue"


@event("reports.catalogue_noted")
class CatalogueNoted(Data):
    """From this position on, what `catalog.v1` said up to `catalog_position` is in force."""

    catalog_position: Annotated[int, Field(ge=1, le=2**63 - 1)]
