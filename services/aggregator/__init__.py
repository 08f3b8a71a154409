"""Indicators of objectives, activities and actors, folded from the events of reports."""
