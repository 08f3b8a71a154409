"""What access writes: messages."""
