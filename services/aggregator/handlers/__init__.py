"""The event door of the aggregator: the fold, and its upkeep from the log."""
