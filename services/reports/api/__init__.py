"""The HTTP door of reports."""
