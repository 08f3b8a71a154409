"""What the operator, and the clock, have access do."""
