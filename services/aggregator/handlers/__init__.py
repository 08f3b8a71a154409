"""The event door of the aggregator: the fold, and its maintenance from the log."""
