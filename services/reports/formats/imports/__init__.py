"""Tables of submissions that somebody sends: CSV, XLSX and JSON Lines read into the bodies of
submissions, and what was wrong written into a copy of the file.
"""

from services.reports.formats.imports.marking import annotated
from services.reports.formats.imports.reading import Table, read
from services.reports.formats.imports.refusal import Problem, Refused, Warned
from services.reports.formats.imports.row import Row

__all__ = ["Problem", "Refused", "Row", "Table", "Warned", "annotated", "read"]
