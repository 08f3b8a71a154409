"""Every SQL statement of the aggregator, by what it is about."""
