"""Files that the aggregator gives out, and what describes them."""
