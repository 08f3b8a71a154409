"""Composition only: the sole importer of services."""
