"""The HTTP door of the aggregator."""
