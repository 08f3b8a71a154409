"""What access makes of the events of other services."""
