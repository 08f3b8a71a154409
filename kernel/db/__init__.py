"""The database door:

`write` for decisions, `read` for everything else. The only place that commits.
"""

from kernel.db.database import Database
from kernel.db.lookup import Lookup
from kernel.db.transaction import Tx

__all__ = ["Database", "Lookup", "Tx"]
