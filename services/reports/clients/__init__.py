"""What background work reads of the public interfaces, as anybody may: without a key."""
