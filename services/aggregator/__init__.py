"""Aggregator: indicators of objectives, activities and actors, folded from reports' events."""
