"""A service's database: `write` for commands, `read` and `fetch` for the rest."""

from kernel.db.batch_loader import BatchLoader
from kernel.db.database import INDEXED, THREADED, Database
from kernel.db.readers import Profile
from kernel.db.shared_read import SharedRead
from kernel.db.transaction import Tx

__all__ = ["INDEXED", "THREADED", "BatchLoader", "Database", "Profile", "SharedRead", "Tx"]
